package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static io.github.rfiarchiver.StandInWayback.memento;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer.Answer;
import io.github.rfiarchiver.StandInSite.Logged;
import io.github.rfiarchiver.StandInWayback;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.state.CompletenessReport.Row;
import io.github.rfiarchiver.state.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backfill from the site and from a stand-in for the Wayback Machine. */
@Timeout(120)
class WaybackTest {
  private static final String OCTOBER = "/sitemaps/cn/contents_202310.xml";
  private static final String MIRROR = "https://feedx.net/rss/rfi.xml";

  @TempDir Path folder;
  private TestBackfill test;

  @BeforeEach
  void begin() {
    test = new TestBackfill(folder.resolve("archive"));
    test.asksWayback = test.wayback.url() + "/";
    test.site.robots("", "/sitemaps/cn/index.xml").index("/sitemaps/cn/index.xml", OCTOBER);
  }

  @AfterEach
  void end() {
    test.close();
  }

  private void fromWaybackAlone() {
    test.asksSite = false;
  }

  private static String path(int day) {
    return "/cn/a/202310%02d-x%d".formatted(day, day);
  }

  /** Pages that the site lists and has lost. */
  private List<String> lost(int... days) {
    List<String> pages = new ArrayList<>();
    for (int day : days) {
      pages.add(path(day));
    }
    test.site.list(OCTOBER, pages);
    return pages;
  }

  private String page(String path) {
    return Fixtures.page(test.site.url(path), "题" + path, date(path), "存档正文" + path);
  }

  private static Instant date(String path) {
    String day = path.replaceFirst(".*/(\\d{4})(\\d\\d)(\\d\\d)-.*", "$1-$2-$3");
    return Instant.parse(day + "T09:00:00Z");
  }

  private void captured(String timestamp, String path) {
    test.wayback.page(timestamp, test.site.url(path), page(path));
  }

  private String item(String path, String text) {
    return Fixtures.item(test.site.url(path), "题" + path, date(path), text, "第二段。");
  }

  private static Map<String, String> files(Path archive) throws Exception {
    Map<String, String> files = new TreeMap<>();
    for (Path file : new Archive(archive).contents().toList()) {
      files.put(archive.relativize(file).toString(), Files.readString(file));
    }
    return files;
  }

  private static long available(CompletenessReportRows rows) {
    return rows.rows().stream().map(Row::wayback).filter(Objects::nonNull).mapToInt(n -> n).sum();
  }

  private record CompletenessReportRows(List<Row> rows) {}

  private static long available(BackfillRun.Checked checked) {
    return available(new CompletenessReportRows(checked.completeness().rows()));
  }

  /** 15 on the site, 5 refused there and captured, 2 in a captured feed alone, 1 nowhere. */
  private List<String> interplay() {
    List<String> pages = new ArrayList<>();
    for (int i = 1; i <= 23; i++) {
      pages.add(path(i));
      if (i <= 15) {
        test.site.page(path(i));
      } else if (i <= 20) {
        test.site.at(path(i), i % 2 == 0 ? reply(403, "") : reply(410, ""));
        captured("202310%02d100000".formatted(i), path(i));
      }
    }
    test.site.list(OCTOBER, pages);
    test.wayback.feed(
        "20231023120000", MIRROR, Fixtures.feed(item(path(21), "甲"), item(path(22), "乙")));
    test.wayback.feed(
        "20231022120000",
        test.site.url("/cn/rss"),
        Fixtures.feed(Fixtures.summary(test.site.url(path(22)), "题", date(path(22)))));
    test.wayback.slices(2);
    return pages;
  }

