package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.archive.raw.WarcItem.SkippedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.tools.ValidateTool;

/** Exchanges, and files of them. */
public final class Captures {
  static final Instant NOON = Instant.parse("2023-10-28T12:00:00.125Z");
  static final String PAGE = "https://www.rfi.fr/cn/中国/20231028-示例".replace("中国", "%E4%B8%AD");

  private Captures() {}

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static RawExchange page(String url, byte[] body) {
    return exchange(
        url,
        "http/1.1",
        200,
        List.of(
            new HttpHeader("Content-Type", "text/html; charset=utf-8"),
            new HttpHeader("Content-Length", String.valueOf(body.length))),
        body);
  }

  static RawExchange exchange(
      String url, String protocol, int status, List<HttpHeader> received, byte[] body) {
    return exchange(
        url,
        List.of(new HttpHeader("User-Agent", "rfi-archiver/1.0.0")),
        protocol,
        status,
        received,
        body);
  }

  static RawExchange exchange(
      String url,
      List<HttpHeader> sent,
      String protocol,
      int status,
      List<HttpHeader> received,
      byte[] body) {
    String reason = status == 200 ? "OK" : status == 304 ? "Not Modified" : "";
    return new RawExchange(NOON, url, sent, protocol, status, reason, received, body);
  }

  static ArticleMetadata metadata(String capture, String url) {
    return new ArticleMetadata(
        capture,
        url,
        List.of(
            new HttpHeader(ArticleMetadata.PATH, "2023/10/x.txt"),
            new HttpHeader(ArticleMetadata.KEY, "b81ed83301"),
            new HttpHeader(ArticleMetadata.RULES, "sha256:00")));
  }

  static WarcFileWriter writer(OutputStream file) throws IOException {
    return new WarcFileWriter(file, "rfi-archiver/1.0.0", NOON);
  }

  static Path written(Path file, RawExchange... exchanges) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      WarcFileWriter writer = writer(out);
      for (RawExchange exchange : exchanges) {
        writer.write(exchange);
      }
    }
    return file;
  }

  /** All that is read of a file, and the failure that ends it. */
  record Reading(List<WarcItem> items, @Nullable MalformedException failure) {
    List<CapturedResponse> responses() {
      return items.stream()
          .filter(CapturedResponse.class::isInstance)
          .map(CapturedResponse.class::cast)
          .toList();
    }

    List<String> skipped() {
      return items.stream()
          .filter(SkippedRecord.class::isInstance)
          .map(item -> ((SkippedRecord) item).reason())
          .toList();
    }
  }

  static Reading read(Path file) throws IOException {
    return read(file, 1 << 20);
  }

  static Reading read(Path file, int maxBody) throws IOException {
    List<WarcItem> items = new ArrayList<>();
    try (WarcFileReader reader = new WarcFileReader(file, maxBody)) {
      while (true) {
        var item = reader.next();
        if (item.isEmpty()) {
          return new Reading(items, null);
        }
        items.add(item.get());
      }
    } catch (MalformedException e) {
      return new Reading(items, e);
    }
  }

  /** A record as any program may write it. */
  public static byte[] record(String version, String headers, byte[] block) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(
        bytes(version + "\r\n" + headers + "Content-Length: " + block.length + "\r\n\r\n"));
    record.writeBytes(block);
    record.writeBytes(bytes("\r\n\r\n"));
    return record.toByteArray();
  }

  /** The record of a response, without digests, as WARC/1.0. */
  public static byte[] response(String httpHeaders, byte[] body) {
    return record(
        "WARC/1.0",
        "WARC-Type: response\r\nWARC-Target-URI: <https://www.rfi.fr/cn/a>\r\n"
            + "WARC-Date: 2023-10-28T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            + "Content-Type: application/http; msgtype=response\r\n",
        concat(bytes("HTTP/1.1 200 OK\r\n" + httpHeaders + "\r\n"), body));
  }

  /** The record of a page that another crawler has captured. */
  public static byte[] captured(String url, String date, String httpHeaders, byte[] body) {
    return record(
        "WARC/1.0",
        "WARC-Type: response\r\nWARC-Target-URI: "
            + url
            + "\r\nWARC-Date: "
            + date
            + "\r\nWARC-Record-ID: <urn:uuid:"
            + (url + date).hashCode()
            + ">\r\nContent-Type: application/http; msgtype=response\r\n",
        concat(bytes("HTTP/1.1 200 OK\r\n" + httpHeaders + "\r\n"), body));
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  /** Runs the validator as a user does, and returns its standard error; its status must be 0. */
  public static String validated(Path file) throws Exception {
    Path jar =
        Path.of(ValidateTool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path err = Files.createTempFile("validator", "");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jar.toString(),
                ValidateTool.class.getName(),
                file.toString())
            .redirectError(err.toFile())
            .start();
    process.getInputStream().readAllBytes();
    int status = process.waitFor();
    String errors = Files.readString(err);
    Files.delete(err);
    org.junit.jupiter.api.Assertions.assertEquals(errors.isEmpty() ? 0 : 1, status, errors);
    return errors;
  }
}
