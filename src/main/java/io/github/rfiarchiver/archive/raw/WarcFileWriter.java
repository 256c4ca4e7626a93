package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcDigest;
import org.netpreserve.jwarc.WarcRevisit;
import org.netpreserve.jwarc.Warcinfo;

/** Writes one file of raw captures: WARC/1.1, one gzip member a record. */
public final class WarcFileWriter {
  private static final String STANDARD =
      "format: WARC File Format 1.1\r\nconformsTo: "
          + "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";

  private static final List<HttpHeader> NOT_MODIFIED =
      List.of(new HttpHeader("WARC-Profile", WarcRevisit.SERVER_NOT_MODIFIED_1_1.toString()));

  private final org.netpreserve.jwarc.WarcWriter records;

  /** The fields of a revisit of each body. */
  private final Map<WarcDigest, List<HttpHeader>> bodies = new HashMap<>();

  private final URI warcinfo;

  /**
   * Starts a file.
   *
   * @param software this program and its version, {@code rfi-archiver/1.0.0}
   * @param begun the start of the run
   */
  public WarcFileWriter(OutputStream file, String software, Instant begun) throws IOException {
    // Through a stream: jwarc ignores how many bytes a channel has taken.
    this.records =
        new org.netpreserve.jwarc.WarcWriter(Channels.newChannel(file), WarcCompression.GZIP);
    byte[] fields = bytes("software: " + HttpHeader.oneLine(software) + "\r\n" + STANDARD);
    this.warcinfo = write("warcinfo", begun, MediaType.WARC_FIELDS, List.of(), fields);
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
    List<HttpHeader> headers = new ArrayList<>(about(exchange.url()));
    Instant date = exchange.captured();
    byte[] head = exchange.responseHead();
    WarcDigest digest = Digest.sha1(exchange.body());
    List<HttpHeader> original = exchange.isNotModified() ? NOT_MODIFIED : bodies.get(digest);
    URI id;
    if (original != null) {
      headers.addAll(original);
      id = write("revisit", date, MediaType.HTTP_RESPONSE, headers, head);
    } else {
      HttpHeader payload = new HttpHeader("WARC-Payload-Digest", digest.prefixedBase32());
      headers.add(payload);
      if (exchange.isRedirect()) {
        headers.add(new HttpHeader("WARC-Truncated", "unspecified")); // its body was not read
      }
      id = write("response", date, MediaType.HTTP_RESPONSE, headers, head, exchange.body());
      if (exchange.body().length > 0) {
        bodies.put(
            digest,
            List.of(
                new HttpHeader("WARC-Profile", WarcRevisit.IDENTICAL_PAYLOAD_DIGEST_1_1.toString()),
                payload,
                new HttpHeader("WARC-Refers-To", "<" + id + ">"),
                new HttpHeader("WARC-Refers-To-Target-URI", exchange.url()),
                new HttpHeader("WARC-Refers-To-Date", date.toString())));
      }
    }
    List<HttpHeader> sent = new ArrayList<>(about(exchange.url()));
    sent.add(new HttpHeader("WARC-Concurrent-To", "<" + id + ">"));
    write("request", date, MediaType.HTTP_REQUEST, sent, exchange.request());
    return id.toString();
  }

  /** Writes the metadata of an article whose page is in this file. */
  public void write(ArticleMetadata article, Instant date) throws IOException {
    List<HttpHeader> headers = new ArrayList<>(about(article.url()));
    headers.add(new HttpHeader("WARC-Refers-To", "<" + article.capture() + ">"));
    headers.add(new HttpHeader("WARC-Concurrent-To", "<" + article.capture() + ">"));
    StringBuilder fields = new StringBuilder();
    article.fields().forEach(f -> fields.append(f.name() + ": " + f.value() + "\r\n"));
    write("metadata", date, MediaType.WARC_FIELDS, headers, bytes(fields.toString()));
  }

  private List<HttpHeader> about(String url) {
    return List.of(
        new HttpHeader("WARC-Target-URI", url),
        new HttpHeader("WARC-Warcinfo-ID", "<" + warcinfo + ">"));
  }

  private URI write(
      String type, Instant date, MediaType media, List<HttpHeader> headers, byte[]... block)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : block) {
      whole.writeBytes(part);
    }
    Warcinfo.Builder record = new Warcinfo.Builder(); // the two builders differ in their type only
    record.setHeader("WARC-Type", type).version(MessageVersion.WARC_1_1).date(date);
    headers.forEach(header -> record.setHeader(header.name(), header.value()));
    Warcinfo built =
        record.blockDigest(Digest.sha1(block)).body(media, whole.toByteArray()).build();
    records.write(built);
    return built.id();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
