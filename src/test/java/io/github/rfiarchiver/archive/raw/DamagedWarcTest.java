package io.github.rfiarchiver.archive.raw;

import static io.github.rfiarchiver.archive.raw.Captures.NOON;
import static io.github.rfiarchiver.archive.raw.Captures.bytes;
import static io.github.rfiarchiver.archive.raw.Captures.page;
import static io.github.rfiarchiver.archive.raw.Captures.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.raw.Captures.Reading;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.disk.FaultyDisk;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a file that was cut, or damaged in the middle. */
class DamagedWarcTest {
  @TempDir Path folder;

  private byte[] file;
  private List<CapturedResponse> whole;

  /** Where the responses end in the file. */
  private final List<Integer> ends = new ArrayList<>();

  /** Where records begin. */
  private final List<Integer> starts = new ArrayList<>();

  @BeforeEach
  void write() throws Exception {
    Random random = new Random(7);
    Path path = folder.resolve("whole.warc.gz");
    try (OutputStream out = Files.newOutputStream(path)) {
      WarcFileWriter writer = Captures.writer(out);
      for (int i = 0; i < 6; i++) {
        byte[] noise = new byte[random.nextInt(20_000)];
        random.nextBytes(noise);
        String url = "https://www.rfi.fr/cn/" + i;
        String capture = writer.write(page(url, noise));
        writer.write(page(url, bytes("the same")));
        writer.write(Captures.metadata(capture, url), NOON);
      }
    }
    file = Files.readAllBytes(path);
    whole = read(path).responses();
    int at = 0;
    for (OtherReader.Record record : OtherReader.read(path)) {
      starts.add(at);
      at += record.length();
      if (List.of("response", "revisit").contains(record.type())) {
        ends.add(at);
      }
    }
    assertEquals(12, whole.size());
  }

  private Reading damaged(byte[] bytes) throws Exception {
    return read(Files.write(folder.resolve("damaged.warc.gz"), bytes));
  }

  private void assertBeginning(List<CapturedResponse> read) {
    for (int i = 0; i < read.size(); i++) {
      assertEquals(whole.get(i).url(), read.get(i).url());
      assertArrayEquals(whole.get(i).body(), read.get(i).body());
    }
  }

  private void assertCut(byte[] cut) throws Exception {
    Reading reading = damaged(cut);
    assertBeginning(reading.responses());
    assertEquals(
        ends.stream().filter(end -> end <= cut.length).count(), reading.responses().size());
    if (cut.length > 0 && (cut.length == file.length || starts.contains(cut.length))) {
      assertNull(reading.failure());
    } else {
      assertNotNull(reading.failure(), () -> "cut at " + cut.length);
      assertTrue(reading.failure().subject().endsWith("damaged.warc.gz"));
      assertTrue(WarcFileReader.problem(folder.resolve("damaged.warc.gz")).isPresent());
    }
  }

  @Test
  void a_file_cut_at_every_thousandth_byte_gives_the_whole_records_before_and_one_failure()
      throws Exception {
    for (int length = 0; length <= file.length; length += 1000) {
      assertCut(Arrays.copyOf(file, length));
    }
  }

  @Test
  void a_file_cut_at_any_byte_of_a_record_and_its_neighbours_gives_the_whole_records_before()
      throws Exception {
    for (int length = starts.get(7) - 30; length <= starts.get(9); length++) {
      assertCut(Arrays.copyOf(file, length));
    }
  }

  @Test
  void an_unpacked_file_cut_at_every_thousandth_byte_gives_the_whole_records_before()
      throws Exception {
    byte[] plain = unpacked();
    for (int length = 1; length < plain.length; length += 1000) {
      Reading reading = damaged(Arrays.copyOf(plain, length));
      assertBeginning(reading.responses());
      assertNotNull(reading.failure());
    }
    assertEquals(12, damaged(plain).responses().size());
  }

  private byte[] unpacked() throws Exception {
    try (GzipMembers members =
        new GzipMembers(Files.newInputStream(folder.resolve("whole.warc.gz")), 0, false)) {
      return members.readAllBytes();
    }
  }

  @Test
  void a_changed_bit_anywhere_never_changes_a_response() throws Exception {
    for (int at = 0; at < file.length; at += 211) {
      byte[] changed = file.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      Reading reading = damaged(changed);
      assertBeginning(reading.responses());
      // only the time and the system in the header of a member mean nothing
      assertTrue(reading.failure() != null || reading.responses().size() == 12, "at " + at);
    }
  }

  @Test
  void a_changed_byte_in_an_unpacked_file_never_changes_a_body() throws Exception {
    byte[] plain = unpacked();
    for (int at = 0; at < plain.length; at += 211) {
      byte[] changed = plain.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      for (CapturedResponse response : damaged(changed).responses()) {
        assertTrue(
            whole.stream().anyMatch(one -> Arrays.equals(one.body(), response.body())), "at " + at);
      }
    }
  }

  @Test
  void a_disk_that_fails_gives_the_records_before_and_one_failure() throws Exception {
    Path path = folder.resolve("whole.warc.gz");
    FaultyDisk disk = new FaultyDisk().failingOnce(FaultyDisk.Operation.READ, 3);
    Reading reading = read(disk.path(path));
    assertBeginning(reading.responses());
    assertTrue(reading.failure().reason().endsWith("cannot be read; nothing after it is read"));
  }

  @Test
  void noise_and_noise_behind_a_header_end_in_one_failure() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(3000)];
      random.nextBytes(noise);
      assertNotNull(damaged(noise).failure());
      assertNotNull(damaged(Captures.concat(bytes("WARC/1.0\r\n"), noise)).failure());
      assertNotNull(damaged(Captures.concat(new byte[] {0x1f, (byte) 0x8b, 8}, noise)).failure());
    }
  }

  @Test
  void what_follows_line_ends_without_end_is_a_record_or_one_failure() throws Exception {
    byte[] lines = bytes("\r\n".repeat(100_000));
    assertNull(damaged(Captures.concat(unpacked(), lines)).failure());
    assertEquals(24, damaged(Captures.concat(unpacked(), lines, unpacked())).responses().size());
    byte[] response = Captures.response("", bytes("x"));
    Reading reading = damaged(Captures.concat(response, lines, bytes("x")));
    assertEquals(1, reading.responses().size());
    assertNotNull(reading.failure());
  }

  @Test
  void verify_finds_a_wrong_digest_of_block_and_of_payload() throws Exception {
    String response = new String(Captures.response("", bytes("x")), StandardCharsets.UTF_8);
    Path path = folder.resolve("damaged.warc.gz");
    for (String kind : List.of("Block", "Payload")) {
      String header = "WARC-" + kind + "-Digest: sha1:" + "A".repeat(32) + "\r\n";
      String wrong = response.replace("WARC-Date", header + "WARC-Date");
      Files.write(
          path, Captures.concat(Captures.gzip(bytes(response)), Captures.gzip(bytes(wrong))));
      assertEquals(
          "the record at byte "
              + Captures.gzip(bytes(response)).length
              + " differs from its "
              + (kind.equals("Block")
                  ? "digest; it is skipped"
                  : "payload digest; nothing after it is read"),
          WarcFileReader.problem(path).orElseThrow());
    }
    assertTrue(WarcFileReader.problem(Files.write(path, unpacked())).isEmpty());
  }
}