  @Test
  void of_23_missing_22_come_from_both_sources_and_one_stays_named() throws Exception {
    List<String> pages = interplay();
    assertEquals(5, available(test.check()));
    assertEquals(List.of(), test.wayback.replayed());
    test.site.forget();
    test.wayback.forget();

    BackfillReport report = test.run();
    assertEquals(22, report.added(), () -> test.said.lines.toString());
    assertEquals(pages.subList(0, 22), test.held());
    assertTrue(report.isFailure());
    assertEquals(1, report.failed());
    assertFalse(test.said.anyHas("left; run"));
    assertEquals(1, report.completeness().count(Standing.MISSING));
    assertTrue(
        test.said.anyHas(
            path(23) + ": answered 404 Not Found; the Wayback Machine has no capture"));
    assertEquals(7, test.wayback.replayed().size());
    assertNothingTwice();
    test.site.forget();
    test.wayback.forget();

    assertTrue(test.run().isFailure());
    assertEquals(List.of(), test.site.requestedPages());
    assertEquals(List.of(), test.wayback.replayed());
    assertEquals(List.of(path(23)), test.check().missing().stream().map(test::path).toList());
  }

  private List<Logged> bothLogs() {
    List<Logged> log = new ArrayList<>(test.site.log());
    log.addAll(test.wayback.log());
    return log;
  }

  private void assertNothingTwice() {
    List<Logged> log = bothLogs();
    assertEquals(
        log.size(), new HashSet<>(log.stream().map(Logged::path).toList()).size(), log.toString());
    for (List<Logged> each : List.of(test.site.log(), test.wayback.log())) {
      for (int i = 1; i < each.size(); i++) {
        Duration between = Duration.between(each.get(i - 1).time(), each.get(i).time());
        assertTrue(between.compareTo(Duration.ofSeconds(5)) >= 0, between + ": " + each.get(i));
      }
    }
  }

  @Test
  void killed_before_each_request_to_either_source_it_goes_on_and_asks_for_nothing_twice()
      throws Exception {
    interplay();
    for (int day = 6; day <= 15; day++) { // a shorter run: each request is a run here
      test.site.at(path(day), reply(404, ""));
    }
    test.site.list(OCTOBER, List.of(path(1), path(2), path(16), path(17), path(21), path(23)));
    test.run();
    int requests = bothLogs().size();
    assertTrue(requests > 15, bothLogs().toString());
    Map<String, String> whole = files(test.folder);
    assertEquals(6, whole.size());
    for (int kill = 1; kill <= requests; kill++) {
      Path archive = folder.resolve("killed-" + kill);
      test.site.forget();
      test.wayback.forget();
      test.killBefore(kill, archive);
      test.backfill(archive, fetcher -> fetcher).run(false);
      assertEquals(whole, files(archive), "killed before request " + kill);
      // A refused page is asked for again, and nothing else.
      long refused = test.site.requested().stream().filter(path(16)::equals).count();
      assertTrue(refused <= 2);
      assertEquals(requests + refused - 1, bothLogs().size(), "killed before request " + kill);
    }
  }

  @Test
  void where_nothing_is_missing_the_Wayback_Machine_is_not_asked() throws Exception {
    test.site.page(path(1)).list(OCTOBER, List.of(path(1)));
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    BackfillRun.Checked checked = test.check();
    assertEquals(List.of(), test.wayback.requested());
    assertEquals(0, checked.completeness().rows().get(0).wayback());
  }

  @Test
  void with_the_Wayback_Machine_alone_its_index_is_the_list_and_the_site_is_not_asked()
      throws Exception {
    fromWaybackAlone();
    captured("20231003000000", path(2));
    captured("20231231000000", path(3)); // captured later, the article's date decides
    captured("20231004000000", "/cn/a/20230930-before");
    captured("20231004000000", "/tw/a/20231004-other");
    test.wayback.page("20231004000000", test.site.url("/cn/中国/"), "<html>栏目</html>");
    test.wayback.feed("20231005000000", MIRROR, Fixtures.feed(item(path(4), "甲")));
    BackfillReport report = test.run();
    assertFalse(report.isFailure(), () -> test.said.lines.toString());
    assertEquals(List.of(path(2), path(3), path(4)), test.held());
    assertEquals(List.of(), test.site.requested());
    test.wayback.forget();
    assertFalse(test.run().isFailure());
    assertEquals(List.of(), test.wayback.replayed());
  }

