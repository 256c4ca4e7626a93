package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonParser;
import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.StandInSite;
import io.github.rfiarchiver.StandInWayback;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveLock;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.LockWait;
import io.github.rfiarchiver.archive.RawStore;
import io.github.rfiarchiver.archive.raw.WarcFileReader;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackfillCommandTest {
  private static final String LIST = "/sitemaps/cn/contents_202310.xml";
  private static final List<String> PAGES = List.of("/cn/a/20231026-a", "/cn/a/20231028-b");

  @TempDir Path folder;
  private final StandInSite site = new StandInSite(Clock.systemUTC());
  private final StandInWayback wayback = new StandInWayback(Clock.systemUTC());

  @BeforeEach
  void begin() {
    site.robots("", "/sitemaps/cn/index.xml").index("/sitemaps/cn/index.xml", LIST);
    PAGES.forEach(site::page);
    site.list(LIST, PAGES);
  }

  @AfterEach
  void end() {
    site.close();
    wayback.close();
  }

  private Program.Ran run(Program program, Object... words) {
    List<Object> all = new ArrayList<>(List.of("--archive", folder.resolve("archive")));
    all.addAll(Arrays.asList(words));
    return program.run(all.toArray());
  }

  private Program.Ran backfill(Object... options) {
    List<Object> all = new ArrayList<>(List.of("backfill", "--site", site.url("/"), "--since"));
    all.add(Arrays.asList(options).contains("--until") ? "2023-10-26" : "3d");
    all.addAll(Arrays.asList(options));
    return run(new Program(), all.toArray());
  }

  @Test
  void a_dry_run_prints_what_is_missing_and_a_table_a_day() {
    Program.Ran ran = backfill("--dry-run");
    assertEquals(1, ran.status());
    assertEquals(PAGES.stream().map(site::url).toList(), ran.lines());
    assertEquals(
        """
        date          listed    held  pending  given up  no article  missing  wayback
        2023-10-26         1       0        0         0           0        1        -
        2023-10-27         0       0        0         0           0        0        -
        2023-10-28         1       0        0         0           0        1        -
        2023-10-29         0       0        0         0           0        0        -
        """,
        ran.err());
    assertEquals(List.of(), site.requestedPages());
  }

  @Test
  void its_days_end_with_the_users_where_that_is_ahead_of_the_sites() {
    Program ahead = new Program().at(Instant.parse("2023-10-29T12:00:00Z")).in("Pacific/Auckland");
    String err =
        run(ahead, "backfill", "--site", site.url("/"), "--since", "2023-10-29", "-n").err();
    assertTrue(err.lines().toList().get(2).startsWith("2023-10-30 "), err);
    assertEquals(3, err.lines().count(), err);
  }

  @Test
  void its_days_and_those_of_the_news_list_end_in_paris() {
    List<String> pages =
        List.of("/cn/a/20231026-a", "/cn/a/20231027-b", "/cn/a/20231028-c", "/cn/a/20231029-d");
    site.robots("", "/sitemaps/cn/news.xml").newsList("/sitemaps/cn/news.xml", pages);
    Program behind = new Program().at(Instant.parse("2023-10-28T22:30:00Z")).in("UTC");
    String err =
        run(behind, "backfill", "--site", site.url("/"), "--since", "2023-10-27", "-n").err();
    assertTrue(err.contains("\n2023-10-27   unknown\n2023-10-28         1"), err);
    assertTrue(err.contains("\n2023-10-29         1 "), err);
  }

  @Test
  void the_format_of_the_table_is_text_with_and_without_a_dry_run() {
    assertEquals(0, backfill("--format", "text").status());
    assertEquals(2, backfill("--format", "json").status());
  }

  @Test
  void it_brings_what_is_missing_and_says_so_and_status_shows_it() {
    Program.Ran ran = backfill();
    assertEquals(0, ran.status(), ran.err());
    assertEquals(2, ran.lines().size());
    assertTrue(ran.err().contains("2 pages to fetch, which takes about 10 s"), ran.err());
    assertTrue(ran.err().contains("backfill: 2 new, 0 revised, 0 missing"), ran.err());
    assertEquals(0, backfill("--dry-run").status());
    String status = run(new Program(), "status").out();
    assertTrue(
        status.contains(
            """

            Completeness: as of 2023-10-29T05:00:00Z
              2023-10-26 to 2023-10-29
              2 listed, 2 held, 0 missing
            """),
        status);
    assertTrue(run(new Program(), "status", "--format", "json").out().contains("\"listed\":1"));
  }

  @Test
  void status_says_where_the_Wayback_Machine_alone_lists_the_articles() {
    wayback.page("20231027010203", "http://www.rfi.fr" + PAGES.get(0), "");
    Program.Ran ran =
        run(
            new Program(),
            List.of("backfill", "--since", "3d", "--from", "wayback", "--wayback", wayback.url())
                .toArray());
    assertEquals(1, ran.status(), ran.err());
    String status = run(new Program(), "status").out();
    assertTrue(
        status.contains("\n  listed by the Wayback Machine alone\n  1 listed, 0 held, 1 missing\n"),
        status);
    assertTrue(
        run(new Program(), "status", "--format", "json").out().contains("\"source\":\"wayback\""));
  }

  @Test
  void a_report_that_cannot_be_stored_is_printed_all_the_same() throws Exception {
    Files.createDirectories(folder.resolve("archive/.rfi-archiver/completeness.json/in-the-way"));
    Program.Ran checked = backfill("--dry-run");
    assertEquals(1, checked.status());
    assertEquals(2, checked.lines().size());
    assertTrue(checked.err().contains("2023-10-28         1       0"), checked.err());
    assertTrue(checked.err().contains("; the report is not stored"), checked.err());
    Program.Ran ran = backfill();
    assertEquals(74, ran.status());
    assertTrue(ran.err().contains("backfill: 2 new, 0 revised, 0 missing"), ran.err());
  }

  @Test
  void counts_what_was_saved_where_the_archive_cannot_be_written_to_the_end() throws Exception {
    List<String> pages = new ArrayList<>(PAGES);
    for (String name : List.of("x", "y", "z")) {
      String page = "/cn/a/20231028-" + name;
      Instant september = Instant.parse("2023-09-28T09:00:00Z");
      site.at(page, reply(200, Fixtures.page(site.url(page), "题", september, "正文")));
      pages.add(page);
    }
    site.list(LIST, pages);
    Files.createDirectories(folder.resolve("archive/2023"));
    Files.writeString(folder.resolve("archive/2023/09"), "");
    Program.Ran ran = backfill("--from", "site");
    assertEquals(74, ran.status());
    assertEquals(2, ran.lines().size());
    assertTrue(ran.err().contains("backfill: 2 new, 0 revised, 3 missing\n"), ran.err());
    assertTrue(ran.err().contains("archive/2023/09: "), ran.err());
  }

  @Test
  void the_days_of_the_site_are_those_that_the_user_writes_in_any_time_zone() {
    for (String zone : List.of("Asia/Shanghai", "America/Los_Angeles")) {
      String table =
          run(
                  new Program().in(zone),
                  "backfill",
                  "-n",
                  "--site",
                  site.url("/"),
                  "--since",
                  "2023-10-28")
              .err();
      assertEquals(
          List.of("date", "2023-10-28", "2023-10-29"),
          table.lines().map(line -> line.split(" ")[0]).toList(),
          zone);
    }
  }

  @Test
  void status_names_the_days_with_holes_also_on_a_narrow_terminal() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    site.at("/sitemaps/cn/index.xml", reply(404, ""));
    backfill("--dry-run");
    Program narrow = new Program().onTerminal().with("COLUMNS", "40").with("NO_COLOR", "1");
    assertTrue(run(narrow, "status").out().contains("\n  4 days unknown\n"));
    site.index("/sitemaps/cn/index.xml", LIST);
    backfill("--dry-run");
    String status = run(narrow, "status").out();
    assertTrue(
        status.contains("\n  2 listed, 0 held, 2 missing\n  2023-10-26  1 of 1 missing\n"), status);
    Transcript.assertFits(status, 40);
    Files.writeString(archive.resolve(".rfi-archiver/completeness.json"), "{\"days\":[1]}");
    assertEquals(74, run(narrow, "status").status());
  }

  @Test
  void status_shows_the_last_days_with_holes_and_how_many_there_are_before() throws Exception {
    Files.createDirectories(folder.resolve("archive"));
    site.list(LIST, IntStream.range(0, 8).mapToObj(day -> "/cn/a/2023102" + day + "-a").toList());
    run(new Program(), "backfill", "-n", "--site", site.url("/"), "--since", "2023-10-20");
    String status = run(new Program(), "status").out();
    assertFalse(status.contains("2023-10-22  1 of 1 missing"), status);
    assertTrue(status.contains("2023-10-27  1 of 1 missing\n  and 3 earlier days\n"), status);
  }

  @Test
  void status_shows_what_is_listed_and_neither_held_nor_missing() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive/.rfi-archiver")).getParent();
    String pending =
        "[{\"address\":\"%s\",\"feed\":\"x\",\"since\":\"2023-10-27T00:00:00Z\"}]"
            .formatted(site.url(PAGES.get(0)));
    Files.writeString(archive.resolve(".rfi-archiver/pending.json"), pending);
    backfill("--dry-run");
    String status = run(new Program(), "status").out();
    assertTrue(
        status.contains("\n  2 listed, 0 held, 1 missing\n  1 pending, 0 given up, 0 no article\n"),
        status);
  }

  @Test
  void articles_without_a_date_are_not_counted_as_a_day_that_is_unknown() {
    site.index("/sitemaps/cn/index.xml", LIST, "/sitemaps/cn/undated_202310.xml");
    site.list("/sitemaps/cn/undated_202310.xml", List.of("/cn/a/b")).at(LIST, reply(403, ""));
    String totals = backfill("--from", "site").err();
    assertTrue(totals.contains(", 4 days unknown\n"), totals);
    assertTrue(run(new Program(), "status").out().contains("\n  4 days unknown\n"));
    String table = backfill("--dry-run").err();
    assertTrue(table.contains("\nno date      unknown\n"), table);
  }

  @Test
  void days_that_are_unknown_have_null_in_JSON_and_a_word_in_the_table() throws Exception {
    site.at(LIST, reply(200, "<urlset><url>"));
    Program.Ran ran = backfill("--dry-run", "--format", "json");
    assertEquals(1, ran.status());
    assertEquals(
        "{\"date\":\"2023-10-26\",\"listed\":null,\"held\":null,\"pending\":null,\"givenUp\":null,"
            + "\"noArticle\":null,\"missing\":null,\"wayback\":null}",
        ran.lines().get(0));
    assertTrue(backfill("--dry-run").err().contains("2023-10-26   unknown\n"));
    site.list(LIST, List.of("/cn/a/20231026-a", "/cn/a/undated"));
    List<String> lines = backfill("--dry-run", "--format", "json").lines();
    assertEquals(1, JsonParser.object().from(lines.get(0)).getInt("missing"));
    assertTrue(lines.get(4).startsWith("{\"date\":null,\"listed\":1,"), lines.get(4));
  }

  /** A page of the site that it refuses and the Wayback Machine holds. */
  private void refusedAndCaptured(String path) {
    site.at(path, reply(403, ""));
    String page = Fixtures.page(site.url(path), "题", Instant.parse("2023-10-26T09:00:00Z"), "文");
    wayback.page("20231027010203", site.url(path), page);
  }

  @Test
  void what_the_Wayback_Machine_has_of_the_missing_is_a_column() {
    refusedAndCaptured(PAGES.get(0));
    String[] options = {"--wayback", wayback.url(), "--dry-run"};
    assertTrue(
        backfill((Object[]) options)
            .err()
            .contains(
                "2023-10-26         1       0        0         0           0        1        1"));
    List<String> lines = backfill("--wayback", wayback.url(), "-n", "--format", "json").lines();
    assertTrue(lines.get(0).endsWith("\"missing\":1,\"wayback\":1}"), lines.get(0));
    assertTrue(lines.get(2).endsWith("\"missing\":1,\"wayback\":0}"), lines.get(2));
    assertEquals(List.of(), wayback.replayed());
    wayback.forget();
    lines =
        backfill("--wayback", wayback.url(), "-n", "--format", "json", "--from", "site").lines();
    assertTrue(lines.get(0).endsWith("\"wayback\":null}"), lines.get(0));
    assertEquals(List.of(), wayback.requested());
  }

  @Test
  void a_capture_is_kept_raw_with_its_original_URL_and_date() throws Exception {
    refusedAndCaptured(PAGES.get(0));
    Program.Ran ran = backfill("--wayback", wayback.url(), "--raw");
    assertEquals(0, ran.status(), ran.err());
    Archive archive = new Archive(folder.resolve("archive"));
    List<String> kept = new ArrayList<>();
    for (Path file : RawStore.files(archive)) {
      try (WarcFileReader reader = new WarcFileReader(file, 1 << 20)) {
        for (var item = reader.next(); item.isPresent(); item = reader.next()) {
          if (item.get() instanceof CapturedResponse response) {
            kept.add(response.captured() + " " + response.url());
          } else if (item.get() instanceof ArticleMetadata metadata) {
            kept.add(metadata.url());
          }
        }
      }
    }
    assertTrue(kept.contains("2023-10-27T01:02:03Z " + site.url(PAGES.get(0))), kept.toString());
    assertTrue(kept.contains("2023-10-29T05:00:00Z " + site.url(PAGES.get(1))), kept.toString());
    assertTrue(kept.containsAll(PAGES.stream().map(site::url).toList()), kept.toString());
    assertEquals(0, run(new Program(), "verify").status());
    assertEquals(2, archive.names().count());
    try (ArchiveWriter free = ArchiveWriter.open(archive)) {
      free.sync();
    }
  }

  @Test
  void the_index_of_the_real_Wayback_Machine_is_asked_24_times_a_minute_whatever_the_rate() {
    List<Duration> slept = new ArrayList<>();
    wayback.page("20231027010203", "http://www.rfi.fr/cn/a/20231026-a", "");
    String proxy = wayback.url();
    String server = "http://web.archive.org";
    List<Object> words =
        List.of(
            "backfill",
            "--since",
            "3d",
            "--site",
            "http://www.rfi.fr",
            "--from",
            "wayback",
            "--rate",
            "6000",
            "--wayback",
            server,
            "--proxy",
            proxy);
    run(new Program().sleeping(slept::add), words.toArray());
    assertEquals(3, wayback.requested().stream().filter(p -> p.startsWith("/cdx")).count());
    assertEquals(1, wayback.replayed().size());
    Duration least = Duration.ofMillis(2500);
    assertEquals(2, slept.stream().filter(least::equals).count(), slept.toString());
  }

  @Test
  void a_public_Wayback_Machine_is_not_asked_for_a_site_of_a_local_network() {
    backfill("--wayback", "http://web.archive.org", "--proxy", wayback.url(), "-n");
    assertEquals(List.of(site.url("/robots.txt")), wayback.requested());
  }

  @Test
  void a_second_backfill_of_an_archive_does_not_begin_and_a_dry_run_does() throws Exception {
    Archive archive = new Archive(folder.resolve("archive"));
    LockWait wait = new LockWait(Duration.ZERO, time -> {}, () -> {});
    ArchiveLock first = new BatchSaver(archive, () -> wait, Clock.systemUTC()).alone();
    assertEquals(75, backfill().status());
    assertEquals(List.of(), site.requested());
    assertEquals(2, backfill("-n").lines().size());
    first.close();
    assertEquals(0, backfill().status());
  }

  @Test
  void what_a_kill_left_of_a_report_or_journal_is_deleted() throws Exception {
    Path left = folder.resolve("archive/.rfi-archiver/unlocked-123");
    Files.createDirectories(left);
    Files.writeString(left.resolve("backfill.tmp"), "{");
    assertEquals(0, backfill().status());
    assertTrue(Files.notExists(left));
  }

  @Test
  void until_excludes_and_a_quiet_run_prints_no_table() {
    Program.Ran ran = backfill("-n", "--until", "2023-10-28", "-q");
    assertEquals(List.of(site.url(PAGES.get(0))), ran.lines());
    assertEquals("", ran.err());
  }

  @Test
  void wrong_options_are_refused() {
    assertEquals(2, run(new Program(), "backfill").status());
    assertEquals(2, backfill("--edition", "fr").status());
    assertEquals(1, backfill("-n", "--edition", "CN").status());
    assertEquals(2, backfill("--format", "json").status());
    assertEquals(2, backfill("-n", "--format", "html").status());
    assertEquals(2, backfill("--until", "2023-10-25").status());
    assertEquals(2, backfill("--rate", "0").status());
    assertEquals(2, backfill("--site", "rfi").status());
    assertEquals(2, backfill("--from", "nowhere").status());
    assertEquals(2, backfill("--wayback", "archive").status());
  }

  @Test
  void the_configuration_sets_site_and_edition() throws Exception {
    Path config = Files.createDirectories(folder.resolve("rfi-archiver")).resolve("config");
    Files.writeString(config, "site = " + site.url("/") + "\nedition = tw\nrate = 60\n");
    Program program = new Program().with("XDG_CONFIG_HOME", folder.toString());
    site.list(LIST, List.of("/tw/a/20231026-a", PAGES.get(0)));
    assertEquals(
        List.of(site.url("/tw/a/20231026-a")),
        run(program, "backfill", "--since", "3d", "-n").lines());
  }

  @Test
  void add_reads_URLs_from_standard_input_and_skips_what_is_none() {
    Program program =
        new Program()
            .reading("\uFEFF" + site.url(PAGES.get(0)) + "\r\n\nno url\n" + site.url(PAGES.get(1)));
    Program.Ran ran = run(program, "add", "--rate", "600", "-", site.url(PAGES.get(0)));
    assertEquals(1, ran.status());
    assertEquals(2, ran.lines().size());
    assertEquals(
        "rfi-archiver: no url: is not an http or https URL; the line is skipped\n", ran.err());
    assertEquals(2, site.log().size());
    String endless = run(new Program().reading("x".repeat(100_000)), "add", "-").err();
    assertTrue(endless.length() < 10_000, endless.length() + " characters");
  }
}
