package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer.Answer;
import io.github.rfiarchiver.StandInSite.Logged;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackfillRunTest {
  private static final String OCTOBER = "/sitemaps/cn/contents_202310.xml";

  @TempDir Path folder;
  private TestBackfill test;

  @BeforeEach
  void begin() {
    test = new TestBackfill(folder.resolve("archive"));
    test.site.robots("User-agent: *\nDisallow: /cn/secret/\n", "/sitemaps/cn/index.xml");
    test.site.index("/sitemaps/cn/index.xml", OCTOBER);
  }

  @AfterEach
  void end() {
    test.close();
  }

  /** Pages of October, which the list of October names. */
  private List<String> october(int... days) {
    List<String> pages = new ArrayList<>();
    for (int day : days) {
      pages.add("/cn/a/202310%02d-x%d".formatted(day, day));
    }
    pages.forEach(test.site::page);
    test.site.list(OCTOBER, pages);
    return pages;
  }

  private CompletenessRow row(BackfillRun.Checked checked, String date) {
    return checked.completeness().rows().stream()
        .filter(row -> String.valueOf(row.date()).equals(date))
        .map(
            row ->
                new CompletenessRow(
                    row.listed(), row.count(Standing.MISSING), row.counts() != null))
        .findFirst()
        .orElseThrow();
  }

  private record CompletenessRow(int listed, int missing, boolean isKnown) {}

  private static final CompletenessRow UNKNOWN = new CompletenessRow(0, 0, false);

  @Test
  void of_400_articles_the_37_that_are_missing_are_named_and_brought_and_nothing_is_asked_twice()
      throws Exception {
    Random random = new Random(19);
    List<String> all = new ArrayList<>();
    Map<String, List<String>> months = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      LocalDate day = LocalDate.parse("2023-08-01").plusDays(random.nextInt(89));
      String path = "/cn/s/" + day.toString().replace("-", "") + "-a" + i;
      all.add(path);
      months.computeIfAbsent(path.substring(6, 12), month -> new ArrayList<>()).add(path);
      test.site.page(path);
    }
    List<String> lists = new ArrayList<>();
    months.forEach(
        (month, pages) -> {
          lists.add("/sitemaps/cn/contents_" + month + ".xml");
          test.site.list(lists.get(lists.size() - 1), pages);
        });
    test.site.index("/sitemaps/cn/index.xml", lists.toArray(String[]::new));
    List<String> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    List<String> dropped = shuffled.subList(0, 37).stream().sorted().toList();
    test.hold(shuffled.subList(37, 400));
    test.over("2023-08-01", "2023-10-29");

    BackfillRun.Checked checked = test.check();
    List<String> counts = List.of("1/1 lists", "2/4 lists", "3/4 lists", "4/4 lists");
    assertEquals(counts, test.said.progress);
    assertEquals(dropped, checked.missing().stream().map(test::path).sorted().toList());
    assertEquals(400, checked.completeness().rows().stream().mapToInt(r -> r.listed()).sum());
    assertEquals(37, checked.completeness().count(Standing.MISSING));
    assertEquals(0, checked.completeness().unknown());
    test.site.forget();

    BackfillReport report = test.run();
    assertEquals(37, report.added());
    assertFalse(report.isFailure(), () -> test.said.lines.toString());
    assertEquals(dropped, test.site.requestedPages().stream().sorted().toList());
    assertEquals(all.stream().sorted().toList(), test.held());
    List<Logged> log = test.site.log();
    assertEquals(37 + 1 + 1 + 3, log.size());
    assertEquals(log.size(), new HashSet<>(test.site.requested()).size());
    for (int i = 1; i < log.size(); i++) {
      Duration between = Duration.between(log.get(i - 1).time(), log.get(i).time());
      assertTrue(between.compareTo(Duration.ofSeconds(5)) >= 0, between + " before " + log.get(i));
    }
    assertTrue(test.said.anyHas("37 pages to fetch, which takes about 3 min"));
    test.site.forget();

    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    assertEquals(List.of(), test.site.requestedPages());
  }

  @Test
  void the_lists_of_the_span_are_read_whatever_their_form_and_no_others() throws Exception {
    test.site.robots(
        "", "/sitemaps/es/index.xml", "/sitemaps/cn/index.xml", "/sitemaps/cn/news.xml");
    test.site.index(
        "/sitemaps/cn/index.xml",
        "/sitemaps/cn/contents_202309.xml",
        "/sitemaps/cn/deeper.xml",
        "/sitemaps/cn/rest.xml",
        "/sitemaps/tw/contents_202310.xml");
    test.site.index(
        "/sitemaps/cn/deeper.xml", "/sitemaps/cn/index.xml", "/sitemaps/cn/contents_202310.xml.gz");
    test.site.gzipList(
        "/sitemaps/cn/contents_202310.xml.gz",
        List.of("/cn/a/20231001-a", "/cn/a/20230930-out", "/cn/a/undated", "/tw/a/20231002-t"));
    test.site.list("/sitemaps/cn/rest.xml", List.of("/cn/a/20231002-b", "/cn/about"));
    test.site.newsList("/sitemaps/cn/news.xml", List.of("/cn/a/20231028-n", "/cn/a/20231001-a"));
    BackfillRun.Checked checked = test.check();
    assertEquals(
        List.of("/cn/a/20231001-a", "/cn/a/20231002-b", "/cn/a/20231028-n", "/cn/a/undated"),
        checked.missing().stream().map(test::path).toList());
    assertEquals(
        List.of(
            "/robots.txt",
            "/sitemaps/cn/index.xml",
            "/sitemaps/cn/news.xml",
            "/sitemaps/cn/deeper.xml",
            "/sitemaps/cn/rest.xml",
            "/sitemaps/cn/contents_202310.xml.gz"),
        test.site.requested());
    assertEquals(new CompletenessRow(1, 1, true), row(checked, "2023-10-02"));
    assertEquals(new CompletenessRow(0, 0, true), row(checked, "2023-10-15"));
    assertEquals(new CompletenessRow(1, 1, true), row(checked, "null"));
    assertEquals(29, checked.completeness().rows().size());
  }

  @Test
  void indexes_that_name_a_new_index_each_time_end_and_leave_the_days_unknown() throws Exception {
    october(1);
    test.site.index("/sitemaps/cn/index.xml", OCTOBER, "/sitemaps/cn/index.xml?n=0");
    for (int n = 0; n < 100; n++) {
      test.site.index("/sitemaps/cn/index.xml?n=" + n, "/sitemaps/cn/index.xml?n=" + (n + 1));
    }
    BackfillRun.Checked checked = test.check();
    assertEquals(UNKNOWN, row(checked, "2023-10-01"));
    assertEquals(1, checked.missing().size());
    assertTrue(test.said.anyHas("is nested too deeply; the days that it may list are unknown"));
    assertTrue(test.site.requested().size() < 10, test.site.requested()::toString);
  }

  @Test
  void a_quiet_day_is_complete_and_a_month_without_a_list_is_unknown() throws Exception {
    october(1, 3);
    test.over("2023-09-30", "2023-10-05");
    BackfillRun.Checked checked = test.check();
    assertEquals(UNKNOWN, row(checked, "2023-09-30"));
    assertEquals(new CompletenessRow(0, 0, true), row(checked, "2023-10-02"));
    assertTrue(test.said.anyHas("no list that was read covers all days of the span"));
    assertTrue(test.run().isFailure());
  }

  @Test
  void lists_that_show_no_month_cover_what_lies_between_their_days_together() throws Exception {
    test.site.index("/sitemaps/cn/index.xml", "/sitemaps/cn/part-1.xml", "/sitemaps/cn/part-2.xml");
    test.site.list("/sitemaps/cn/part-1.xml", List.of("/cn/a/20231002-a", "/cn/a/20231003-b"));
    test.site.list("/sitemaps/cn/part-2.xml", List.of("/cn/a/20231006-c"));
    BackfillRun.Checked checked = test.check();
    assertEquals(UNKNOWN, row(checked, "2023-10-01"));
    assertEquals(new CompletenessRow(0, 0, true), row(checked, "2023-10-05"));
    assertEquals(UNKNOWN, row(checked, "2023-10-07"));
  }

  @Test
  void a_list_that_shows_no_month_makes_no_month_without_a_list_complete() throws Exception {
    test.site.index(
        "/sitemaps/cn/index.xml",
        "/sitemaps/cn/contents_202308.xml",
        OCTOBER,
        "/sitemaps/cn/special.xml");
    test.site.list("/sitemaps/cn/special.xml", List.of("/cn/a/20230801-a", "/cn/a/20231002-b"));
    test.over("2023-09-05", "2023-09-08");
    BackfillRun.Checked checked = test.check();
    assertEquals(UNKNOWN, row(checked, "2023-09-05"));
    assertEquals(3, checked.completeness().unknown());
  }

  @Test
  void a_news_list_covers_no_more_than_its_last_two_days() throws Exception {
    test.site.robots("", "/sitemaps/cn/news.xml");
    test.site.newsList(
        "/sitemaps/cn/news.xml",
        List.of("/cn/a/20231007-old", "/cn/a/20231027-a", "/cn/a/20231028-b"));
    BackfillRun.Checked checked = test.check();
    assertEquals(UNKNOWN, row(checked, "2023-10-27"));
    assertEquals(new CompletenessRow(1, 1, true), row(checked, "2023-10-28"));
    assertEquals(3, checked.missing().size());
  }

  @Test
  void a_news_list_that_lists_nothing_of_its_last_two_days_is_out_of_date() throws Exception {
    test.site.robots("", "/sitemaps/cn/news.xml");
    test.site.newsList("/sitemaps/cn/news.xml", List.of("/cn/a/20231025-a", "/cn/a/20231026-b"));
    BackfillRun.Checked checked = test.check();
    assertEquals(UNKNOWN, row(checked, "2023-10-28"));
    assertEquals(2, checked.missing().size());
  }

  @Test
  void a_list_cut_short_refused_empty_or_of_another_edition_or_month_leaves_its_days_unknown()
      throws Exception {
    String whole =
        "<urlset><url><loc>" + test.site.url("/cn/a/20231001-a") + "</loc></url></urlset>";
    List<Answer> answers =
        List.of(
            reply(200, whole.substring(0, whole.length() - 3)),
            reply(200, whole.replace("</url></urlset>", "</url>")),
            reply(403, ""),
            reply(500, ""),
            reply(404, ""),
            reply(200, ""),
            reply(200, "<urlset/>"),
            reply(200, "<html><body>稍候</body></html>"),
            reply(200, whole.replace("/cn/", "/tw/")),
            reply(200, whole.replace("20231001", "20230901")),
            reply(200, whole.replace("20231001-a", "a")),
            reply(200, whole.replace("</urlset>", "<url><loc/></url></urlset>")));
    for (var answer : answers) {
      test.site.at(OCTOBER, answer);
      BackfillRun.Checked checked = test.check();
      assertEquals(UNKNOWN, row(checked, "2023-10-01"));
      assertEquals(28, checked.completeness().unknown());
      assertTrue(test.said.anyHas("unknown"));
      assertTrue(test.run().isFailure());
      assertTrue(test.said.anyHas("unknown"));
    }
    assertTrue(test.run().isFailure());
    assertTrue(test.said.anyHas("1 of its entries has no valid URL"));
    october(1);
    assertEquals(0, test.run().completeness().unknown());
  }

  @Test
  void a_list_that_redirects_to_another_site_is_named_without_advice_for_pages() throws Exception {
    String elsewhere = test.site.url(OCTOBER).replace("127.0.0.1", "localhost");
    test.site.at(OCTOBER, reply(302, "", "Location: " + elsewhere));
    test.check();
    assertTrue(
        test.said.anyHas(
            "redirects to localhost, neither the site's own host nor rfi.fr; the days that"),
        () -> test.said.lines.toString());
  }

  @Test
  void of_several_lists_of_a_month_all_must_be_had() throws Exception {
    test.site.index(
        "/sitemaps/cn/index.xml",
        "/sitemaps/cn/contents_202309.xml",
        OCTOBER,
        "/sitemaps/cn/contents_202310_2.xml");
    test.site.list("/sitemaps/cn/contents_202309.xml", List.of("/cn/a/20230930-a"));
    october(1);
    test.over("2023-09-30", "2023-10-03");
    BackfillRun.Checked checked = test.check();
    assertEquals(new CompletenessRow(1, 1, true), row(checked, "2023-09-30"));
    assertEquals(UNKNOWN, row(checked, "2023-10-01"));
    assertTrue(test.said.anyHas("contents_202310_2.xml: answered 404"));
  }

  @Test
  void where_robots_txt_fails_nothing_is_asked_and_all_days_are_unknown() throws Exception {
    october(1);
    for (int status : List.of(500, 503)) {
      test.site.at("/robots.txt", reply(status, ""));
      test.site.forget();
      BackfillReport report = test.run();
      assertTrue(report.isFailure());
      assertEquals(28, report.completeness().unknown());
      assertEquals(List.of("/robots.txt"), test.site.requested().stream().distinct().toList());
    }
    for (int status : List.of(403, 404, 410)) {
      test.site.at("/robots.txt", reply(status, ""));
      test.site.forget();
      assertEquals(28, test.run().completeness().unknown());
      assertEquals(List.of("/robots.txt"), test.site.requested());
      assertTrue(test.said.anyHas("/robots.txt: answered " + status), test.said.lines::toString);
    }
  }

  @Test
  void what_robots_txt_disallows_is_not_asked_for_and_named() throws Exception {
    List<String> pages = new ArrayList<>(october(1));
    pages.add("/cn/secret/20231002-s");
    test.site.list(OCTOBER, pages);
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertEquals(List.of("/cn/a/20231001-x1"), test.site.requestedPages());
    assertTrue(test.said.anyHas("20231002-s: is disallowed by robots.txt"));
    test.site.robots("User-agent: *\nDisallow: /sitemaps/\n", "/sitemaps/cn/index.xml");
    assertEquals(28, test.check().completeness().unknown());
  }

  @Test
  void a_redirect_to_what_robots_txt_disallows_is_not_followed() throws Exception {
    String secret = "/cn/secret/20231001-x1";
    test.site.page(secret).list(OCTOBER, october(1));
    test.site.at(october(1).get(0), reply(302, "", "Location: " + secret));
    assertTrue(test.run().isFailure());
    assertTrue(
        test.said.anyHas("redirects to " + test.site.url(secret) + ", which robots.txt disallows"));
    test.site.at("/sitemaps/cn/index.xml", reply(302, "", "Location: /cn/secret/index.xml"));
    assertEquals(28, test.check().completeness().unknown());
    assertFalse(test.site.requested().toString().contains("secret"));
  }

  @Test
  void killed_before_each_request_and_resumed_it_makes_the_same_archive() throws Exception {
    test.site.index("/sitemaps/cn/index.xml", "/sitemaps/cn/rest.xml", OCTOBER);
    test.site.list("/sitemaps/cn/rest.xml", List.of("/cn/a/20231009-r"));
    test.site.page("/cn/a/20231009-r");
    List<String> pages = new ArrayList<>(october(1, 2, 3, 4));
    pages.add("/cn/a/20231005-gone");
    test.site.list(OCTOBER, pages);
    test.run();
    int requests = test.site.log().size();
    assertEquals(4 + 6, requests);
    Map<String, String> whole = files(test.folder);
    for (int kill = 1; kill <= requests; kill++) {
      Path archive = folder.resolve("killed-" + kill);
      test.site.forget();
      test.killBefore(kill, archive);
      test.backfill(archive, fetcher -> fetcher).run(false);
      assertEquals(whole, files(archive), "killed before request " + kill);
      assertEquals(requests, test.site.log().size(), "killed before request " + kill);
      assertEquals(requests, new HashSet<>(test.site.requested()).size());
    }
  }

  @Test
  void an_answer_whose_line_a_kill_cut_off_is_asked_for_again_and_no_other() throws Exception {
    List<String> gone = List.of("/cn/a/20231001-gone", "/cn/a/20231002-gone");
    test.site.list(OCTOBER, gone);
    test.killBefore(5, test.folder); // robots.txt, two lists and the first page are answered
    Path journal = test.folder.resolve(".rfi-archiver/backfill");
    byte[] whole = Files.readAllBytes(journal);
    String text = Files.readString(journal);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    for (int length : new int[] {last, last + 1, text.length() - 1, text.length()}) {
      Files.write(journal, Arrays.copyOf(whole, length));
      test.site.forget();
      assertTrue(test.run().isFailure());
      assertEquals(length == text.length() ? gone.subList(1, 2) : gone, test.site.requested());
    }
  }

  @Test
  void each_answer_is_appended_to_the_journal_and_nothing_is_written_again() throws Exception {
    october(1, 2, 3);
    for (int day = 1; day <= 3; day++) {
      test.site.at("/cn/a/202310%02d-x%d".formatted(day, day), reply(410, ""));
    }
    test.killBefore(4, test.folder);
    Path journal = test.folder.resolve(".rfi-archiver/backfill");
    String before = Files.readString(journal);
    test.killBefore(3, test.folder); // it writes what was known, then two answers
    String after = Files.readString(journal);
    assertEquals(before.lines().sorted().toList(), after.lines().limit(4).sorted().toList());
    assertEquals(2, after.lines().skip(4).count(), after);
    assertTrue(after.lines().skip(4).allMatch(line -> line.contains("GONE")), after);
  }

  /** The articles and their texts by their names. */
  private static Map<String, String> files(Path archive) throws Exception {
    Map<String, String> files = new TreeMap<>();
    for (Path file : new Archive(archive).contents().toList()) {
      files.put(archive.relativize(file).toString(), Files.readString(file));
    }
    return files;
  }

  @Test
  void lists_older_than_an_hour_are_read_again_and_of_the_pages_only_refused_ones()
      throws Exception {
    test.over("2023-10-01", "2023-10-30"); // up to today
    List<String> pages = new ArrayList<>(october(1, 29));
    pages.add("/cn/a/20231028-gone");
    test.site.list(OCTOBER, pages).at(pages.get(0), reply(500, ""));
    assertEquals(1, test.run().added());
    pages.add("/cn/a/20231029-y");
    test.site.list(OCTOBER, pages).page(pages.get(3)).forget();
    test.run();
    assertEquals(List.of(pages.get(0)), test.site.requested().stream().distinct().toList());
    test.site.page(pages.get(0)).forget();
    test.clock.pass(Duration.ofHours(1));
    assertEquals(1, test.run().completeness().count(Standing.MISSING));
    assertEquals(List.of(pages.get(0), pages.get(3)), test.site.requestedPages());
    assertTrue(test.held().containsAll(List.of(pages.get(0), pages.get(1), pages.get(3))));
  }

  @Test
  void lists_that_a_clock_ahead_dated_are_read_again() throws Exception {
    List<String> pages = new ArrayList<>(october(1));
    test.site.at("/cn/a/20231028-refused", reply(403, ""));
    pages.add("/cn/a/20231028-refused");
    test.site.list(OCTOBER, pages);
    test.backfill(
            test.folder,
            fetcher ->
                request -> {
                  boolean isAhead = request.url().endsWith("/robots.txt");
                  boolean isBack = request.url().endsWith("refused");
                  test.clock.pass(Duration.ofDays(isAhead ? 30 : isBack ? -30 : 0));
                  return fetcher.fetch(request);
                })
        .run(false);
    pages.add("/cn/a/20231027-new");
    test.site.page("/cn/a/20231027-new").list(OCTOBER, pages);
    assertEquals(1, test.run().added());
  }

  @Test
  void a_report_is_as_of_the_time_when_the_lists_were_read() throws Exception {
    test.site.list(OCTOBER, october(1, 2, 3));
    Instant begun = test.clock.instant();
    assertEquals(begun, test.run().completeness().made());
    assertTrue(test.clock.instant().isAfter(begun));
  }

  @Test
  void a_page_that_another_run_has_archived_meanwhile_is_not_requested() throws Exception {
    List<String> pages = october(1, 2, 3);
    BackfillRun run =
        test.backfill(
            test.folder,
            fetcher ->
                request -> {
                  if (request.url().endsWith(pages.get(0))) {
                    hold(pages.get(1));
                  }
                  return fetcher.fetch(request);
                });
    assertEquals(2, run.run(false).added());
    assertEquals(List.of(pages.get(0), pages.get(2)), test.site.requestedPages());
    assertEquals(pages, test.held());
  }

  private void hold(String page) {
    try {
      test.hold(List.of(page));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_listed_page_to_which_another_one_redirects_is_requested_once() throws Exception {
    List<String> pages = october(1, 2);
    String target = "Location: " + test.site.url(pages.get(1));
    test.site.at(pages.get(0), reply(301, "", target));
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    assertEquals(pages, test.site.requestedPages());
    assertEquals(pages.subList(1, 2), test.held());
  }

  @Test
  void what_the_site_does_not_have_stays_named_and_is_asked_again_only_after_restart()
      throws Exception {
    List<String> pages = new ArrayList<>(october(1));
    pages.addAll(List.of("/cn/a/20231002-gone", "/cn/a/20231003-empty"));
    test.site.list(OCTOBER, pages);
    test.site.at(
        "/cn/a/20231003-empty",
        reply(
            200,
            Fixtures.page(test.site.url("/cn/a/20231003-empty"), "题", Instant.EPOCH)
                .replace("<p class=\"t-content__chapo\">导语在此。</p>", "")));
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertEquals(1, report.completeness().count(Standing.MISSING));
    assertEquals(1, report.completeness().count(Standing.NO_ARTICLE));
    test.site.forget();
    assertTrue(test.run().isFailure());
    assertEquals(List.of(), test.site.requestedPages());
    assertTrue(test.said.anyHas("20231002-gone: not found on the site (404 or 410)"));
    assertEquals(
        List.of("/cn/a/20231002-gone"), test.check().missing().stream().map(test::path).toList());
    test.site.page("/cn/a/20231002-gone").page("/cn/a/20231003-empty");
    assertFalse(test.restart().isFailure());
    assertEquals(pages, test.held());
  }

  @Test
  void a_page_that_is_saved_under_another_URL_is_held_and_another_wording_is_a_revision()
      throws Exception {
    String moved = "/cn/new/20231001-x";
    test.hold(List.of(moved));
    test.site.list(OCTOBER, List.of("/cn/old/20231001-x"));
    test.site.at(
        "/cn/old/20231001-x",
        reply(200, Fixtures.page(test.site.url(moved), "新题", Instant.EPOCH, "新文")));
    BackfillReport report = test.run();
    assertEquals(1, report.revised());
    assertFalse(report.isFailure());
    assertEquals(2, new Archive(test.folder).names().count());
    test.site.forget();
    assertFalse(test.run().isFailure());
    assertEquals(List.of(), test.site.requestedPages());
  }

  @Test
  void a_429_pauses_everything_for_a_minute_and_the_second_one_ends_the_run() throws Exception {
    List<String> pages = october(1, 2, 3, 4);
    AtomicInteger refusals = new AtomicInteger();
    var page = reply(200, Fixtures.page(test.site.url(pages.get(1)), "题", Instant.EPOCH, "文"));
    test.site.at(
        pages.get(1),
        (request, out) ->
            (refusals.getAndIncrement() == 0 ? reply(429, "") : page).write(request, out));
    test.site.at(pages.get(2), reply(429, ""));
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertEquals(1, test.sleeps.stream().filter(Duration.ofMinutes(1)::equals).count());
    assertEquals(
        List.of(pages.get(0), pages.get(1), pages.get(1), pages.get(2)),
        test.site.requestedPages());
    assertTrue(test.said.anyHas("2 pages are left; run"));
    october(1, 2, 3, 4);
    assertFalse(test.run().isFailure());
    assertEquals(pages, test.held());
  }

  @Test
  void a_run_that_goes_on_asks_for_no_page_again_that_could_not_be_extracted() throws Exception {
    List<String> pages = october(1, 2, 3);
    test.site.at(pages.get(0), reply(200, "<html><body><p>别的模板。</p></body></html>"));
    test.site.at(pages.get(1), reply(429, ""));
    test.run();
    assertTrue(test.said.anyHas("2 pages are left; run"));
    october(2, 3);
    test.site.list(OCTOBER, pages);
    test.site.forget();
    assertTrue(test.run().isFailure());
    assertEquals(pages.subList(1, 3), test.site.requestedPages());
    String page = test.site.url(pages.get(0));
    assertTrue(test.said.anyHas(page + ": could not be extracted; --restart requests it again"));
  }

  @Test
  void after_a_week_it_requests_again_what_could_not_be_extracted() throws Exception {
    List<String> pages = october(1, 2);
    test.site.at(pages.get(0), reply(200, "<html><body><p>别的模板。</p></body></html>"));
    test.site.at(pages.get(1), reply(429, ""));
    test.run();
    assertTrue(test.said.anyHas("1 page is left; run"));
    october(1, 2);
    test.site.forget();
    test.clock.pass(Duration.ofDays(8));
    assertFalse(test.run().isFailure());
    assertEquals(pages, test.site.requestedPages());
  }

  @Test
  void a_429_with_Retry_After_is_waited_for() throws Exception {
    String page = october(1).get(0);
    AtomicInteger asked = new AtomicInteger();
    var answer = reply(200, Fixtures.page(test.site.url(page), "题", Instant.EPOCH, "文"));
    test.site.at(
        page,
        (request, out) ->
            (asked.getAndIncrement() < 2 ? reply(429, "", "Retry-After: 17") : answer)
                .write(request, out));
    assertFalse(test.run().isFailure());
    assertEquals(2, test.sleeps.stream().filter(Duration.ofSeconds(17)::equals).count());
  }

  @Test
  void three_403s_in_a_row_end_what_is_asked_of_the_host_and_404s_do_not_count() throws Exception {
    List<String> pages = october(1, 2, 3, 4, 5, 6, 7, 8, 9);
    for (int gone : new int[] {0, 1, 2, 4}) {
      test.site.at(pages.get(gone), reply(404, ""));
    }
    for (int refused : new int[] {3, 5, 6, 7}) {
      test.site.at(pages.get(refused), reply(403, ""));
    }
    BackfillReport report = test.run();
    assertEquals(pages.subList(0, 8), test.site.requestedPages());
    assertTrue(report.isFailure());
    assertTrue(test.said.anyHas("1 page is left; run"));
    test.site.forget();
    october(1, 2, 3, 4, 5, 6, 7, 8, 9);
    test.run();
    assertEquals(
        List.of(pages.get(3), pages.get(5), pages.get(6), pages.get(7), pages.get(8)),
        test.site.requested());
  }

  @Test
  void redirects_and_retries_keep_their_distance_too() throws Exception {
    String page = october(1).get(0);
    test.site.at(page, reply(302, "", "Location: " + test.site.url("/cn/b/20231001-x1")));
    test.site.at("/cn/b/20231001-x1", reply(500, ""));
    test.run();
    List<Logged> log = test.site.log();
    assertEquals(3 + 2 * 3, log.size());
    for (int i = 1; i < log.size(); i++) {
      Duration between = Duration.between(log.get(i - 1).time(), log.get(i).time());
      assertTrue(between.compareTo(Duration.ofSeconds(5)) >= 0, between + " before " + log.get(i));
    }
  }

  @Test
  void a_run_that_its_time_ends_has_not_failed_and_goes_on_later() throws Exception {
    List<String> pages = october(1, 2);
    Deadline short1 = new Deadline(Duration.ofSeconds(4));
    test.site.at(pages.get(1), (request, out) -> Thread.sleep(60_000));
    test.deadline = short1;
    BackfillReport report = test.run();
    assertTrue(report.outOfTime());
    assertFalse(report.isFailure(), () -> test.said.lines.toString());
    assertTrue(test.said.anyHas("1 page is left; run"));
    test.deadline = Deadline.NONE;
    test.site.page(pages.get(1)).forget();
    assertFalse(test.run().isFailure());
    assertEquals(List.of(pages.get(1)), test.site.requested());
  }

  @Test
  void an_article_whose_only_file_is_damaged_is_missing() throws Exception {
    test.site.list(OCTOBER, october(1, 2));
    test.run();
    Archive archive = new Archive(test.folder);
    Files.write(archive.path(archive.names().findFirst().orElseThrow()), new byte[0]);
    assertEquals(1, test.check().completeness().count(Standing.MISSING));
    assertEquals(1, test.run().revised());
    assertTrue(test.check().completeness().isComplete());
  }

  /** Pages whose articles are of September, of which none can be saved. */
  private void blockSeptember(String... pages) throws Exception {
    Files.createDirectories(test.folder.resolve("2023"));
    Files.writeString(test.folder.resolve("2023/09"), "");
    for (String page : pages) {
      String url = test.site.url(page);
      Instant date = Instant.parse("2023-09-28T09:00:00Z");
      test.site.at(page, reply(200, Fixtures.page(url, "题", date, "正文" + page)));
    }
  }

  @Test
  void an_article_that_cannot_be_saved_is_named_and_costs_no_other() throws Exception {
    List<String> pages = october(3, 4, 5, 6, 7);
    blockSeptember(pages.get(0), pages.get(1), pages.get(3));
    BackfillReport report = test.run();
    assertEquals(2, report.added());
    assertEquals(3, report.completeness().count(Standing.MISSING));
    assertTrue(report.isFailure());
    for (int blocked : new int[] {0, 1, 3}) {
      String named = test.site.url(pages.get(blocked)) + ": " + test.folder.resolve("2023/09");
      assertTrue(test.said.anyHas("failure " + named), test.said.lines::toString);
    }
    Files.delete(test.folder.resolve("2023/09"));
    test.run();
    assertEquals(5, new Archive(test.folder).names().count());
  }

  @Test
  void three_articles_in_a_row_that_cannot_be_saved_end_the_run() throws Exception {
    List<String> pages = october(2, 3, 4, 5, 6);
    blockSeptember(pages.get(1), pages.get(2), pages.get(3));
    BackfillReport report = test.run();
    assertNotNull(report.failure());
    assertEquals(1, report.added());
    assertEquals(pages.subList(0, 4), test.site.requestedPages());
  }

  private PendingEntry untried(String page) {
    PendingEntry.Listing listing =
        new PendingEntry.Listing("", null, "https://x/feed", null, List.of());
    return PendingEntry.untried(test.url(page), listing, "answered 403", Instant.EPOCH);
  }

  private void store(PendingEntry... pending) throws Exception {
    Archive archive = new Archive(test.folder);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      new RunState(archive).store(writer, List.of(pending));
    }
  }

  @Test
  void a_pending_page_that_could_not_be_extracted_is_pending_in_every_report() throws Exception {
    List<String> pages = october(1, 2);
    test.site.at(pages.get(0), reply(200, "<html><body>别的模板</body></html>"));
    test.site.at(pages.get(1), reply(403, ""));
    store(untried(pages.get(0)));
    CompletenessReport ran = test.run().completeness();
    assertEquals(1, ran.count(Standing.PENDING));
    assertEquals(test.check().completeness().rows(), ran.rows());
  }

  @Test
  void pending_and_given_up_entries_are_counted_apart_and_tried() throws Exception {
    List<String> pages = october(1, 2, 3);
    PendingEntry givenUp = untried(pages.get(1)).givenUp(Instant.parse("2023-10-20T00:00:00Z"));
    store(untried(pages.get(0)), givenUp);
    BackfillRun.Checked checked = test.check();
    assertEquals(1, checked.completeness().count(Standing.PENDING));
    assertEquals(1, checked.completeness().count(Standing.GIVEN_UP));
    assertEquals(List.of(test.url(pages.get(2))), checked.missing());
    assertEquals(3, test.run().added());
    assertEquals(pages, test.held());
  }

  @Test
  void the_lock_is_free_while_pages_are_fetched() throws Exception {
    String page = october(1).get(0);
    var answer = reply(200, Fixtures.page(test.site.url(page), "题", Instant.EPOCH, "文"));
    try (TestRun other = new TestRun(test.folder)) {
      other.site.at(
          "/feed",
          reply(
              200,
              Fixtures.feed(
                  Fixtures.item("https://www.rfi.fr/cn/b", "乙", Instant.EPOCH, "一。", "二。"))));
      test.site.at(
          page,
          (request, out) -> {
            try {
              assertEquals(1, other.run("/feed").added());
            } catch (Exception e) {
              throw new AssertionError(e);
            }
            answer.write(request, out);
          });
      assertFalse(test.run().isFailure());
    }
    assertEquals(2, new Archive(test.folder).names().count());
  }

  @Test
  void a_journal_that_cannot_be_understood_is_named_and_left_as_it_is() throws Exception {
    october(1);
    test.run();
    Path journal = test.folder.resolve(".rfi-archiver/backfill");
    String whole = Files.readString(journal);
    for (String damaged :
        List.of(
            "",
            "[]",
            "{}",
            whole.substring(0, whole.length() - 3),
            whole.replace("2023-10-01", "2023-13-01"),
            whole.replace("\"edition\"", "\"edit\""),
            whole.replace("http://", "ftp://"),
            whole + "[]\n",
            whole + "{\"url\":\"http://x/\"}\n",
            whole + "{\"url\":\"http://x/\",\"mark\":\"LOST\"}\n",
            whole + "{\"url\":\"http://x/\",\"savedAs\":\"ftp://x/\"}\n",
            whole + "{\"mark\":\"GONE\"}\n")) {
      Files.writeString(journal, damaged);
      Exception e = assertThrows(ArchiveException.class, () -> test.run());
      assertTrue(e.getMessage().startsWith(journal + ": cannot be understood"), e.getMessage());
      assertEquals(damaged, Files.readString(journal));
    }
    assertFalse(test.restart().isFailure());
  }

  @Test
  void a_check_writes_its_report_alone() throws Exception {
    october(1);
    test.check();
    assertFalse(Files.exists(test.folder));
    test.hold(List.of("/cn/a/20231002-y"));
    try (ArchiveWriter held = ArchiveWriter.open(new Archive(test.folder))) {
      test.check();
      held.sync();
    }
    assertTrue(new RunState(new Archive(test.folder)).completeness().isPresent());
    assertFalse(Files.exists(test.folder.resolve(".rfi-archiver/backfill")));
    try (Stream<Path> state = Files.list(test.folder.resolve(".rfi-archiver"))) {
      assertEquals(
          List.of("completeness.json", "lock", "tmp"),
          state.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
