package io.github.rfiarchiver.archive.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** A second reader of WARC, which is not jwarc and not ours: it fails where a file is not sound. */
public final class OtherReader {
  /** A record; the length is that of its gzip member. */
  public record Record(Map<String, List<String>> headers, byte[] block, int length) {
    public String header(String name) {
      assertEquals(1, headers.getOrDefault(name, List.of()).size(), name);
      return headers.get(name).get(0);
    }

    public String type() {
      return header("WARC-Type");
    }

    public String text() {
      return new String(block, StandardCharsets.UTF_8);
    }

    public byte[] payload() {
      return bytesBehind(block, 0);
    }
  }

  private OtherReader() {}

  public static List<Record> read(Path file) throws Exception {
    byte[] all = Files.readAllBytes(file);
    List<Record> records = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      int length = memberLength(all, at);
      byte[] member;
      try (var gzip = new GZIPInputStream(new ByteArrayInputStream(all, at, length))) {
        member = gzip.readAllBytes(); // checks the CRC
      }
      records.add(record(member, length));
      at += length;
    }
    return records;
  }

  private static int memberLength(byte[] all, int at) throws Exception {
    assertArrayEquals(new byte[] {0x1f, (byte) 0x8b, 8, 0}, Arrays.copyOfRange(all, at, at + 4));
    Inflater inflater = new Inflater(true);
    inflater.setInput(all, at + 10, all.length - at - 10);
    byte[] sink = new byte[1 << 16];
    while (!inflater.finished()) {
      assertTrue(inflater.inflate(sink) > 0 || inflater.finished(), "a member is cut short");
    }
    int length = 10 + (int) inflater.getBytesRead() + 8;
    inflater.end();
    return length;
  }

  private static Record record(byte[] member, int length) throws Exception {
    byte[] rest = bytesBehind(member, 0);
    String head = new String(member, 0, member.length - rest.length, StandardCharsets.UTF_8);
    String[] lines = head.split("\r\n");
    assertEquals("WARC/1.1", lines[0]);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      String[] field = lines[i].split(": ", 2);
      headers.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1]);
    }
    byte[] block = Arrays.copyOf(rest, rest.length - 4);
    Record record = new Record(headers, block, length);
    assertEquals("\r\n\r\n", new String(rest, rest.length - 4, 4, StandardCharsets.US_ASCII));
    assertEquals(block.length, Integer.parseInt(record.header("Content-Length")));
    assertEquals(sha1(block), record.header("WARC-Block-Digest"));
    if (record.type().equals("response")) {
      assertEquals(sha1(record.payload()), record.header("WARC-Payload-Digest"));
    }
    return record;
  }

  /** What stands behind the first empty line. */
  static byte[] bytesBehind(byte[] bytes, int from) {
    for (int i = from; i + 4 <= bytes.length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return Arrays.copyOfRange(bytes, i + 4, bytes.length);
      }
    }
    throw new AssertionError("no empty line");
  }

  /** 160 bits are 32 digits of 5 bits. */
  static String sha1(byte[] bytes) throws Exception {
    String digits =
        new BigInteger(1, MessageDigest.getInstance("SHA-1").digest(bytes)).toString(32);
    StringBuilder text = new StringBuilder("sha1:" + "A".repeat(32 - digits.length()));
    for (char digit : digits.toCharArray()) {
      text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Character.digit(digit, 32)));
    }
    return text.toString();
  }
}
