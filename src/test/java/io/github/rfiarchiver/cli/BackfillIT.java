package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.StandInSite;
import io.github.rfiarchiver.StandInSite.Logged;
import io.github.rfiarchiver.StandInWayback;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveLockedException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program against a stand-in for the site. */
@Timeout(120)
class BackfillIT {
  private static final Path PROGRAM = Path.of(System.getProperty("rfi-archiver.executable"));
  private static final String LIST = "/sitemaps/cn/contents_202310.xml";

  @TempDir Path folder;
  private final StandInSite site = new StandInSite(Clock.systemUTC());
  private final List<String> pages = new ArrayList<>();
  private Path archive;

  @BeforeEach
  void begin() {
    archive = folder.resolve("archive");
    site.robots("", "/sitemaps/cn/index.xml").index("/sitemaps/cn/index.xml", LIST);
    for (int day = 1; day <= 20; day++) {
      pages.add("/cn/a/202310%02d-x".formatted(day));
    }
    pages.forEach(site::page);
    site.list(LIST, pages);
  }

  @AfterEach
  void end() {
    site.close();
  }

  private String program(String words) {
    return "'" + PROGRAM + "' --archive '" + archive + "' " + words;
  }

  private String backfill(String options) {
    return program(
        "backfill --site " + site.url("/") + " --since 2023-10-01 --until 2023-11-01 " + options);
  }

  private Process start(String line) throws Exception {
    return new ProcessBuilder("sh", "-c", line)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private int run(String line) throws Exception {
    return start(line).waitFor();
  }

  private String err() throws Exception {
    return Files.readString(folder.resolve("err"));
  }

  private static void assertApart(Duration least, List<Logged> log) {
    for (int i = 1; i < log.size(); i++) {
      Duration between = Duration.between(log.get(i - 1).time(), log.get(i).time());
      assertTrue(between.compareTo(least) >= 0, between + " before " + log.get(i));
    }
  }

  @Test
  void it_keeps_to_the_rate_and_asks_for_nothing_twice() throws Exception {
    assertEquals(0, run(backfill("--rate 600")), this::said);
    assertEquals(pages, site.requestedPages());
    assertEquals(site.log().size(), new HashSet<>(site.requested()).size());
    assertApart(Duration.ofMillis(100), site.log());
    assertEquals(20, new Archive(archive).names().count());
  }

  @Test
  void what_the_site_refuses_comes_from_the_Wayback_Machine() throws Exception {
    try (StandInWayback wayback = new StandInWayback(Clock.systemUTC())) {
      for (String page : pages.subList(0, 2)) {
        site.at(page, reply(403, ""));
        String html =
            Fixtures.page(site.url(page), "题", Instant.parse("2023-10-01T09:00:00Z"), "文");
        wayback.page("20231030000000", site.url(page), html);
      }
      assertEquals(0, run(backfill("--rate 1200 --wayback " + wayback.url())), this::said);
      assertEquals(20, new Archive(archive).names().count());
      assertEquals(2, wayback.replayed().size());
      assertApart(Duration.ofMillis(50), wayback.log());
    }
  }

  @Test
  void killed_at_any_time_it_goes_on() throws Exception {
    for (int kill = 0; kill < 4; kill++) {
      int before = site.log().size();
      Process run = start("exec " + backfill("--rate 1200"));
      while (run.isAlive() && site.log().size() < before + 4) {
        Thread.sleep(5);
      }
      run.destroyForcibly().waitFor();
    }
    assertEquals(0, run(backfill("--rate 1200")), this::said);
    assertEquals(20, new Archive(archive).names().count());
    // Only the request in flight may be sent again.
    assertTrue(site.log().size() <= 20 + 3 + 4, site.requested().toString());
    assertEquals(0, run(program("verify")));
  }

  @Test
  void what_a_dry_run_prints_is_what_add_reads() throws Exception {
    int status = run(backfill("--rate 600 --dry-run") + " | " + program("add --rate 600 -"));
    assertEquals(0, status, this::said);
    assertApart(
        Duration.ofMillis(100),
        site.log().stream().filter(request -> pages.contains(request.path())).toList());
    assertEquals(20, new Archive(archive).names().count());
    assertEquals(0, run(backfill("--rate 1200 --dry-run")), this::said);
  }

  @Test
  void add_saves_a_page_before_the_next_line_comes_and_leaves_the_lock_free() throws Exception {
    Process add = start("exec " + program("add -"));
    try (Writer lines = add.outputWriter()) {
      for (int i = 0; i < 2; i++) {
        lines.write(site.url(pages.get(i)) + "\n");
        lines.flush();
        while (add.isAlive() && new Archive(archive).names().count() <= i) {
          Thread.sleep(20);
        }
      }
      try (ArchiveWriter other = openWhenFree()) {
        lines.write(site.url(pages.get(2)) + "\n");
        lines.flush();
        while (!err().contains("another run holds the archive; waiting for it")) {
          Thread.sleep(20);
        }
        other.sync();
      }
    }
    assertEquals(0, add.waitFor(), this::said);
    assertEquals(3, new Archive(archive).names().count());
  }

  private ArchiveWriter openWhenFree() throws Exception {
    while (true) {
      try {
        return ArchiveWriter.open(new Archive(archive));
      } catch (ArchiveLockedException e) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void a_fetch_during_a_backfill_succeeds() throws Exception {
    Path feed =
        Files.writeString(
            folder.resolve("feed.xml"),
            Fixtures.feed(
                Fixtures.item("https://www.rfi.fr/cn/b", "乙", Instant.EPOCH, "一。", "二。")));
    Process backfill = start("exec " + backfill("--rate 240"));
    while (backfill.isAlive() && site.requestedPages().size() < 2) {
      Thread.sleep(10);
    }
    Process fetch =
        new ProcessBuilder("sh", "-c", program("fetch '" + feed + "'"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("fetch").toFile())
            .start();
    assertEquals(0, fetch.waitFor());
    assertTrue(backfill.isAlive());
    assertEquals(0, backfill.waitFor(), this::said);
    assertEquals(21, new Archive(archive).names().count());
  }

  @Test
  void fetch_reads_the_news_list_where_the_site_is_named_and_not_without() throws Exception {
    site.at("/cn/rss", reply(200, Fixtures.feed()));
    site.robots("", "/sitemaps/cn/news.xml").newsList("/sitemaps/cn/news.xml", pages.subList(0, 1));
    assertEquals(0, run(program("fetch " + site.url("/cn/rss"))));
    assertEquals(
        0, run(program("fetch --no-sitemap --site " + site.url("/ ") + site.url("/cn/rss"))));
    assertEquals(List.of("/cn/rss", "/cn/rss"), site.requested());
    assertEquals(0, run(program("fetch --site " + site.url("/ ") + site.url("/cn/rss"))));
    assertEquals(1, new Archive(archive).names().count());
  }

  private String said() {
    try {
      return err();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
