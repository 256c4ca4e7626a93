package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An archive that version 1.0 made: five texts, one of them a revision, and one pending entry. It
 * is read, extended and verified as it is.
 */
class OldArchiveTest {
  private static final String SITE = "http://127.0.0.1:8931/";

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void copies_it() throws Exception {
    root = folder.resolve("old");
    Path stored = Path.of(OldArchiveTest.class.getResource("/archives/1.0").toURI());
    try (Stream<Path> all = Files.walk(stored)) {
      for (Path each : all.toList()) {
        Files.copy(each, root.resolve(stored.relativize(each).toString()));
      }
    }
  }

  private Program.Ran run(Object... args) {
    return new Program()
        .run(Stream.concat(Stream.of("--archive", root), Stream.of(args)).toArray());
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(each).toString(), Files.readString(each));
      }
    }
    return files;
  }

  @Test
  void is_verified_listed_searched_and_read_and_stays_as_it_is() throws Exception {
    Map<String, String> before = files();
    Program.Ran verified = run("verify");
    assertEquals(0, verified.status(), verified.out());
    assertEquals(4, run("list").lines().size());
    assertEquals(5, run("list", "--all-revisions").lines().size());
    assertTrue(run("search", "钟声").out().contains("钟声"));
    assertTrue(run("cat", "461b2002f2").out().contains("灯塔 [视频] 重新点亮"));
    assertEquals(0, run("status").status());
    assertEquals(before, files());
  }

  @Test
  void its_state_is_understood() throws Exception {
    RunState state = new RunState(new Archive(root));
    FeedState remembered = state.feeds(Instant.MAX).get(0);
    assertEquals(SITE + "feed", remembered.url());
    assertEquals("\"v1\"", remembered.validators().etag());
    assertEquals(5, remembered.newest().size());
    assertEquals(1, state.pending().size());
    assertEquals("不见了的文章", state.pending().get(0).listing().headline());
  }

  @Test
  void is_extended_without_a_change_to_what_it_holds() throws Exception {
    Map<String, String> before = files();
    Instant date = Instant.parse("2023-11-01T23:59:59Z");
    String known = SITE + "cn/中国/20231101-钟楼";
    Path feed =
        Files.writeString(
            folder.resolve("feed.xml"),
            feed(
                item(known, "钟楼修好了", date, "钟楼又停了。"),
                item(SITE + "cn/中国/20231103-新", "新的一篇", date, "一。")));
    Program.Ran ran = run("fetch", "--no-pages", feed);
    assertEquals(0, ran.status(), ran.err());
    assertEquals(2, ran.lines().size(), ran.out());
    Map<String, String> after = files();
    before.keySet().stream()
        .filter(name -> name.endsWith(".txt"))
        .forEach(name -> assertEquals(before.get(name), after.get(name)));
    assertTrue(ran.lines().get(0).contains("5f09407c60.r"), ran.out());
    assertTrue(after.get(".rfi-archiver/pending.json").contains("不见了的文章"));
    assertEquals(0, run("verify").status());
  }
}
