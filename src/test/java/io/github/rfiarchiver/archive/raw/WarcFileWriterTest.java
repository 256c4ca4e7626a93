package io.github.rfiarchiver.archive.raw;

import static io.github.rfiarchiver.archive.raw.Captures.NOON;
import static io.github.rfiarchiver.archive.raw.Captures.bytes;
import static io.github.rfiarchiver.archive.raw.Captures.exchange;
import static io.github.rfiarchiver.archive.raw.Captures.gzip;
import static io.github.rfiarchiver.archive.raw.Captures.page;
import static io.github.rfiarchiver.archive.raw.Captures.read;
import static io.github.rfiarchiver.archive.raw.Captures.written;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.raw.OtherReader.Record;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarcFileWriterTest {
  private static final String A = "https://www.rfi.fr/cn/a";
  private static final String B = "https://www.rfi.fr/cn/b?x=1";

  @TempDir Path folder;

  /** A run with one of everything. */
  private Path run() throws IOException {
    Path file = folder.resolve("20231028T120000Z.warc.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      WarcFileWriter writer = Captures.writer(out);
      writer.write(page("https://www.rfi.fr/cn/rss", bytes("<rss version='2.0'/>")));
      String capture = writer.write(page(A, bytes("<p>正文</p>")));
      writer.write(page(B, bytes("<p>正文</p>")));
      writer.write(notModified());
      writer.write(
          exchange(
              B,
              "http/1.1",
              302,
              List.of(new HttpHeader("location", "/cn/a"), new HttpHeader("content-length", "999")),
              bytes("")));
      writer.write(Captures.metadata(capture, A), NOON);
    }
    return file;
  }

  private static RawExchange notModified() {
    return exchange(A, "http/1.1", 304, List.of(new HttpHeader("ETag", "\"1\"")), bytes(""));
  }

  @Test
  void the_validator_of_jwarc_accepts_a_run_and_has_nothing_to_say() throws Exception {
    assertEquals("", Captures.validated(run()));
  }

  @Test
  void the_validator_names_a_wrong_digest_so_its_silence_means_something() throws Exception {
    Path file = run();
    String text = new String(unpacked(file), StandardCharsets.ISO_8859_1);
    Path wrong = folder.resolve("wrong.warc");
    Files.writeString(wrong, text.replace("<rss", "<xss"), StandardCharsets.ISO_8859_1);
    assertTrue(Captures.validated(wrong).contains("digest"), () -> "silent");
  }

  @Test
  void a_reader_that_is_not_jwarc_finds_every_record_in_a_gzip_member_of_its_own()
      throws Exception {
    List<String> types = OtherReader.read(run()).stream().map(Record::type).toList();
    assertEquals(
        List.of(
            "warcinfo",
            "response",
            "request",
            "response",
            "request",
            "revisit",
            "request",
            "revisit",
            "request",
            "response",
            "request",
            "metadata"),
        types);
  }

  @Test
  void the_records_are_linked() throws Exception {
    List<Record> records = OtherReader.read(run());
    Record info = records.get(0);
    Record response = records.get(3);
    Record request = records.get(4);
    Record metadata = records.get(11);
    assertTrue(info.text().contains("software: rfi-archiver/1.0.0\r\n"), info.text());
    for (Record record : records.subList(1, records.size())) {
      assertEquals(info.header("WARC-Record-ID"), record.header("WARC-Warcinfo-ID"));
      assertEquals("2023-10-28T12:00:00.125Z", record.header("WARC-Date"));
    }
    assertEquals(response.header("WARC-Record-ID"), request.header("WARC-Concurrent-To"));
    assertEquals(response.header("WARC-Record-ID"), metadata.header("WARC-Concurrent-To"));
    assertEquals(response.header("WARC-Record-ID"), metadata.header("WARC-Refers-To"));
    assertEquals(A, metadata.header("WARC-Target-URI"));
    assertEquals("application/warc-fields", metadata.header("Content-Type"));
    assertTrue(metadata.text().contains("rfiArchiverPath: 2023/10/x.txt\r\n"), metadata.text());
  }

  @Test
  void a_body_that_stands_earlier_in_the_file_becomes_a_revisit_of_it() throws Exception {
    List<Record> records = OtherReader.read(run());
    Record original = records.get(3);
    Record revisit = records.get(5);
    assertEquals(
        "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        revisit.header("WARC-Profile"));
    assertEquals(original.header("WARC-Record-ID"), revisit.header("WARC-Refers-To"));
    assertEquals(A, revisit.header("WARC-Refers-To-Target-URI"));
    assertEquals("2023-10-28T12:00:00.125Z", revisit.header("WARC-Refers-To-Date"));
    assertEquals(original.header("WARC-Payload-Digest"), revisit.header("WARC-Payload-Digest"));
    assertEquals(0, revisit.payload().length);
  }

  @Test
  void a_body_of_another_file_and_an_empty_one_are_written_again() throws Exception {
    RawExchange again = page(A, bytes("<p>正文</p>"));
    RawExchange empty = page(B, bytes(""));
    written(folder.resolve("1.warc.gz"), again);
    List<Record> records =
        OtherReader.read(written(folder.resolve("2.warc.gz"), again, empty, empty));
    assertTrue(records.stream().noneMatch(record -> record.type().equals("revisit")));
  }

  @Test
  void a_304_becomes_a_revisit_that_needs_no_other_file() throws Exception {
    Record revisit = OtherReader.read(run()).get(7);
    assertEquals(
        "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
        revisit.header("WARC-Profile"));
    assertFalse(revisit.headers().containsKey("WARC-Refers-To"));
    assertEquals("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", revisit.text());
  }

  @Test
  void a_redirect_whose_body_was_not_read_is_written_truthfully() throws Exception {
    Record response = OtherReader.read(run()).get(9);
    assertEquals("unspecified", response.header("WARC-Truncated"));
    assertEquals(
        "HTTP/1.1 302 \r\nlocation: /cn/a\r\nX-Orig-content-length: 999\r\n"
            + "Content-Length: 0\r\n\r\n",
        response.text());
  }

  @Test
  void a_body_that_is_still_compressed_keeps_its_headers_and_bytes() throws Exception {
    byte[] packed = gzip(bytes("<p>压缩</p>"));
    List<HttpHeader> headers =
        List.of(
            new HttpHeader("Transfer-Encoding", "chunked"),
            new HttpHeader("Set-Cookie", "a=1"),
            new HttpHeader("Content-Encoding", "gzip"),
            new HttpHeader("Set-Cookie", "b=2"));
    Path file = written(folder.resolve("x.warc.gz"), exchange(A, "http/1.0", 200, headers, packed));
    Record response = OtherReader.read(file).get(1);
    assertTrue(
        response
            .text()
            .startsWith(
                "HTTP/1.0 200 OK\r\nX-Orig-Transfer-Encoding: chunked\r\nSet-Cookie: a=1\r\n"
                    + "Content-Encoding: gzip\r\nSet-Cookie: b=2\r\nContent-Length: "
                    + packed.length
                    + "\r\n\r\n"),
        response.text());
    assertArrayEquals(packed, response.payload());
    assertArrayEquals(bytes("<p>压缩</p>"), read(file).responses().get(0).body());
  }

  @Test
  void no_credential_cookie_or_proxy_header_that_was_sent_enters_the_file() throws Exception {
    List<HttpHeader> sent =
        List.of(
            new HttpHeader("Host", "www.rfi.fr"),
            new HttpHeader("authorization", "Basic s3cret"),
            new HttpHeader("Proxy-Authorization", "Basic s3cret"),
            new HttpHeader("Proxy-Connection", "s3cret"),
            new HttpHeader("COOKIE", "id=s3cret"),
            new HttpHeader("Cookie2", "s3cret"),
            new HttpHeader("Accept\r\nX", "s3cret"),
            new HttpHeader("Accept", "text/html\r\nCookie: harmless"));
    RawExchange exchange =
        exchange(
            "https://user:s3cret@host@www.rfi.fr/cn/a?b=@c#s3cret",
            sent,
            "http/1.1",
            304,
            List.of(),
            bytes(""));
    Path file = written(folder.resolve("x.warc.gz"), exchange);
    String all = new String(unpacked(file), StandardCharsets.UTF_8);
    assertFalse(all.contains("s3cret"), all);
    assertFalse(all.contains("user"), all);
    assertTrue(all.contains("WARC-Target-URI: https://www.rfi.fr/cn/a?b=@c\r\n"), all);
    assertTrue(
        all.contains(
            "GET /cn/a?b=@c HTTP/1.1\r\nHost: www.rfi.fr\r\nAccept: text/html  Cookie: harmless\r\n\r\n"),
        all);
  }

  private static byte[] unpacked(Path file) throws Exception {
    try (GzipMembers members = new GzipMembers(Files.newInputStream(file), 0, false)) {
      return members.readAllBytes();
    }
  }

  @Test
  void a_url_without_a_path_has_a_request_target() {
    byte[] request = page("http://127.0.0.1:8080?q", bytes("")).request();
    String block = new String(request, StandardCharsets.UTF_8);
    assertTrue(block.startsWith("GET /?q HTTP/1.1\r\n"), block);
  }

  @Test
  void bodies_come_back_byte_for_byte() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(18).nextBytes(noise);
    byte[][] bodies = {
      noise,
      bytes("\r\n\r\n"),
      bytes("\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
      bytes("x"),
      bytes(""),
      bytes("5\r\nhello\r\n0\r\n\r\n")
    };
    RawExchange[] exchanges = new RawExchange[bodies.length];
    for (int i = 0; i < bodies.length; i++) {
      exchanges[i] = page(A + i, bodies[i]);
    }
    List<CapturedResponse> responses =
        read(written(folder.resolve("x.warc.gz"), exchanges)).responses();
    assertEquals(bodies.length, responses.size());
    for (int i = 0; i < bodies.length; i++) {
      assertArrayEquals(bodies[i], responses.get(i).body());
      assertEquals(A + i, responses.get(i).url());
    }
  }

  @Test
  void a_run_is_read_back_as_it_was_written() throws Exception {
    Captures.Reading reading = read(run());
    assertEquals(null, reading.failure());
    CapturedResponse page = reading.responses().get(1);
    assertEquals(NOON, page.captured());
    assertEquals(200, page.status());
    assertEquals("utf-8", page.charset());
    CapturedResponse revisit = reading.responses().get(2);
    assertEquals(B, revisit.url());
    assertArrayEquals(bytes("<p>正文</p>"), revisit.body());
    ArticleMetadata metadata = (ArticleMetadata) reading.items().get(4);
    assertEquals(page.recordId(), metadata.capture());
    assertEquals(A, metadata.url());
    assertEquals("2023/10/x.txt", metadata.field(ArticleMetadata.PATH));
    assertTrue(WarcFileReader.problem(run()).isEmpty());
  }
}
