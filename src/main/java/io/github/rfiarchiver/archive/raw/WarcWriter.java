package io.github.rfiarchiver.archive.raw;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCaptureRecord;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcDigest;
import org.netpreserve.jwarc.WarcMetadata;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcRevisit;
import org.netpreserve.jwarc.Warcinfo;

/**
 * Writes the raw captures of one run, or of one batch of it, into one WARC/1.1 file: one gzip
 * member a record. The file is the caller's: a temporary one, to be moved once {@link #finish} has
 * returned. Safe to share among threads.
 */
public final class WarcWriter implements Closeable {
  private final FileChannel channel;
  private final org.netpreserve.jwarc.WarcWriter records;
  private final URI warcinfo;
  private final Map<WarcDigest, Original> bodies = new HashMap<>();
  private boolean isWhole = true;

  /** A response whose body stands in the file. */
  private record Original(URI id, String url, Instant captured) {}

  /**
   * Begins the file.
   *
   * @param file is created, or overwritten
   * @param name the file's name in the archive
   * @param software this program and its version, {@code rfi-archiver/1.0.0}
   * @param begun when the run began
   */
  public WarcWriter(Path file, String name, String software, Instant begun) throws IOException {
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      // Through a stream: jwarc does not look how much of its bytes a channel has taken.
      this.records =
          new org.netpreserve.jwarc.WarcWriter(
              Channels.newChannel(Channels.newOutputStream(channel)), WarcCompression.GZIP);
      String fields =
          "software: "
              + HttpHeader.oneLine(software)
              + "\r\nformat: WARC File Format 1.1\r\nconformsTo: "
              + "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";
      Warcinfo record =
          complete(
                  new Warcinfo.Builder().filename(name),
                  begun,
                  MediaType.WARC_FIELDS,
                  bytes(fields))
              .build();
      this.warcinfo = record.id();
      write(record);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Writes a response and its request.
   *
   * <p>A 304, and a body that stands earlier in the file, become a {@code revisit}: no file needs
   * another one.
   *
   * @return the record ID of the response or revisit, for {@link #write(ArticleMetadata)}
   * @throws IOException where the disk fails; then the file cannot be finished
   */
  public synchronized String write(RawExchange exchange) throws IOException {
    RawRequest request = exchange.request();
    WarcCaptureRecord response = response(exchange);
    WarcRequest.Builder sent =
        new WarcRequest.Builder(request.url()).concurrentTo(response.id()).warcinfoId(warcinfo);
    write(response);
    write(complete(sent, exchange.captured(), MediaType.HTTP_REQUEST, request.block()).build());
    return response.id().toString();
  }

  /**
   * Writes which article came from a page that stands in this file.
   *
   * @throws IOException where the disk fails; then the file cannot be finished
   */
  public synchronized void write(ArticleMetadata article) throws IOException {
    URI capture = URI.create(article.capture());
    WarcMetadata.Builder metadata =
        new WarcMetadata.Builder()
            .targetURI(article.url())
            .setHeader("WARC-Refers-To", "<" + capture + ">")
            .concurrentTo(capture)
            .warcinfoId(warcinfo);
    byte[] fields = bytes(article.fields());
    write(complete(metadata, article.written(), MediaType.WARC_FIELDS, fields).build());
  }

  private WarcCaptureRecord response(RawExchange exchange) {
    String url = exchange.request().url();
    RawResponse response = exchange.response();
    if (response.isNotModified()) {
      return headOnly(exchange, new WarcRevisit.Builder(url, WarcRevisit.SERVER_NOT_MODIFIED_1_1));
    }
    WarcDigest digest = Digest.sha1(response.body());
    Original original = bodies.get(digest);
    if (original != null) {
      return headOnly(
          exchange,
          new WarcRevisit.Builder(url, WarcRevisit.IDENTICAL_PAYLOAD_DIGEST_1_1)
              .refersTo(original.id, original.url, original.captured)
              .payloadDigest(digest));
    }
    WarcResponse.Builder builder = new WarcResponse.Builder(url).payloadDigest(digest);
    describe(builder, exchange);
    WarcResponse record =
        complete(
                builder,
                exchange.captured(),
                MediaType.HTTP_RESPONSE,
                response.head(),
                response.body())
            .build();
    if (response.body().length > 0) {
      bodies.put(digest, new Original(record.id(), url, exchange.captured()));
    }
    return record;
  }

  private WarcRevisit headOnly(RawExchange exchange, WarcRevisit.Builder builder) {
    describe(builder, exchange);
    byte[] head = exchange.response().head();
    return complete(builder, exchange.captured(), MediaType.HTTP_RESPONSE, head).build();
  }

  /** HTTP/2 is written as HTTP/1.1, and named; so browser-based crawlers do. */
  private void describe(WarcCaptureRecord.AbstractBuilder<?, ?> builder, RawExchange exchange) {
    builder.warcinfoId(warcinfo);
    if (!exchange.response().protocol().startsWith("http/1.")) {
      builder.setHeader("WARC-Protocol", exchange.response().protocol());
    }
    if (exchange.remoteAddress() != null) {
      builder.setHeader("WARC-IP-Address", exchange.remoteAddress());
    }
  }

  /** What every record has; the builders of jwarc begin with WARC/1.0 and the time of day. */
  private static <R extends WarcRecord, B extends WarcRecord.AbstractBuilder<R, B>> B complete(
      B builder, Instant date, MediaType type, byte[]... block) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : block) {
      whole.writeBytes(part);
    }
    return builder
        .version(MessageVersion.WARC_1_1)
        .date(date)
        .blockDigest(Digest.sha1(block))
        .body(type, whole.toByteArray());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(WarcRecord record) throws IOException {
    requireWhole();
    isWhole = false;
    records.write(record);
    isWhole = true;
  }

  private void requireWhole() throws IOException {
    if (!isWhole) {
      throw new IOException("an earlier record could not be written");
    }
  }

  /**
   * Forces the whole file to disk and closes it: it may be moved now.
   *
   * @throws IOException where that fails, or where a record could not be written before
   */
  public synchronized void finish() throws IOException {
    requireWhole();
    channel.force(true);
    close();
  }

  /** Closes the file; without {@link #finish} before, it is worth nothing. */
  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
