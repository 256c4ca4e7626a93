package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.TestClock;
import io.github.rfiarchiver.archive.Archive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two weeks of nightly runs against a server that keeps a log. */
@Timeout(60)
class PolitenessTest {
  private static final int NIGHTS = 14;
  private static final int A_NIGHT = 5;

  @TempDir Path folder;
  private final List<Asked> log = new ArrayList<>();

  private record Asked(int night, Instant when, LoopbackServer.ReceivedRequest request) {}

  @Test
  void two_weeks_of_nights_are_polite() throws Exception {
    try (TestRun test = new TestRun(folder)) {
      LoopbackServer site = test.site;
      TestClock clock = test.clock;
      List<String> entries = new ArrayList<>();
      Map<Integer, Instant> notBefore = new java.util.HashMap<>();
      for (int night = 0; night < NIGHTS; night++) {
        if (night % 3 != 2) { // every third night nothing is new
          for (int i = 0; i < A_NIGHT; i++) {
            String path = "/cn/" + night + "-" + i;
            entries.add(0, summary(site.url(path), "第" + night + "夜", clock.instant()));
            site.at(path, reply(200, page(site.url(path), "甲", clock.instant(), "一。", "二。")));
          }
        }
        site.at(
            "/feed",
            cached(
                feed(entries.subList(0, Math.min(entries.size(), 20))),
                "\"" + entries.size() + "\""));
        if (night == 5) {
          site.at("/feed", reply(503, "", "Retry-After: 36000"));
          notBefore.put(night, clock.instant().plus(Duration.ofHours(10)));
        }
        run(test, night);
        if (night == 5) { // a person tries again by hand, much too early
          clock.pass(Duration.ofHours(9));
          int before = site.requests().size();
          run(test, night);
          assertEquals(before, site.requests().size(), "asked before Retry-After");
          clock.pass(Duration.ofHours(-9));
        }
        clock.pass(Duration.ofDays(1));
      }
      assertPolite(site);
    }
  }

  private void assertPolite(LoopbackServer site) throws Exception {
    Set<String> pages = new HashSet<>();
    boolean parsedOnce = false;
    for (Asked asked : log) {
      LoopbackServer.ReceivedRequest request = asked.request();
      assertTrue(
          Set.of("user-agent", "accept", "accept-encoding", "host", "connection", "if-none-match")
              .containsAll(request.headers().keySet()),
          request.headers().toString());
      if (request.target().equals("/feed")) {
        assertEquals(
            parsedOnce, !request.header("If-None-Match").isEmpty(), "night " + asked.night());
        parsedOnce = true;
      } else {
        assertTrue(pages.add(request.target()), request.target() + " was asked for twice");
        assertTrue(request.header("If-None-Match").isEmpty());
      }
    }
    assertEquals(NIGHTS, site.requests("/feed").size());
    long nightsWithNews =
        java.util.stream.IntStream.range(0, NIGHTS).filter(n -> n % 3 != 2).count();
    assertEquals(nightsWithNews * A_NIGHT, new Archive(folder).names().count());
    assertFalse(pages.isEmpty());
  }

  private void run(TestRun test, int night) throws Exception {
    int before = test.site.requests().size();
    test.run("/feed");
    test.site.requests().stream()
        .skip(before)
        .forEach(request -> log.add(new Asked(night, test.clock.instant(), request)));
  }
}
