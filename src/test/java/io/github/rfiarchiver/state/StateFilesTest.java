package io.github.rfiarchiver.state;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.run.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed state files are reported, and left as they are. */
@Timeout(60)
class StateFilesTest {
  @TempDir Path folder;
  private TestRun test;

  @BeforeEach
  void begin() throws Exception {
    test = new TestRun(folder);
    test.site.at("/feed", reply(200, feed()));
    test.run("/feed");
  }

  @AfterEach
  void end() {
    test.close();
  }

  static Stream<String> damage() {
    return Stream.of(
        "",
        "null",
        "[null]",
        "[[]]",
        "[1]",
        "[\"a\"]",
        "{\"feed\":1}",
        "[".repeat(100_000),
        "[{\"headline\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}]",
        entry(""),
        entry("\"address\":\"ftp://x\""),
        entry("\"address\":\"https://x/a\",\"headline\":7"),
        entry("\"address\":\"https://x/a\",\"tries\":\"7\""),
        entry("\"address\":\"https://x/a\",\"tries\":-1"),
        entry("\"address\":\"https://x/a\",\"since\":\"yesterday\""),
        entry("\"address\":\"https://x/a\",\"since\":\"+999999999-12-31T23:59:59Z\""),
        entry("\"address\":\"https://x/a\",\"published\":\"+999999999-12-31T23:59:59Z\""),
        entry("\"address\":\"https://x/a\",\"notBefore\":\"-999999999-01-01T00:00:00Z\""),
        entry("\"address\":\"https://x/a\",\"days\":\"2023-10-28\""),
        entry("\"address\":\"https://x/a\",\"days\":[null]"),
        entry("\"address\":\"https://x/a\",\"days\":[\"+999999999-12-31\"]"));
  }

  private static String entry(String members) {
    return "[{" + members + "}]";
  }

  @ParameterizedTest
  @MethodSource("damage")
  void malformed_pending_entries_are_an_error_and_stay_as_they_are(String text) throws Exception {
    Path file = test.state("pending.json");
    Files.writeString(file, text);
    assertUntouched(file, text);
  }

  static Stream<String> damagedFeeds() {
    return Stream.concat(
        damage(),
        Stream.of(
            "{}",
            feedState("\"etag\":7"),
            feedState("\"entries\":\"many\""),
            feedState("\"newest\":[null]"),
            feedState("\"newest\":{}"),
            feedState("\"lastSuccess\":\"+999999999-12-31T23:59:59Z\""),
            feedState("\"freshUntil\":\"soon\""),
            feedState("\"newest\":" + "[".repeat(100_000))));
  }

  private static String feedState(String members) {
    return "{\"feed\":\"https://x/feed\"," + members + "}";
  }

  @ParameterizedTest
  @MethodSource("damagedFeeds")
  void a_malformed_state_of_a_feed_is_an_error_and_stays_as_it_is(String text) throws Exception {
    Path file;
    try (Stream<Path> files = Files.list(test.state("x").getParent())) {
      file = files.filter(f -> f.getFileName().toString().startsWith("feed-")).findFirst().get();
    }
    Files.writeString(file, text);
    assertUntouched(file, text);
  }

  private void assertUntouched(Path file, String text) throws Exception {
    Exception e = assertThrows(ArchiveException.class, () -> test.run("/feed"));
    assertTrue(
        e.getMessage().startsWith(file + ": cannot be understood; repair it, or move it away"),
        e.getMessage());
    assertEquals(text, Files.readString(file));
    assertEquals(List.of(), test.archived());
  }
}
