package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusCommandTest {
  @TempDir Path folder;

  static List<Transcript> transcripts() {
    return Transcript.of("status");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void prints_what_the_transcripts_show(Transcript transcript) throws Exception {
    transcript.assertHolds(SmallArchive.filled(folder).withFeeds().archive().root());
  }

  private Program.Ran status(Object... options) {
    return status(new Program(), options);
  }

  private Program.Ran status(Program program, Object... options) {
    Object[] all = new Object[options.length + 3];
    System.arraycopy(new Object[] {"--archive", folder, "status"}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    return program.run(all);
  }

  @Test
  void exits_1_from_the_third_failure_in_a_row_on() throws Exception {
    SmallArchive small = SmallArchive.filled(folder);
    assertEquals(0, status().status());
    small.withFailing(2);
    assertEquals(0, status().status());
    assertEquals(0, status("--format", "json").status());
    small.withFailing(3);
    assertEquals(1, status().status());
    assertEquals(1, status("--format", "json").status());
  }

  @Test
  void an_archive_without_articles_and_feeds_is_fine() throws Exception {
    Program.Ran ran = status();
    assertEquals(0, ran.status(), ran.err());
    assertEquals(folder + "\n  no article yet\n\nFeeds: none was fetched yet\n", ran.out());
    JsonObject json = JsonParser.object().from(status("--format", "json").out());
    assertEquals(0, json.getInt("articles", -1));
    assertTrue(json.has("first") && json.isNull("first"));
    assertTrue(json.getArray("feeds").isEmpty() && json.getObject("months").isEmpty());
    assertEquals(30, json.getObject("days").size());
  }

  @Test
  void shows_the_latest_months_of_many_years() throws Exception {
    SmallArchive small = SmallArchive.filled(folder);
    small.add("2012-02-29T10:00:00Z", "old", "旧闻", "<p>一。</p>");
    for (int columns = 40; columns <= 140; columns++) {
      Program terminal = new Program().onTerminal().with("COLUMNS", String.valueOf(columns));
      String shown = status(terminal).out();
      Transcript.assertFits(shown, columns);
      assertTrue(shown.contains(": the last "), shown);
      assertTrue(shown.contains("2012-02-29 to 2023-10-28"), shown);
    }
  }

  @Test
  void says_how_long_ago_things_were_and_what_it_leaves_out() throws Exception {
    SmallArchive small = SmallArchive.filled(folder).withFeeds();
    for (int day = 1; day < 9; day += 2) {
      small.add("2023-01-0" + day + "T10:00:00Z", "old" + day, "旧闻", "<p>一。</p>");
    }
    Files.writeString(
        small.archive().statePath("pending.json"),
        """
        [{"address":"https://www.rfi.fr/cn/a","feed":"sitemap-cn:https://www.rfi.fr/cn.xml"},
        {"address":"https://www.rfi.fr/cn/b","feed":"sitemap-cn:https://www.rfi.fr/cn.xml",
        "givenUp":"2023-10-01T00:00:00Z"}]
        """);
    String today = status(new Program().at(Instant.parse("2023-10-28T12:00:00Z"))).out();
    assertTrue(today.contains("\n  2023-01-01 to 2023-10-28 (today)\n"), today);
    assertTrue(today.contains("\n  and 1 earlier time\n"), today);
    assertTrue(today.endsWith("\n    site's list   1 page not archived\n"), today);
    String later = status(new Program().at(Instant.parse("2023-10-31T05:00:00Z"))).out();
    assertTrue(later.contains("2023-10-29T04:30:00Z (2 days ago)\n"), later);
    assertTrue(later.contains("(3 days ago)"), later);
  }

  @Test
  void marks_a_feed_as_good_only_if_it_was_read() throws Exception {
    SmallArchive.filled(folder).withFeeds().withFailing(0);
    String shown = status().out();
    assertTrue(shown.contains("  ✓ https://feedx.net/rss/rfi.xml\n"), shown);
    assertTrue(shown.contains("  - https://www.rfi.fr/cn/rss\n"), shown);
  }

  @Test
  void says_next_allowed_now_where_the_time_has_come() throws Exception {
    SmallArchive.filled(folder).withFeeds();
    Program later = new Program().at(Instant.parse("2023-10-29T05:20:00Z"));
    assertTrue(status(later).out().contains("    next allowed  now\n"));
  }

  @Test
  void exits_1_and_says_so_where_no_run_has_succeeded_for_too_long() throws Exception {
    SmallArchive.filled(folder).withFeeds().withFailing(1);
    Program later = new Program().at(Instant.parse("2023-10-30T16:00:00Z")); // 35.5 h
    assertEquals(0, status(later, "--max-age", "36h").status());
    assertEquals(0, status(later).status());
    for (String format : List.of("text", "json")) {
      Program.Ran ran = status(later, "-q", "--max-age", "35h", "--format", format);
      assertEquals(1, ran.status());
      assertEquals(status(later, "--format", format).out(), ran.out());
      assertEquals(
          "rfi-archiver: status: no run has read a feed from a server since 2023-10-29T05:00:00Z; see"
              + " systemctl --user list-timers, or crontab -l\n",
          ran.err());
    }
  }

  @Test
  void an_archive_that_no_run_has_filled_is_older_than_any_age() {
    Program.Ran ran = status("--max-age", "1y");
    assertEquals(1, ran.status());
    assertTrue(
        ran.err().contains("no run has read a feed from a server since 2022-10-29T05:00:00Z"),
        ran.err());
  }

  @Test
  void an_age_that_is_none_is_refused() {
    for (String age : List.of("soon", "2023-10-28", "0d", "-1h", "99999d")) {
      Program.Ran ran = status("--max-age", age);
      assertEquals(2, ran.status());
      assertTrue(ran.err().contains("--max-age: " + age + ": is not a duration; "), ran.err());
    }
  }

  @Test
  void refuses_other_formats_and_a_missing_archive() {
    assertEquals(2, status("--format", "html").status());
    assertEquals(74, new Program().run("--archive", folder.resolve("none"), "status").status());
  }
}
