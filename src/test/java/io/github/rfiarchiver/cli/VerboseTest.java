package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.LoopbackServer.head;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.StandInSite;
import io.github.rfiarchiver.StandInWayback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What -v says of a run. */
@Timeout(60)
class VerboseTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:00:00Z");
  private static final String FEED = "/feed";

  @TempDir Path folder;
  private final LoopbackServer site = new LoopbackServer();

  @AfterEach
  void close() {
    site.close();
  }

  private Program.Ran run(Object... words) {
    List<Object> all = new ArrayList<>(List.of("--archive", folder.resolve("archive")));
    all.addAll(Arrays.asList(words));
    return new Program().run(all.toArray());
  }

  private void feed(String... paths) {
    List<String> items = new ArrayList<>();
    for (String path : paths) {
      items.add(Fixtures.summary(site.url(path), "标题", DATE.plusSeconds(items.size())));
    }
    site.at(FEED, reply(200, Fixtures.feed(items)));
  }

  private LoopbackServer.Answer page(String path) {
    return reply(200, Fixtures.page(site.url(path), "标题", DATE, "正文。" + path));
  }

  private void assertSays(Program.Ran ran, String subject, String what) {
    String line = "rfi-archiver: " + subject + ": " + what;
    assertTrue(ran.err().contains(line), line + " is missing in\n" + ran.err());
  }

  @Test
  void a_feed_its_status_and_its_entries_and_the_outcome_of_each_page() {
    feed("/cn/a", "/cn/b");
    site.at("/cn/a", page("/cn/a"));
    Program.Ran ran = run("-v", "fetch", site.url(FEED));
    assertSays(ran, site.url(FEED), "answered 200, ");
    assertSays(ran, site.url(FEED), "2 entries");
    assertSays(ran, site.url("/cn/a"), "answered 200, ");
    assertSays(ran, site.url("/cn/a"), "new: " + ran.lines().get(0));
    assertSays(ran, site.url("/cn/b"), "answered 404 Not Found; the next run tries again");
    ran = run("-v", "fetch", site.url(FEED));
    assertSays(ran, site.url("/cn/a"), "skipped: it is in the archive");
    ran = run("-v", "fetch", "--force", site.url(FEED));
    assertSays(ran, site.url("/cn/a"), "known: its text is in the archive");
  }

  @Test
  void a_feed_that_has_not_changed() {
    site.at(FEED, LoopbackServer.cached(Fixtures.feed(), "\"tag\""));
    run("fetch", site.url(FEED));
    assertSays(run("-v", "fetch", site.url(FEED)), site.url(FEED), "answered 304: has not changed");
  }

  @Test
  void each_retry_each_redirect_and_why() {
    feed("/cn/a");
    AtomicInteger tries = new AtomicInteger();
    site.at(
        "/cn/a",
        (request, out) ->
            (tries.getAndIncrement() == 0
                    ? reply(503, "")
                    : reply(302, "", "Location: " + site.url("/cn/b")))
                .write(request, out));
    site.at("/cn/b", page("/cn/b"));
    Program.Ran ran = run("-v", "fetch", site.url(FEED));
    assertSays(ran, site.url("/cn/a"), "answered 503 Service Unavailable; retried in 1");
    assertSays(
        ran, site.url("/cn/a"), "redirected to " + site.url("/cn/b") + ", which answered 200, ");
  }

  @Test
  void where_a_redirect_led_to_if_that_fails() {
    feed("/cn/a", "/cn/b");
    site.at("/cn/a", reply(301, "", "Location: " + site.url("/cn/c")));
    site.at("/cn/b", reply(302, "", "Location: " + site.url("/cn/d")));
    site.at("/cn/d", (request, out) -> out.write(head(200, "Content-Length: 9")));
    Program.Ran ran = run("-v", "fetch", site.url(FEED));
    String first = "redirected to " + site.url("/cn/c") + ": answered 404 Not Found; ";
    assertSays(ran, site.url("/cn/a"), first + "the next run tries again");
    String second = "redirected to " + site.url("/cn/d") + ": cut off before its end; ";
    assertSays(ran, site.url("/cn/b"), second + "retried in");
  }

  @Test
  void each_entry_that_is_skipped_and_why() {
    feed("/cn/a", "/cn/b", "/cn/c");
    site.at("/cn/c", page("/cn/c"));
    Program.Ran ran = run("-v", "fetch", "--limit", "1", site.url(FEED));
    assertSays(ran, site.url("/cn/a"), "skipped: --limit is reached");
    ran = run("-v", "fetch", "--since", "2023-10-28T09:00:01Z", "--no-pages", site.url(FEED));
    assertSays(ran, site.url("/cn/a"), "skipped: it is older than --since");
    assertSays(ran, site.url("/cn/b"), "has no text; --no-pages fetches no page");
  }

  @Test
  void each_page_of_a_host_that_is_skipped() {
    feed("/cn/a", "/cn/b", "/cn/c", "/cn/d");
    List.of("/cn/a", "/cn/b", "/cn/c", "/cn/d").forEach(path -> site.at(path, reply(403, "")));
    Program.Ran ran = run("-v", "fetch", "--parallel", "1", site.url(FEED));
    assertSays(ran, "127.0.0.1", "skipped for the rest of this run");
    // Threads that begin at once may ask in another order than that of the feed.
    String fourth =
        Stream.of("/cn/a", "/cn/b", "/cn/c", "/cn/d")
            .filter(path -> ran.err().contains(site.url(path) + ": not fetched: "))
            .findFirst()
            .orElseThrow();
    assertSays(ran, site.url(fourth), "not fetched: 127.0.0.1 is skipped in this run; pending");
    assertSays(
        run("-v", "fetch", "--no-pages", site.url(FEED)),
        site.url(fourth),
        "stays pending: not fetched: 127.0.0.1 is skipped");
  }

  @Test
  void a_known_page_of_a_host_that_is_skipped_is_not_called_pending() {
    List<String> paths = List.of("/cn/a", "/cn/b", "/cn/c", "/cn/d");
    feed(paths.toArray(String[]::new));
    paths.forEach(path -> site.at(path, page(path)));
    run("fetch", site.url(FEED));
    paths.forEach(path -> site.at(path, reply(403, "")));
    Program.Ran ran = run("-v", "fetch", "--refresh", "--parallel", "1", site.url(FEED));
    assertTrue(
        ran.err().contains("is skipped in this run; the archive keeps what it has"), ran.err());
  }

  @Test
  void what_was_repaired_in_a_feed() {
    String item = Fixtures.item(site.url("/cn/a"), "标题", DATE, "正文。");
    site.at(FEED, reply(200, Fixtures.feed(item).replace("<title>法广", "<title>法广 & 世界")));
    assertSays(run("-v", "fetch", site.url(FEED)), site.url(FEED), "its XML was repaired: ");
  }

  @Test
  void the_stack_traces_of_failures() {
    site.at(FEED, (request, out) -> out.write(head(200, "Content-Length: 9")));
    Program.Ran ran = run("-v", "add", site.url(FEED));
    assertTrue(ran.err().contains("ProtocolException: "), ran.err());
    assertTrue(ran.err().contains("\n\tat okhttp3."), ran.err());
    assertSays(ran, site.url(FEED), "cut off before its end; retried in");
  }

  @Test
  void each_wait_of_a_limited_rate() {
    site.at("/cn/a", page("/cn/a")).at("/cn/b", page("/cn/b"));
    Program.Ran ran = run("-v", "add", "--rate", "60", site.url("/cn/a"), site.url("/cn/b"));
    assertSays(ran, "--rate", "waits 1000 ms, to send at most 60 requests a minute");
  }

  @Test
  void the_outcome_of_each_file_of_an_import() throws Exception {
    run("fetch", "sample");
    Files.move(folder.resolve("archive"), folder.resolve("other"));
    Program.Ran ran = run("-v", "import", folder.resolve("other"));
    for (String path : ran.lines()) {
      String file = path.replace("/archive/", "/other/");
      assertSays(ran, file, "new: " + path);
      assertSays(run("-v", "import", file), file, "known: its text is in the archive");
    }
    assertEquals(5, ran.lines().size());
  }

  @Test
  void each_capture_that_is_skipped() {
    feed("/cn/a");
    site.at("/cn/a", page("/cn/a"));
    run("fetch", "--raw", site.url(FEED));
    Program.Ran ran = run("-v", "import", folder.resolve("archive/raw"));
    assertSays(ran, site.url(FEED), "is read as a feed");
    assertSays(ran, site.url("/cn/a"), "known: its text is in the archive");
  }

  @Test
  void each_page_of_a_backfill() {
    try (StandInSite whole = new StandInSite(Clock.systemUTC())) {
      whole.robots("", "/sitemap.xml").list("/sitemap.xml", List.of("/cn/a/20231028-b"));
      whole.page("/cn/a/20231028-b");
      Program.Ran ran = run("-v", "backfill", "--site", whole.url("/"), "--since", "3d");
      assertSays(ran, whole.url("/sitemap.xml"), "answered 200, ");
      assertSays(ran, whole.url("/cn/a/20231028-b"), "new: " + ran.lines().get(0));
      assertSays(ran, "--rate", "waits ");
    }
  }

  @Test
  void a_site_whose_news_list_is_not_read_and_why() {
    feed();
    site.at("/robots.txt", reply(403, ""));
    Program.Ran ran = run("-v", "fetch", "--site", site.url("/"), site.url(FEED));
    String what = "names no news list that it allows, or answered 4xx";
    assertSays(ran, site.url("/robots.txt"), what);
    assertEquals(0, ran.status(), ran.err());
  }

  @Test
  void each_page_that_the_site_lacks_before_its_captures_are_looked_for() {
    try (StandInSite whole = new StandInSite(Clock.systemUTC());
        StandInWayback wayback = new StandInWayback(Clock.systemUTC())) {
      String page = "/cn/a/20231028-b";
      whole.robots("", "/sitemap.xml").list("/sitemap.xml", List.of(page));
      Program.Ran ran =
          run(
              "-v",
              "backfill",
              "--site",
              whole.url("/"),
              "--wayback",
              wayback.url(),
              "--since",
              "3d");
      assertSays(ran, whole.url(page), "answered 404 Not Found\n");
    }
  }

  @Test
  void nothing_of_it_without_it() {
    feed("/cn/a", "/cn/b");
    site.at("/cn/a", page("/cn/a")).at("/cn/b", page("/cn/b"));
    assertEquals(
        "rfi-archiver: fetch: 2 new, 0 revised, 0 known\n", run("fetch", site.url(FEED)).err());
    site.at(FEED, (request, out) -> out.write(head(200, "Content-Length: 9")));
    assertFalse(run("add", site.url(FEED)).err().contains("\tat "));
  }
}
