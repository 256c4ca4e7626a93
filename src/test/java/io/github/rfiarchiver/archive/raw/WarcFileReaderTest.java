package io.github.rfiarchiver.archive.raw;

import static io.github.rfiarchiver.archive.raw.Captures.bytes;
import static io.github.rfiarchiver.archive.raw.Captures.concat;
import static io.github.rfiarchiver.archive.raw.Captures.gzip;
import static io.github.rfiarchiver.archive.raw.Captures.read;
import static io.github.rfiarchiver.archive.raw.Captures.record;
import static io.github.rfiarchiver.archive.raw.Captures.response;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.raw.Captures.Reading;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarcFileReaderTest {
  private static final byte[] TEXT = bytes("<p>法国国际广播电台</p>".repeat(20));

  private static final String REST = "; nothing after it is read";

  @TempDir Path folder;

  private Path file(byte[]... parts) throws IOException {
    return Files.write(folder.resolve("x.warc"), concat(parts));
  }

  private static byte[] deflated(byte[] bytes, boolean isRaw) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var stream = new DeflaterOutputStream(packed, new Deflater(9, isRaw))) {
      stream.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] chunked(byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, 7);
    byte[] tail = Arrays.copyOfRange(bytes, 7, bytes.length);
    return concat(
        bytes("7;name=\"x\"\r\n"),
        head,
        bytes("\r\n" + Integer.toHexString(tail.length) + "\r\n"),
        tail,
        bytes("\r\n0\r\nTrailer: x\r\n\r\n"));
  }

  private static void assertText(Reading reading) {
    assertNull(reading.failure());
    assertEquals(List.of(), reading.skipped());
    assertEquals(1, reading.responses().size());
    assertArrayEquals(TEXT, reading.responses().get(0).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"})
  void reads_the_versions_in_use_plain_and_compressed_by_record_and_as_a_whole(String version)
      throws Exception {
    byte[] page = response("Content-Type: text/html;charset=\"gbk\"\r\n", TEXT);
    byte[] record = bytes(new String(page, StandardCharsets.UTF_8).replace("WARC/1.0", version));
    byte[] request = record(version, "WARC-Type: request\r\n", bytes("GET / HTTP/1.1\r\n\r\n"));
    assertText(read(file(request, record)));
    assertText(read(file(gzip(request), gzip(record))));
    assertText(read(file(gzip(concat(request, record)))));
    CapturedResponse response = read(file(record)).responses().get(0);
    assertEquals("https://www.rfi.fr/cn/a", response.url());
    assertEquals("urn:uuid:1", response.recordId());
    assertEquals("gbk", response.charset());
    assertEquals(Instant.parse("2023-10-28T12:00:00Z"), response.captured());
  }

  @Test
  void reads_a_file_whose_lines_end_with_lf_alone() throws Exception {
    byte[] record =
        bytes(
            new String(response("", TEXT), StandardCharsets.UTF_8)
                .replaceFirst("(?s)(.*?)\r\n\r\n", "$1\n\n")
                .replaceFirst("\r\n\r\n$", "\n\n"));
    assertText(read(file(record)));
    assertEquals(2, read(file(record, record)).responses().size());
    assertEquals(2, read(file(gzip(record), gzip(record))).responses().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\n\n", "\r\n\r\n\r\n", "\0\0\0"})
  void reads_whole_records_whatever_blank_lines_are_around_them(String lines) throws Exception {
    byte[] blank = bytes(lines);
    byte[] page = response("", TEXT);
    byte[] record = concat(Arrays.copyOf(page, page.length - 4), blank);
    assertText(read(file(blank, record)));
    assertText(read(file(gzip(concat(blank, record)))));
    assertEquals(3, read(file(record, record, record)).responses().size());
    Reading revisited =
        read(
            file(
                gzip(concat(blank, digested(record))),
                gzip(concat(blank, revisit("sha1:x", bytes("HTTP/1.1 200 OK\r\n\r\n")))),
                gzip(blank)));
    assertNull(revisited.failure());
    assertArrayEquals(TEXT, revisited.responses().get(1).body());
  }

  private static byte[] digested(byte[] record) {
    String text = new String(record, StandardCharsets.UTF_8);
    return bytes(text.replace("WARC-Date", "WARC-Payload-Digest: sha1:x\r\nWARC-Date"));
  }

  @Test
  void reads_members_with_zeros_between_and_behind_them() throws Exception {
    byte[] page = gzip(response("", TEXT));
    Reading reading = read(file(page, new byte[70_000], page, new byte[9]));
    assertNull(reading.failure());
    assertEquals(2, reading.responses().size());
  }

  @Test
  void reads_a_response_whose_record_names_no_media_type() throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    assertText(
        read(
            file(bytes(page.replace("Content-Type: application/http; msgtype=response\r\n", "")))));
  }

  @Test
  void reads_a_record_whose_header_lines_are_folded() throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    String head = page.substring(0, page.indexOf("\r\n\r\n"));
    assertText(read(file(bytes(page.replace(head, head.replace(": ", ":\r\n  "))))));
  }

  @ParameterizedTest
  @CsvSource({
    "resource, application/http",
    "conversion, text/html",
    "response, text/html",
  })
  void names_a_page_that_was_captured_without_its_response(String type, String media)
      throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    Reading reading =
        read(
            file(
                bytes(
                    page.replace("Type: response", "Type: " + type)
                        .replace("application/http", media))));
    assertEquals(
        List.of("it is a " + type + " record, without an HTTP response"), reading.skipped());
    assertNull(reading.failure());
  }

  @Test
  void reads_the_final_response_behind_interim_ones() throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    String hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    String block = "HTTP/1.1 200 OK\r\n\r\n" + new String(TEXT, StandardCharsets.UTF_8);
    int length = bytes(block).length;
    assertText(
        read(
            file(
                bytes(
                    page.replace(
                            "Content-Length: " + length,
                            "Content-Length: " + (length + hints.length()))
                        .replace(block, hints + block)))));
  }

  @Test
  void says_how_much_of_a_file_is_read() throws Exception {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    Path file =
        file(gzip(response("", noise)), gzip(response("", noise)), gzip(response("", TEXT)));
    assertEquals(7, WarcFileReader.mebibytes(file));
    assertEquals(1, WarcFileReader.mebibytes(folder.resolve("absent")));
    try (WarcFileReader reader = new WarcFileReader(file, 4 << 20)) {
      List<Integer> read = new ArrayList<>();
      while (reader.next().isPresent()) {
        read.add(reader.mebibytesRead());
      }
      assertEquals(List.of(0, 3, 6), read);
    }
  }

  @Test
  void reads_gzip_headers_with_every_optional_field() throws Exception {
    byte[] plain = gzip(response("", TEXT));
    byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
    byte[] fields = concat(new byte[] {3, 0, 1, 2, 3}, bytes("name\0comment\0"), new byte[] {9, 9});
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    assertText(read(file(header, fields, rest)));
  }

  @Test
  void decodes_chunks_gzip_and_both_kinds_of_deflate() throws Exception {
    String chunks = "Transfer-Encoding: chunked\r\n";
    assertText(read(file(response(chunks, chunked(TEXT)))));
    assertText(read(file(response("Content-Encoding: x-gzip\r\n", gzip(TEXT)))));
    assertText(read(file(response(chunks + "content-encoding: GZIP\r\n", chunked(gzip(TEXT))))));
    assertText(read(file(response("Content-Encoding: deflate\r\n", deflated(TEXT, false)))));
    assertText(read(file(response("Content-Encoding: deflate\r\n", deflated(TEXT, true)))));
    assertText(
        read(file(response("Content-Encoding: deflate, gzip\r\n", gzip(deflated(TEXT, false))))));
  }

  @Test
  void takes_a_body_as_it_is_where_a_crawler_kept_the_header_of_what_it_has_decoded()
      throws Exception {
    String headers =
        "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n";
    assertText(read(file(response(headers, TEXT))));
    assertText(read(file(response("Content-Encoding: gzip\r\nContent-Length: 9999\r\n", TEXT))));
    assertText(read(file(response("Content-Encoding: utf-8\r\n", TEXT))));
    assertText(read(file(response("Content-Encoding: br\r\n", TEXT))));
    assertText(read(file(response("Content-Encoding: deflate\r\n", TEXT))));
    assertText(read(file(response("", gzip(TEXT)))));
  }

  @Test
  void names_what_it_cannot_decode_and_reads_on() throws Exception {
    byte[] gzip = gzip(TEXT);
    byte[] cutGzip = Arrays.copyOf(gzip, gzip.length - 9);
    byte[] wrongGzip = gzip.clone();
    wrongGzip[gzip.length - 6] ^= 1; // in the CRC
    byte[] wrongSize = gzip.clone();
    wrongSize[gzip.length - 1] ^= 1;
    byte[] zlib = deflated(TEXT, false);
    byte[] chunks = chunked(TEXT);
    String length = "Content-Length: " + (TEXT.length + 1) + "\r\n";
    Reading reading =
        read(
            file(
                response("Content-Encoding: br\r\n", bytes("??")),
                response("Content-Encoding: gzip\r\n", cutGzip),
                response("Content-Encoding: gzip\r\n", wrongGzip),
                response("Content-Encoding: gzip\r\n", wrongSize),
                response("Content-Encoding: deflate\r\n", bytes("x")),
                response("Content-Encoding: deflate\r\n", Arrays.copyOf(zlib, zlib.length / 2)),
                response("Transfer-Encoding: chunked\r\n", Arrays.copyOf(chunks, 50)),
                response(
                    "Transfer-Encoding: chunked\r\n", bytes("3\r\nabcde\r\n2\r\nxy\r\n0\r\n\r\n")),
                response(length, TEXT),
                record(
                    "WARC/1.0",
                    "WARC-Type: response\r\nContent-Type: application/http\r\n",
                    bytes("no HTTP")),
                response("", TEXT)));
    assertNull(reading.failure());
    assertEquals(
        List.of(
            "its encoding br is not supported",
            "its compressed data is damaged or cut off",
            "its compressed data is damaged or cut off",
            "its compressed data is damaged or cut off",
            "its compressed data is damaged or cut off",
            "its compressed data is damaged or cut off",
            "its chunks are damaged or cut off",
            "its chunks are damaged or cut off",
            "it has " + TEXT.length + " of " + (TEXT.length + 1) + " bytes",
            "it is not an HTTP response"),
        reading.skipped());
    assertEquals(1, reading.responses().size());
    assertEquals("https://www.rfi.fr/cn/a", reading.items().get(0).url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3#abc", "3#abc\r", "3#abc##2#xy#0##", "3#abc#0x2#xy#0##", "3#abc#"})
  void names_chunks_that_are_damaged_or_cut_off(String body) throws Exception {
    byte[] chunks = bytes(body.replace("#", "\r\n"));
    Reading reading = read(file(response("Transfer-Encoding: chunked\r\n", chunks)));
    assertEquals(List.of("its chunks are damaged or cut off"), reading.skipped());
  }

  @Test
  void reads_chunks_whose_lines_end_with_lf_alone() throws Exception {
    String chunks = new String(chunked(TEXT), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    byte[] body = chunks.getBytes(StandardCharsets.ISO_8859_1);
    assertText(read(file(response("Transfer-Encoding: chunked\r\n", body))));
  }

  @ParameterizedTest
  @CsvSource({"100 Continue, ''", "101 Switching Protocols, frames of another protocol"})
  void a_response_without_a_final_one_is_read_as_it_is(String status, String rest)
      throws Exception {
    String page = new String(response("", bytes(rest)), StandardCharsets.UTF_8);
    byte[] block = bytes("HTTP/1.1 " + status + "\r\n\r\n" + rest);
    byte[] record =
        record(
            "WARC/1.0",
            page.substring(page.indexOf("\n") + 1, page.indexOf("Content-Length")),
            block);
    Reading read = read(file(record));
    assertEquals(List.of(), read.skipped());
    assertEquals(Integer.parseInt(status.substring(0, 3)), read.responses().get(0).status());
  }

  @Test
  void skips_what_was_captured_in_part_and_what_is_larger_than_the_bound() throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    byte[] zeros = new byte[3 << 20];
    Reading reading =
        read(
            file(
                bytes(page.replace("WARC-Date", "WARC-Truncated: length\r\nWARC-Date")),
                bytes(page.replace("WARC-Date", "WARC-Segment-Number: 1\r\nWARC-Date")),
                response("", zeros),
                response("", Arrays.copyOf(zeros, 1001)),
                response("Content-Encoding: gzip\r\n", gzip(zeros)),
                response("Content-Encoding: deflate\r\n", deflated(zeros, false)),
                bytes(page)),
            1000);
    String large = "it is larger than 1000 bytes";
    String part = "it was captured only in part";
    assertEquals(List.of(part, part, large, large, large, large), reading.skipped());
    assertEquals(1, reading.responses().size());
    assertNull(reading.failure());
  }

  @ParameterizedTest
  @CsvSource({
    "2023-10-28T12:00:00Z,2023-10-28T12:00:00Z",
    "2023-10-28T12:00:00.123456789Z,2023-10-28T12:00:00.123456789Z",
    "2023-10-28T12:34Z,2023-10-28T12:34:00Z",
    "2023-10-28T12:34,2023-10-28T12:34:00Z",
    "2023-10-28T12:00:00.123456,2023-10-28T12:00:00.123456Z",
    "2023-10-28,2023-10-28T00:00:00Z",
    "2023-10,2023-10-01T00:00:00Z",
    "2023,2023-01-01T00:00:00Z",
  })
  void reads_dates_of_every_precision(String date, String instant) throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    Reading reading = read(file(bytes(page.replace("2023-10-28T12:00:00Z", date))));
    assertEquals(Instant.parse(instant), reading.responses().get(0).captured());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "2023-1", "0"})
  void names_a_record_whose_date_cannot_be_read(String date) throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    Reading reading = read(file(bytes(page.replace("2023-10-28T12:00:00Z", date))));
    assertEquals(List.of("its date cannot be read"), reading.skipped());
  }

  private static byte[] revisit(String digest, byte[] block) {
    return record(
        "WARC/1.0",
        "WARC-Type: revisit\r\nWARC-Target-URI: https://www.rfi.fr/cn/b\r\n"
            + "WARC-Date: 2023-10-29T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:2>\r\n"
            + "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\r\n"
            + "WARC-Payload-Digest: "
            + digest
            + "\r\nContent-Type: application/http; msgtype=response\r\n",
        block);
  }

  @Test
  void a_revisit_has_the_body_of_the_record_with_its_digest_and_headers_of_its_own()
      throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    byte[] original = bytes(page.replace("WARC-Date", "WARC-Payload-Digest: sha1:AB\r\nWARC-Date"));
    byte[] revisit = revisit("sha1:ab", bytes("HTTP/1.1 203 OK\r\nLocation: b\r\n"));
    for (Path file :
        List.of(
            file(original, revisit),
            Files.write(
                folder.resolve("x.warc.gz"),
                concat(gzip(response("", bytes("x"))), gzip(original), gzip(revisit))))) {
      Reading reading = read(file);
      assertNull(reading.failure());
      CapturedResponse last = reading.responses().get(reading.responses().size() - 1);
      assertEquals("https://www.rfi.fr/cn/b", last.url());
      assertEquals(203, last.status());
      assertEquals("b", last.location());
      assertArrayEquals(TEXT, last.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://netpreserve.org/warc/1.1/revisit/uri-agnostic-identical-payload-digest",
        "http://example.org/of/another/program"
      })
  void a_revisit_of_any_profile_that_names_a_body_has_it(String profile) throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    byte[] original = bytes(page.replace("WARC-Date", "WARC-Payload-Digest: sha1:AB\r\nWARC-Date"));
    String revisit = new String(revisit("sha1:ab", bytes("")), StandardCharsets.UTF_8);
    Reading reading =
        read(file(original, bytes(revisit.replaceFirst("(WARC-Profile: ).*", "$1" + profile))));
    assertEquals(2, reading.responses().size());
    assertArrayEquals(TEXT, reading.responses().get(1).body());
  }

  @Test
  void a_revisit_of_a_redirect_in_another_file_is_a_redirect() throws Exception {
    byte[] head = bytes("HTTP/1.1 301 Go\r\nLocation: /b\r\n\r\n");
    CapturedResponse read = read(file(revisit("sha1:ab", head))).responses().get(0);
    assertEquals(301, read.status());
    assertEquals("/b", read.location());
  }

  @Test
  void reads_on_behind_a_revisit_by_wget_whose_digest_is_that_of_no_bytes() throws Exception {
    String revisit =
        new String(revisit("sha1:ab", bytes("HTTP/1.1 200 OK\r\n\r\n")), StandardCharsets.UTF_8)
            .replace(
                "WARC-Date",
                "WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\nWARC-Date");
    Reading reading = read(file(bytes(revisit), response("", TEXT)));
    assertNull(reading.failure());
    assertEquals(List.of("its body is not in this file"), reading.skipped());
    assertEquals(1, reading.responses().size());
  }

  @Test
  void a_revisit_of_another_file_is_named() throws Exception {
    Reading reading = read(file(revisit("sha1:ab", bytes("")), response("", TEXT)));
    assertEquals(List.of("its body is not in this file"), reading.skipped());
    assertEquals(1, reading.responses().size());
  }

  @Test
  void a_revisit_gets_no_other_body_where_all_records_are_in_one_gzip_member() throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    byte[] original = bytes(page.replace("WARC-Date", "WARC-Payload-Digest: sha1:AB\r\nWARC-Date"));
    byte[] all = concat(response("", bytes("<p>1</p>")), original, revisit("sha1:ab", bytes("")));
    Reading reading = read(Files.write(folder.resolve("x.warc.gz"), gzip(all)));
    assertEquals(List.of("its body is not in this file"), reading.skipped());
    assertEquals(2, reading.responses().size());
  }

  @Test
  void a_revisit_without_a_digest_gets_no_body_of_a_record_without_one() throws Exception {
    Reading reading = read(file(response("", TEXT), revisit("", bytes(""))));
    assertEquals(List.of("its body is not in this file"), reading.skipped());
    assertEquals(1, reading.responses().size());
  }

  @Test
  void a_record_whose_gzip_member_ends_in_the_next_buffer_is_checked_and_revisited()
      throws Exception {
    String page = new String(response("", TEXT), StandardCharsets.UTF_8);
    byte[] record = bytes(page.replace("WARC-Date", "WARC-Payload-Digest: sha1:AB\r\nWARC-Date"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int end;
    try (var stream = new DeflaterOutputStream(packed, new Deflater(9, true), 512, true)) {
      stream.write(record);
      stream.flush();
      end = packed.size();
    }
    byte[] header = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3};
    byte[] name = Arrays.copyOf(bytes("x".repeat(65_525 - end)), 65_526 - end);
    byte[] plain = gzip(record);
    byte[] sums = Arrays.copyOfRange(plain, plain.length - 8, plain.length);
    byte[] member = concat(header, name, packed.toByteArray(), sums);
    byte[] revisit = gzip(revisit("sha1:ab", bytes("")));
    assertEquals(2, read(file(member, revisit)).responses().size());
    member[member.length - 7] ^= 1; // in the CRC
    assertFails("the record at byte 0 is damaged" + REST, member, revisit);
    assertEquals(List.of(), read(file(member, revisit)).items());
  }

  @Test
  void names_the_gzip_member_of_a_damaged_record_that_has_others_before_it() throws Exception {
    byte[] first = gzip(response("", TEXT));
    byte[] second = gzip(concat(response("", TEXT), bytes("WARC/1.0\r\nno header\r\n\r\n")));
    assertFails(
        "the record at byte " + first.length + " has a broken header" + REST, first, second);
  }

  @Test
  void passes_over_records_of_other_kinds_and_metadata_of_others() throws Exception {
    byte[] request = record("WARC/1.0", "WARC-Type: request\r\n", bytes("GET / HTTP/1.1\r\n\r\n"));
    byte[] dns =
        record("WARC/1.0", "WARC-Type: response\r\nContent-Type: text/dns\r\n", bytes("x"));
    byte[] metadata =
        record(
            "WARC/1.0",
            "WARC-Type: metadata\r\nContent-Type: application/warc-fields\r\n",
            bytes("via: x\r\n"));
    byte[] broken =
        record(
            "WARC/1.0",
            "WARC-Type: metadata\r\nContent-Type: application/warc-fields\r\n",
            bytes("\0\0\r\n"));
    byte[] unknown = record("WARC/1.0", "X: y\r\n", bytes(""));
    byte[] unchanged =
        record("WARC/1.0", "WARC-Type: revisit\r\nWARC-Profile: x/server-not-modified\r\n", TEXT);
    Reading reading =
        read(file(request, dns, metadata, broken, unknown, unchanged, response("", TEXT)));
    assertText(reading);
    assertEquals(1, reading.items().size());
  }

  private void assertFails(String reason, byte[]... parts) throws IOException {
    Path file = file(parts);
    MalformedException failure = read(file).failure();
    assertEquals(file + ": " + reason, failure == null ? "none" : failure.getMessage());
    assertEquals(file.toString(), failure.subject());
  }

  @Test
  void names_what_is_no_warc() throws Exception {
    assertFails("is empty");
    assertFails(
        "is a zip file, such as WACZ; unpack it and import the WARC files in it",
        bytes("PK\3\4 archive/data.warc.gz"));
    assertFails(
        "is compressed by zstd, which is not supported; decompress it",
        "(\u00B5/\u00FD".getBytes(StandardCharsets.ISO_8859_1),
        TEXT);
    assertFails("is not a WARC file", bytes("<html>\n<p>WARC/1.0</p>"));
    assertFails("is not a WARC file", gzip(bytes("seed-000\n\n<p>正文</p>\n")));
    assertFails(
        "is an ARC file, which is not supported; convert it to WARC",
        gzip(bytes("filedesc://a.arc 0.0.0.0 20051202232540 text/plain 13\n1 0 Alexa\n\nx\n")));
    assertFails(
        "the record at byte 0 has version WARC/2.0, which is not supported" + REST,
        record("WARC/2.0", "", TEXT));
    assertFails(
        "the record at byte 0 is damaged" + REST,
        new byte[] {0x1f, (byte) 0x8b, 7, 7, 7, 7, 7, 7, 7, 7});
    assertThrows(
        NoSuchFileException.class, () -> new WarcFileReader(folder.resolve("none.warc"), 1));
  }

  @Test
  void names_a_record_that_claims_ten_gigabytes_without_holding_them() throws Exception {
    byte[] first = response("", TEXT);
    byte[] claim =
        bytes(
            new String(first, StandardCharsets.UTF_8)
                .replaceFirst("Content-Length: \\d+", "Content-Length: 10737418240"));
    for (byte[][] parts :
        List.of(new byte[][] {first, claim}, new byte[][] {gzip(first), gzip(claim)})) {
      Reading reading = read(file(parts));
      assertEquals(1, reading.responses().size());
      assertEquals(
          "the record at byte " + parts[0].length + " is cut off" + REST,
          reading.failure().reason());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-100, -4, -2, -1, 5, 100})
  void names_a_record_whose_content_length_lies(int lie) throws Exception {
    byte[] first = response("", TEXT);
    String text = new String(first, StandardCharsets.UTF_8);
    int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    byte[] liar =
        bytes(text.replace("Content-Length: " + length, "Content-Length: " + (length + lie)));
    assertEquals(1, read(file(first, liar, first)).responses().size());
    assertFails(
        "the record at byte " + first.length + " does not end where its Content-Length says" + REST,
        first,
        liar,
        first);
    assertEquals(1, read(file(gzip(first), gzip(liar), gzip(first))).responses().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1\r\n",
        "Content-Length: 1e3\r\n",
        "",
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: 99999999999999999999\r\n"
      })
  void names_a_record_without_a_readable_content_length(String header) throws Exception {
    assertFails(
        "the record at byte 0 has no valid Content-Length" + REST,
        bytes("WARC/1.0\r\nWARC-Type: response\r\n" + header + "\r\nx\r\n\r\n"));
  }

  @Test
  void reads_the_head_of_a_redirect_whose_body_was_not_captured() throws Exception {
    String redirect =
        new String(
                response("Location: /b\r\nContent-Length: 9\r\n", bytes("")),
                StandardCharsets.UTF_8)
            .replace("200 OK", "301 Go")
            .replace("WARC-Date", "WARC-Truncated: unspecified\r\nWARC-Date");
    CapturedResponse read = read(file(bytes(redirect))).responses().get(0);
    assertEquals(301, read.status());
    assertEquals("/b", read.location());
  }

  @Test
  void names_a_header_that_never_ends_without_holding_it() throws Exception {
    assertFails(
        "the record at byte 0 has a broken header" + REST,
        gzip(concat(bytes("WARC/1.0\r\nA: "), bytes("x".repeat(40 << 20)))));
  }

  @Test
  void returns_no_body_that_differs_from_its_digest_and_those_behind_it() throws Exception {
    byte[] block = concat(bytes("HTTP/1.1 200 OK\r\n\r\n"), TEXT);
    String headers =
        "WARC-Type: response\r\nWARC-Target-URI: https://www.rfi.fr/cn/a\r\n"
            + "WARC-Date: 2023-10-28T12:00:00Z\r\nContent-Type: application/http\r\n"
            + "WARC-Block-Digest: ";
    String right = OtherReader.sha1(block);
    for (String digest :
        List.of(right, right.toLowerCase(Locale.ROOT), "md9:x", "?", "sha1:", "sha1:?")) {
      assertText(read(file(record("WARC/1.1", headers + digest + "\r\n", block))));
    }
    block[block.length - 5] ^= 1;
    byte[] wrong = record("WARC/1.1", headers + right + "\r\n", block);
    assertFails("the record at byte 0 differs from its digest; it is skipped", wrong);
    Reading reading = read(file(wrong, response("", TEXT), wrong, response("", TEXT)));
    assertEquals(2, reading.responses().size());
    assertEquals(2, reading.skipped().size());
    assertEquals(
        "the record at byte 0 differs from its digest; it is skipped", reading.failure().reason());
  }

  @Test
  void a_damaged_gzip_member_behind_whole_ones_is_not_taken_for_the_end() throws Exception {
    byte[] member = gzip(response("", TEXT));
    byte[] noHeader = member.clone();
    noHeader[1] = 0;
    byte[] wrongCrc = member.clone();
    wrongCrc[member.length - 7] ^= 1;
    String at = "the record at byte " + member.length;
    assertFails(at + " is damaged" + REST, member, noHeader, member);
    assertFails(at + " is damaged" + REST, member, wrongCrc, member);
    assertFails(at + " is cut off" + REST, member, bytes("\u001f"));
    assertEquals(1, read(file(member, wrongCrc, member)).responses().size());
  }
}