  @Test
  void an_index_without_any_capture_leaves_all_days_unknown() throws Exception {
    fromWaybackAlone();
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertEquals(28, report.completeness().unknown());
  }

  @Test
  void where_the_site_refuses_its_lists_captures_are_taken_and_the_days_stay_unknown()
      throws Exception {
    for (int status : List.of(403, 500)) {
      test.site.at("/robots.txt", reply(status, ""));
      captured("20231003000000", path(status / 100));
      BackfillReport report = test.restart();
      assertEquals(1, report.added(), () -> test.said.lines.toString());
      assertEquals(28, report.completeness().unknown());
      assertTrue(report.isFailure());
    }
    assertEquals(List.of(), test.site.requestedPages());
  }

  @Test
  void all_spellings_of_a_URL_are_one_article() throws Exception {
    lost(1);
    String url = test.site.url(path(1));
    test.wayback.page("20231003000000", url + "?utm_source=x", page(path(1)));
    test.wayback.page("20231002000000", url + "/", page(path(1)));
    test.wayback.page("20231002000000", url.replace("a/", "%61/"), page(path(1)));
    assertEquals(1, available(test.check()));
    assertEquals(1, test.run().added());
    assertEquals(1, test.wayback.replayed().size());
    assertEquals(List.of(path(1)), test.held());
  }

