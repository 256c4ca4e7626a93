package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.state.Json;
import io.github.rfiarchiver.state.PendingEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PendingEntry entries under clocks that jump. */
@Timeout(60)
class PendingEntryTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  @TempDir Path folder;
  private TestRun test;
  private String url;

  @BeforeEach
  void begin() {
    test = new TestRun(folder);
    url = test.site.url("/cn/a");
    test.site.at("/feed", reply(200, feed(summary(url, "甲", DATE))));
    test.site.at("/cn/a", reply(500, ""));
  }

  @AfterEach
  void end() {
    test.close();
  }

  private void pageIsThere() {
    test.site.at("/feed", reply(200, feed()));
    test.site.at("/cn/a", reply(200, page(url, "甲", DATE, "一。")));
  }

  @Test
  void a_run_with_its_clock_400_days_ahead_gives_nothing_up() throws Exception {
    test.run("/feed");
    test.clock.pass(Duration.ofDays(400));
    test.run("/feed");
    assertFalse(test.said.anyHas("given up"), test.said.lines.toString());
    test.clock.pass(Duration.ofDays(-399));
    pageIsThere();
    assertEquals(1, test.run("/feed").added());
  }

  @Test
  void a_run_with_its_clock_six_years_back_lets_the_next_give_nothing_up() throws Exception {
    test.clock.pass(Duration.ofDays(-6 * 365));
    test.run("/feed");
    test.clock.pass(Duration.ofDays(6 * 365));
    test.run("/feed");
    assertFalse(test.said.anyHas("given up"), test.said.lines.toString());
    pageIsThere();
    assertEquals(1, test.run("/feed").added());
  }

  @Test
  void a_clock_that_alternates_between_two_times_counts_two_days() throws Exception {
    for (int run = 0; run < 40; run++) {
      test.run("/feed");
      test.clock.pass(Duration.ofDays(run % 2 == 0 ? 4000 : -4000));
    }
    assertFalse(test.said.anyHas("given up"), test.said.lines.toString());
    assertEquals(1, test.run("/feed").pending());
  }

  @Test
  void force_tries_again_what_was_given_up_and_does_not_report_it_again() throws Exception {
    giveUp();
    assertEquals(0, test.run("/feed").failures());
    int requests = test.site.requests("/cn/a").size();
    FetchReport forced = test.run(TestRun.FORCE, Deadline.NONE, "/feed");
    assertEquals(requests + 1, test.site.requests("/cn/a").size());
    assertEquals(0, forced.failures(), test.said.lines.toString());
    assertTrue(test.said.anyHas("still given up"), test.said.lines.toString());
    pageIsThere();
    assertEquals(0, test.run("/feed").added());
    assertEquals(1, test.run(TestRun.FORCE, Deadline.NONE, "/feed").added());
  }

  @Test
  void what_was_given_up_is_remembered_when_the_clock_jumps_ahead() throws Exception {
    giveUp();
    test.clock.pass(Duration.ofDays(400));
    test.run("/feed");
    assertEquals(3, test.site.requests("/cn/a").size());
  }

  @Test
  void what_was_given_up_under_a_clock_that_was_ahead_is_tried_again() throws Exception {
    test.clock.pass(Duration.ofDays(400));
    giveUp();
    test.clock.pass(Duration.ofDays(-400));
    pageIsThere();
    assertEquals(1, test.run("/feed").added());
  }

  private void giveUp() throws Exception {
    test.site.at("/cn/a", reply(404, ""));
    for (int day = 0; day < 3; day++) {
      test.run("/feed");
      test.clock.pass(Duration.ofDays(1));
    }
    assertTrue(test.said.anyHas("given up after 404 or 410 on 3 days"));
  }

  @Test
  void a_file_of_version_1_0_is_read_and_gives_nothing_up_at_once() throws Exception {
    Files.createDirectories(test.state("x").getParent());
    Files.writeString(
        test.state("pending.json"),
        String.format(
            "[{\"address\":\"%s\",\"headline\":\"甲\",\"published\":\"2023-10-28T09:45:02Z\","
                + "\"feed\":\"%s\",\"reason\":\"answered 404 Not Found\",\"tries\":90,\"gone\":2,"
                + "\"since\":\"2020-01-01T00:00:00Z\"}]",
            url, test.site.url("/feed")));
    test.site.at("/feed", reply(200, feed())).at("/cn/a", reply(404, ""));
    assertEquals(1, test.run("/feed").pending());
    assertFalse(test.said.anyHas("given up"), test.said.lines.toString());
    pageIsThere();
    assertEquals(1, test.run("/feed").added());
    assertEquals("[]", Files.readString(test.state("pending.json")).strip());
  }

  @Test
  void a_last_success_in_the_future_hides_no_gap() throws Exception {
    test.site.at("/feed", reply(200, feed(summary(url, "甲", DATE))));
    test.clock.pass(Duration.ofDays(400));
    test.run("/feed");
    test.clock.pass(Duration.ofDays(-400));
    test.site.at("/feed", reply(200, feed(summary(test.site.url("/cn/b"), "乙", DATE))));
    test.run("/feed");
    assertTrue(
        test.said.anyHas("missed between 2023-10-29T05:00:00Z and 2023-10-29T05:00:00Z"),
        test.said.lines.toString());
  }

  @Test
  void an_entry_of_a_host_that_was_left_is_not_counted_as_tried() throws Exception {
    PendingEntry entry =
        PendingEntry.parse(Json.object("{\"address\":\"" + url + "\",\"feed\":\"x\"}"));
    PendingEntries pending = new PendingEntries(java.util.List.of(entry), test.clock);
    pending.defer(CandidateEntry.of(entry), "left again");
    assertEquals(java.util.List.of(), pending.all().get(0).days());
  }

  @Test
  void of_ten_thousand_and_more_that_were_given_up_the_last_are_remembered() throws Exception {
    java.util.List<PendingEntry> stored = new java.util.ArrayList<>();
    for (int i = 0; i < 10_100; i++) {
      String given = i == 0 ? "" : ",\"givenUp\":\"2023-10-01T00:00:00Z\"";
      stored.add(
          PendingEntry.parse(
              Json.object("{\"address\":\"" + url + i + "\",\"feed\":\"x\"" + given + "}")));
    }
    java.util.List<PendingEntry> remembered = new PendingEntries(stored, test.clock).remembered();
    assertEquals(10_001, remembered.size());
    assertEquals(url + "0", remembered.get(0).url().toString());
    assertEquals(url + "100", remembered.get(1).url().toString());
  }
}
