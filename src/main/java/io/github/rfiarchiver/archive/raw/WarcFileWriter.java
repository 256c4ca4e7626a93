package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
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
import org.netpreserve.jwarc.WarcTruncationReason;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/** Writes one file of raw captures: WARC/1.1, one gzip member a record. */
public final class WarcFileWriter {
  private static final String STANDARD =
      "format: WARC File Format 1.1\r\nconformsTo: "
          + "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";

  private final WarcWriter records;

  /** The response with each body. */
  private final Map<WarcDigest, Original> bodies = new HashMap<>();

  private final URI warcinfo;

  private record Original(URI id, String url, Instant date) {}

  /**
   * Starts a file.
   *
   * @param software this program and its version, {@code rfi-archiver/1.0.0}
   * @param begun the start of the run
   */
  public WarcFileWriter(OutputStream file, String software, Instant begun) throws IOException {
    // Through a stream: jwarc ignores how many bytes a channel has taken.
    this.records = new WarcWriter(Channels.newChannel(file), WarcCompression.GZIP);
    byte[] fields = bytes("software: " + HttpHeader.oneLine(software) + "\r\n" + STANDARD);
    this.warcinfo = write(new Warcinfo.Builder(), begun, MediaType.WARC_FIELDS, fields);
  }

  /**
   * Writes a response and its request.
   *
   * <p>A 304, and a body that is earlier in the file, become a {@code revisit}: no file depends on
   * another.
   *
   * @return the record ID of the response or revisit
   */
  public String write(RawExchange exchange) throws IOException {
    String url = exchange.url();
    Instant date = exchange.captured();
    WarcDigest digest = Digest.sha1(exchange.body());
    Original original = bodies.get(digest);
    byte[] head = exchange.responseHead();
    URI id;
    if (exchange.isNotModified()) {
      id = write(new WarcRevisit.Builder(url, WarcRevisit.SERVER_NOT_MODIFIED_1_1), date, head);
    } else if (original != null) {
      WarcRevisit.Builder revisit =
          new WarcRevisit.Builder(url, WarcRevisit.IDENTICAL_PAYLOAD_DIGEST_1_1)
              .payloadDigest(digest)
              .refersTo(original.id(), original.url(), original.date());
      id = write(revisit, date, head);
    } else {
      WarcResponse.Builder response = new WarcResponse.Builder(url).payloadDigest(digest);
      if (exchange.isRedirect()) {
        response.truncated(WarcTruncationReason.UNSPECIFIED); // its body was not read
      }
      id = write(response, date, head, exchange.body());
      if (exchange.body().length > 0) {
        bodies.put(digest, new Original(id, url, date));
      }
    }
    WarcRequest.Builder request = new WarcRequest.Builder(url).concurrentTo(id);
    write(request.warcinfoId(warcinfo), date, MediaType.HTTP_REQUEST, exchange.request());
    return id.toString();
  }

  /** Writes the metadata of an article whose page is in this file. */
  public void write(ArticleMetadata article, Instant date) throws IOException {
    URI capture = URI.create(article.capture());
    WarcMetadata.Builder metadata =
        new WarcMetadata.Builder()
            .targetURI(article.url())
            .warcinfoId(warcinfo)
            .setHeader("WARC-Refers-To", "<" + capture + ">")
            .concurrentTo(capture);
    StringBuilder fields = new StringBuilder();
    article.fields().forEach(f -> fields.append(f.name() + ": " + f.value() + "\r\n"));
    write(metadata, date, MediaType.WARC_FIELDS, bytes(fields.toString()));
  }

  private URI write(WarcCaptureRecord.AbstractBuilder<?, ?> response, Instant date, byte[]... block)
      throws IOException {
    return write(response.warcinfoId(warcinfo), date, MediaType.HTTP_RESPONSE, block);
  }

  private URI write(
      WarcRecord.AbstractBuilder<?, ?> record, Instant date, MediaType media, byte[]... block)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : block) {
      whole.writeBytes(part);
    }
    record.version(MessageVersion.WARC_1_1).date(date).blockDigest(Digest.sha1(block));
    WarcRecord built = record.body(media, whole.toByteArray()).build();
    records.write(built);
    return built.id();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