  @Test
  void what_the_site_answered_counts_for_all_spellings_of_a_URL() throws Exception {
    lost(1, 2);
    String lede = "<p class=\"t-content__chapo\">导语在此。</p>";
    String empty = Fixtures.page(test.site.url(path(1)), "题", date(path(1))).replace(lede, "");
    test.site.at(path(1), reply(200, empty)).page("/cn/new/20231002-n");
    test.site.at(path(2), reply(301, "", "Location: /cn/new/20231002-n"));
    assertEquals(1, test.run().added());
    fromWaybackAlone();
    test.wayback.page("20231003000000", test.site.url(path(1)) + "?utm_source=x", empty);
    test.wayback.page("20231003000000", test.site.url(path(2)) + "/", page(path(2)));
    BackfillReport report = test.run();
    assertEquals(1, report.completeness().count(Standing.NO_ARTICLE));
    assertEquals(1, report.completeness().count(Standing.HELD));
    assertEquals(List.of("/cn/new/20231002-n"), test.held());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x 20231008100000 https://a/cn/x text/html 200 D\nx 20231009"})
  void an_index_that_answers_nothing_or_is_cut_off_is_asked_again(String answer) throws Exception {
    lost(9);
    captured("20231009100000", path(9));
    Answer honest = test.wayback.honest();
    test.wayback.index(reply(200, answer));
    assertEquals(0, test.run().added());
    test.wayback.index(honest);
    assertEquals(1, test.run().added());
  }

  @Test
  void an_empty_slice_with_a_key_is_followed_and_rows_that_repeat_count_once() throws Exception {
    lost(1, 2);
    captured("20231003000000", path(1));
    captured("20231003000000", path(2));
    List<String> keys = new ArrayList<>();
    test.wayback.index(
        (request, out) -> {
          Map<String, List<String>> query = StandInWayback.parameters(request.target());
          assertFalse(query.containsKey("page"));
          String key = query.getOrDefault("resumeKey", List.of("")).get(0);
          keys.add(key);
          boolean isOfPages = query.containsKey("collapse");
          String row = "k 20231003000000 " + test.site.url(path(1)) + " text/html 200 A\n";
          String other = "k 20231003000000 " + test.site.url(path(2)) + " text/html 200 B\n";
          String answer =
              switch (isOfPages ? key : "end") {
                case "" -> "\nk+1%21\n";
                case "k+1%21" -> row + row + "\nk2\n";
                case "k2" -> row + other;
                default -> "";
              };
          reply(200, answer).write(request, out);
        });
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    assertEquals(List.of("", "", "", "k+1%21", "k2"), keys);
    assertEquals(2, test.wayback.replayed().size());
  }

  @Test
  void keys_that_cycle_end_the_list_and_that_is_said() throws Exception {
    captured("20231003000000", path(1));
    Answer cycle =
        (request, out) -> {
          String target = request.target();
          String key = target.endsWith("resumeKey=k1") ? "k2" : "k1";
          String row = "k 20231003000000 " + test.site.url(path(1)) + " text/html 200 A\n";
          reply(200, (target.contains("collapse") ? row : "") + "\n" + key).write(request, out);
        };
    test.wayback.index(cycle);
    lost(1, 2);
    BackfillRun.Checked checked = test.check();
    assertEquals(null, checked.completeness().rows().get(0).wayback());
    BackfillReport report = test.run();
    assertEquals(1, report.added(), () -> test.said.lines.toString());
    assertEquals(3 * 3, test.wayback.requested().size() - 1 - 3);
    assertTrue(test.said.anyHas("its resume keys repeat or have no end; captures may be missing"));
    assertTrue(test.said.anyHas(path(2) + ": answered 404 Not Found; captures are unknown"));
    fromWaybackAlone();
    assertEquals(28, test.run().completeness().unknown());
    test.wayback.index(reply(200, "")); // the key is the last one now
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
  }

  @Test
  void keys_without_end_end_the_list_and_that_is_said() throws Exception {
    lost(1);
    test.wayback.index(
        (request, out) -> {
          if (test.wayback.requested().size() < 3000) {
            reply(200, "\nk" + test.wayback.requested().size()).write(request, out);
          } else {
            reply(200, "").write(request, out);
          }
        });
    BackfillRun.Checked checked = test.check();
    assertEquals(null, checked.completeness().rows().get(0).wayback());
    assertTrue(test.said.anyHas("its resume keys repeat or have no end; captures may be missing"));
  }

  @Test
  void a_page_that_is_captured_later_is_found_where_the_site_still_refuses_it() throws Exception {
    lost(1);
    test.site.at(path(1), reply(403, ""));
    assertEquals(0, test.run().added());
    captured("20231029060000", path(1));
    test.clock.pass(Duration.ofDays(1));
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    assertEquals(List.of(path(1)), test.held());
  }

  @Test
  void a_revisit_is_a_capture_and_one_of_the_same_response_is_not_asked_for_again()
      throws Exception {
    lost(1, 2);
    test.wayback
        .row("20231004000000", test.site.url(path(1)), "warc/revisit", "-", "R")
        .replays("20231004000000", test.site.url(path(1)), memento(200, page(path(1))));
    test.wayback.feed("20231003000000", MIRROR, Fixtures.feed(item(path(3), "甲")));
    test.wayback.row("20231003000009", MIRROR, "warc/revisit", "-", "D1");
    test.site.list(OCTOBER, List.of(path(1), path(2)));
    BackfillReport report = test.run();
    assertEquals(List.of(path(1), path(3)), test.held());
    assertEquals(1, report.completeness().count(Standing.MISSING));
    assertEquals(2, test.wayback.replayed().size());
  }

  @Test
  void an_error_page_of_the_Wayback_Machine_is_no_capture_and_is_asked_for_again()
      throws Exception {
    lost(1);
    String url = test.site.url(path(1));
    for (Answer own :
        List.of(reply(200, page(path(1))), reply(404, "<html>Hrm.</html>"), reply(400, ""))) {
      test.wayback.replays("20231003000000", url, own);
      if (test.wayback.requested().isEmpty()) {
        test.wayback.row("20231003000000", url, "text/html", "200", "A");
      }
      BackfillReport report = test.run();
      assertTrue(report.isFailure());
      assertEquals(0, report.added());
      assertTrue(test.said.anyHas("with an error page of the Wayback Machine, not the capture"));
    }
    assertEquals(3, test.wayback.replayed().size());
    test.wayback.replays("20231003000000", url, memento(200, page(path(1))));
    assertFalse(test.run().isFailure());
  }

  @Test
  void a_captured_429_is_a_capture_and_pauses_nothing() throws Exception {
    lost(1, 2, 3, 4, 5);
    for (int day = 1; day <= 4; day++) {
      test.wayback.holds(
          "20231006000000",
          test.site.url(path(day)),
          "text/html",
          memento(day % 2 == 0 ? 429 : 403, "<html>429</html>"));
    }
    captured("20231006000000", path(5));
    BackfillReport report = test.run();
    assertEquals(List.of(path(5)), test.held());
    assertEquals(4, report.failed());
    assertFalse(test.sleeps.contains(Duration.ofMinutes(1)));
    test.wayback.forget();
    assertEquals(0, available(test.check()), "a capture that was tried in vain is not available");
  }

  @Test
  void a_429_pauses_everything_for_a_minute_and_a_second_one_ends_the_run_with_what_is_left()
      throws Exception {
    lost(1, 2, 3);
    for (int day = 1; day <= 3; day++) {
      captured("20231004000000", path(day));
    }
    AtomicInteger refusals = new AtomicInteger();
    String url = test.site.url(path(1));
    Answer capture = memento(200, page(path(1)));
    test.wayback.replays(
        "20231004000000",
        url,
        (request, out) ->
            (refusals.getAndIncrement() == 0 ? reply(429, "", "Retry-After: 5") : capture)
                .write(request, out));
    test.wayback.replays("20231004000000", test.site.url(path(2)), reply(429, ""));
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertEquals(1, report.added());
    assertTrue(test.said.anyHas("2 pages are left; run"));
    assertEquals(3, test.wayback.replayed().size());
    assertEquals(1, test.sleeps.stream().filter(Duration.ofMinutes(1)::equals).count());
    assertTrue(test.said.anyHas("answered 429 Too Many Requests for the second time"));
    captured("20231004000000", path(2));
    test.wayback.forget();
    assertFalse(test.run().isFailure());
    assertEquals(2, test.wayback.replayed().size());
  }

  @Test
  void a_429_of_the_index_counts_too() throws Exception {
    fromWaybackAlone();
    captured("20231004000000", path(1));
    test.wayback.index(reply(429, ""));
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertEquals(2, test.wayback.requested().size());
    test.wayback.index(test.wayback.honest());
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
  }

  @Test
  void captures_of_feeds_that_a_second_429_leaves_are_named_and_read_next_time() throws Exception {
    fromWaybackAlone();
    captured("20231004000000", path(1));
    test.wayback.feed("20231004000000", MIRROR, Fixtures.feed(item(path(2), "甲")));
    test.wayback.replays("20231004000000", MIRROR, reply(429, ""));
    BackfillReport report = test.run();
    assertTrue(report.isFailure());
    assertTrue(test.said.anyHas(MIRROR + ": 1 capture is left; run"));
    test.wayback.replays("20231004000000", MIRROR, memento(200, Fixtures.feed(item(path(2), "甲"))));
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    assertEquals(List.of(path(1), path(2)), test.held());
  }

  @Test
  void what_is_blocked_is_not_called_absent() throws Exception {
    String blocked = "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked";
    lost(1);
    for (Answer index :
        List.of(
            reply(403, blocked),
            reply(403, "", "X-Archive-Wayback-Runtime-Error: " + blocked),
            reply(200, blocked))) {
      test.wayback.index(index);
      assertTrue(test.run().isFailure());
      assertTrue(test.said.anyHas("AdministrativeAccessControl"), () -> "" + test.said.lines);
      assertTrue(test.said.anyHas("captures are unknown; not archived"));
      assertFalse(test.said.anyHas("has no capture"));
      assertFalse(test.said.anyHas("0 captured pages"));
      assertEquals(null, test.check().completeness().rows().get(0).wayback());
    }
    test.wayback.index(test.wayback.honest());
    test.wayback.holds("20231004000000", test.site.url(path(1)), "text/html", reply(403, blocked));
    assertTrue(test.run().isFailure());
    assertTrue(test.said.anyHas("blocked at the Wayback Machine, not absent"));
  }

  @Test
  void a_capture_replaces_nothing_and_another_wording_is_a_revision_of_its_time() throws Exception {
    fromWaybackAlone();
    test.site.page(path(1));
    test.hold(List.of(path(1)));
    Map<String, String> before = files(test.folder);
    test.wayback.feed("20231005010203", MIRROR, Fixtures.feed(item(path(1), "另一种说法。")));
    test.wayback.feed("20231006010203", MIRROR, Fixtures.feed(item(path(1), "另一种说法。")));
    assertEquals(1, test.run().revised());
    Map<String, String> after = files(test.folder);
    assertTrue(after.entrySet().containsAll(before.entrySet()));
    assertEquals(2, after.size());
    assertTrue(
        after.keySet().stream().anyMatch(name -> name.endsWith(".r20231005T010203Z.txt")),
        after.keySet().toString());
  }

  @Test
  void captures_of_feeds_are_read_only_where_they_may_list_what_is_missing() throws Exception {
    lost(10);
    String[] times = {"20231002", "20231010", "20231011", "20231020", "20231101", "20231105"};
    for (String time : times) {
      String path = "/cn/a/" + time + "-f";
      test.wayback.feed(time + "120000", MIRROR, Fixtures.feed(item(path, "文" + time)));
    }
    test.run();
    assertEquals(
        List.of("20231010", "20231011", "20231020", "20231101").stream()
            .map(day -> "/web/" + day + "120000id_/" + MIRROR)
            .toList(),
        test.wayback.replayed());
  }

  @Test
  void a_feed_that_is_past_the_span_ends_no_other_whose_URL_begins_like_it() throws Exception {
    lost(10);
    test.over("2023-10-01", "2023-10-11");
    String fast = Fixtures.feed(item("/cn/a/20231012-f", "快"));
    test.wayback.feed("20231012120000", test.site.url("/cn/rss-fast"), fast);
    test.wayback.feed("20231012120100", test.site.url("/cn/rss-fast"), fast + " ");
    test.wayback.feed(
        "20231012130000", test.site.url("/cn/rss"), Fixtures.feed(item(path(10), "慢")));
    test.run();
    assertEquals(List.of(path(10)), test.held());
    assertEquals(2, test.wayback.replayed().size());
  }

  @Test
  void of_captures_with_one_document_the_next_is_asked_where_one_fails() throws Exception {
    fromWaybackAlone();
    String feed = Fixtures.feed(item(path(1), "甲"));
    for (String time : List.of("20231002000000", "20231003000000", "20231004000000")) {
      test.wayback.row(time, MIRROR, "text/xml", "200", "SAME");
      test.wayback.replays(
          time, MIRROR, time.startsWith("20231002") ? reply(404, "") : memento(200, feed));
    }
    assertEquals(1, test.run().added(), () -> test.said.lines.toString());
    assertEquals(2, test.wayback.replayed().size());
    assertEquals(0, test.run().failed(), () -> test.said.lines.toString());
    assertEquals(2, test.wayback.replayed().size());
  }

  @Test
  void a_span_that_grows_by_days_reads_no_older_capture_again_and_one_that_begins_earlier_does()
      throws Exception {
    fromWaybackAlone();
    List<String> times = List.of("20231002120000", "20231009120000", "20231010120000");
    for (String time : times) {
      String day = time.substring(0, 8);
      List<String> days = List.of("/cn/a/" + day + "-f", "/cn/a/20230930-" + day);
      test.wayback.feed(
          time, MIRROR, Fixtures.feed(item(days.get(0), "文" + day), item(days.get(1), "旧" + day)));
    }
    test.over("2023-10-01", "2023-10-10").run();
    assertEquals(2, test.held().size());
    test.wayback.forget();
    test.over("2023-10-01", "2023-10-11").run();
    assertEquals(3, test.held().size());
    assertEquals(List.of("/web/" + times.get(1), "/web/" + times.get(2)), replayedTimes());
    test.wayback.forget();
    test.over("2023-10-02", "2023-10-11").run();
    assertEquals(List.of(), replayedTimes());
    test.over("2023-09-30", "2023-10-11").run();
    assertEquals(times.stream().map(time -> "/web/" + time).toList(), replayedTimes());
    assertEquals(6, test.held().size());
  }

  @Test
  void backfills_of_both_editions_in_turn_read_no_captured_feed_again() throws Exception {
    fromWaybackAlone();
    test.wayback.feed("20231002120000", MIRROR, Fixtures.feed(item(path(2), "简")));
    String tw = path(2).replace("cn", "tw");
    test.wayback.feed("20231003120000", test.site.url("/tw/rss"), Fixtures.feed(item(tw, "繁")));
    for (String edition : List.of("cn", "tw", "cn", "tw")) {
      test.edition = edition;
      test.run();
    }
    assertEquals(List.of(path(2), tw), test.held());
    assertEquals(2, test.wayback.replayed().size());
  }

  private List<String> replayedTimes() {
    return test.wayback.replayed().stream().map(path -> path.replaceFirst("id_.*", "")).toList();
  }

  @Test
  void a_redirect_to_another_capture_gives_its_time_and_ends_no_search() throws Exception {
    fromWaybackAlone();
    test.hold(List.of(path(1)));
    String later = test.wayback.url() + "/web/20240203040506id_/" + MIRROR;
    test.wayback.feed("20231002000000", MIRROR, "");
    test.wayback.replays("20231002000000", MIRROR, reply(302, "", "Location: " + later));
    test.wayback.replays(
        "20240203040506", MIRROR, memento(200, Fixtures.feed(item("/cn/a/20240203-x", "丙"))));
    test.wayback.feed("20231003000000", MIRROR, Fixtures.feed(item(path(2), "乙")));
    test.run();
    assertEquals(List.of(path(1), path(2)), test.held());
    test.wayback.replays(
        "20240203040506", MIRROR, memento(200, Fixtures.feed(item(path(1), "另一种说法。"))));
    test.run();
    test.restart();
    assertTrue(
        files(test.folder).keySet().stream().anyMatch(n -> n.endsWith(".r20240203T040506Z.txt")),
        () -> test.said.lines.toString());
  }

  @Test
  void a_captured_feed_that_cannot_be_read_costs_no_other() throws Exception {
    lost(1, 2);
    test.wayback.feed("20231002000000", MIRROR, "<html>no feed</html>");
    test.wayback.holds("20231003000000", MIRROR, "text/xml", reply(500, ""));
    test.wayback.feed(
        "20231004000000", MIRROR, Fixtures.feed(item(path(1), "甲"), item(path(2), "乙")));
    BackfillReport report = test.run();
    assertEquals(2, report.added());
    assertTrue(test.said.anyHas("is a web page, not a feed"));
    assertTrue(test.said.anyHas("its capture of 2023-10-03T00:00:00Z: answered 500"));
  }

  @Test
  void a_capture_without_the_article_gives_way_to_the_next_one() throws Exception {
    lost(1);
    String url = test.site.url(path(1));
    test.wayback.page("20231002000000", url, "<html><body>稍候</body></html>");
    test.wayback.page("20231004000000", url + "?utm_source=a", page(path(1)));
    assertFalse(test.run().isFailure(), () -> test.said.lines.toString());
    assertEquals(2, test.wayback.replayed().size());
  }

  @Test
  void a_run_that_its_time_ends_at_the_Wayback_Machine_goes_on_later() throws Exception {
    lost(1, 2);
    captured("20231004000000", path(1));
    captured("20231004000000", path(2));
    test.wayback.replays(
        "20231004000000", test.site.url(path(2)), (request, out) -> Thread.sleep(60_000));
    test.deadline = new Deadline(Duration.ofSeconds(3));
    BackfillReport report = test.run();
    assertTrue(report.outOfTime());
    assertFalse(report.isFailure(), () -> test.said.lines.toString());
    assertTrue(test.said.anyHas("1 page is left; run"));
    test.deadline = Deadline.NONE;
    captured("20231004000000", path(2));
    test.wayback.forget();
    assertFalse(test.run().isFailure());
    assertEquals(1, test.wayback.requested().size());
  }
}
