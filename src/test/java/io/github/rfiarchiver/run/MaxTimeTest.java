package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.state.PendingEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose time is over. */
@Timeout(60)
class MaxTimeTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  @TempDir Path folder;
  private TestRun test;

  @BeforeEach
  void begin() {
    test = new TestRun(folder);
  }

  @AfterEach
  void end() {
    test.close();
  }

  /** A page whose server sends nothing for longer than a request may take. */
  private void hang(String path) {
    test.site.at(
        path,
        (request, out) -> {
          try {
            Thread.sleep(30_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private FetchReport timed(Duration time) throws Exception {
    long start = System.nanoTime();
    FetchReport report = test.run(TestRun.DEFAULT, new Deadline(time), "/feed");
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, "took " + took);
    return report;
  }

  @Test
  void saves_what_is_there_ends_requests_in_flight_and_keeps_the_rest_pending() throws Exception {
    List<String> entries = new ArrayList<>();
    entries.add(item("https://www.rfi.fr/cn/good", "好", DATE, "一。"));
    for (int i = 0; i < 10; i++) {
      entries.add(summary(test.site.url("/cn/" + i), "慢", DATE));
      hang("/cn/" + i);
    }
    test.site.at("/feed", cached(feed(entries), "\"1\""));
    FetchReport report = timed(Duration.ofSeconds(3));
    assertEquals(1, report.added());
    assertEquals(10, report.pending());
    assertEquals(0, report.failures(), test.said.lines.toString());
    assertTrue(
        test.said.anyHas(
            "the time of the run (--max-time) is over: 10 entries are left for the next run"),
        test.said.lines.toString());
    assertEquals(5, test.site.requests().size()); // the feed, and four pages at a time
    // No day is counted: nothing was answered.
    for (PendingEntry entry : test.pending()) {
      assertEquals(List.of(), entry.days());
    }
    for (int i = 0; i < 10; i++) {
      String url = test.site.url("/cn/" + i);
      test.site.at("/cn/" + i, reply(200, page(url, "慢", DATE, "一。")));
    }
    assertEquals(10, test.run("/feed").added());
  }

  @Test
  void a_full_text_entry_that_was_not_processed_is_not_lost_behind_a_304() throws Exception {
    test.site.at(
        "/feed", cached(feed(item("https://www.rfi.fr/cn/good", "好", DATE, "一。")), "\"1\""));
    Fetcher slow =
        request -> {
          HttpResult outcome = test.httpFetcher().fetch(request);
          long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          return outcome;
        };
    FetchReport cut =
        test.fetching(slow).run(TestRun.DEFAULT, new Deadline(Duration.ofMillis(1500)), "/feed");
    assertEquals(0, cut.added());
    assertEquals(1, cut.pending());
    assertEquals(1, test.fetching(test.httpFetcher()).run("/feed").added());
    assertEquals("", test.site.requests("/feed").get(1).header("If-None-Match"));
  }

  @Test
  void a_feed_that_was_not_fetched_in_time_counts_as_no_failure_of_it() throws Exception {
    hang("/feed");
    FetchReport report = timed(Duration.ofSeconds(1));
    assertEquals(0, report.failures(), test.said.lines.toString());
    assertEquals(1, report.feedsFailed());
    assertTrue(test.said.anyHas("1 feed and 0 entries are left"), test.said.lines.toString());
    String why = ": not fetched: the time of the run (--max-time) is over";
    assertTrue(test.said.explained.contains(test.site.url("/feed") + why));
    assertEquals(0, test.remembered("/feed").failures());
  }
}
