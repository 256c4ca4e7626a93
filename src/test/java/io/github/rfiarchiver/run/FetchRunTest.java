package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.TestClock;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.state.FeedState;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FetchRunTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  @TempDir Path folder;
  private TestRun test;
  private LoopbackServer site;
  private TestClock clock;
  private RecordingListener said;

  @BeforeEach
  void begin() {
    test = new TestRun(folder);
    site = test.site;
    clock = test.clock;
    said = test.said;
  }

  @AfterEach
  void end() {
    test.close();
  }

  private FetchReport run(String... paths) throws Exception {
    return test.run(paths);
  }

  private FetchReport run(FetchOptions options, String... paths) throws Exception {
    return test.run(options, Deadline.NONE, paths);
  }

  private FetchReport run(FetchOptions options, List<FeedSource> sources, boolean byDefault)
      throws Exception {
    return test.run(options, Deadline.NONE, sources, byDefault);
  }

  private List<Article> archived() throws Exception {
    return test.archived();
  }

  private static FetchOptions options(
      @Nullable Instant since,
      @Nullable Integer limit,
      boolean pages,
      boolean refresh,
      boolean force) {
    return new FetchOptions(since, limit, pages, refresh, force, 4, null);
  }

  private static FetchOptions without(boolean pages) {
    return options(null, null, pages, false, false);
  }

  private static final FetchOptions REFRESH = options(null, null, true, true, false);
  private static final FetchOptions FORCE = TestRun.FORCE;

  @Test
  void archives_whole_articles_from_a_feed() throws Exception {
    site.at("/feed", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。", "二。"))));
    FetchReport report = run("/feed");
    assertEquals(1, report.added());
    assertEquals(0, report.failures());
    Article article = archived().get(0);
    assertEquals("甲", article.headline());
    assertEquals(DATE, article.published());
    assertEquals(
        "<div>28/10/2023 - 11:22</div><img src=\"https://s.rfi.fr/media/a.jpg\"><p><strong>导语在此。</strong></p><div><p>一。</p><p>二。</p></div>",
        article.body());
  }

  @Test
  void fetches_the_page_of_an_article_that_is_too_complex_or_keeps_it_pending() throws Exception {
    String[] words = new String[30_000];
    Arrays.fill(words, "一");
    site.at(
            "/feed",
            reply(
                200,
                feed(
                    item(site.url("/cn/a"), "甲", DATE, words),
                    item(site.url("/cn/b"), "乙", DATE, words),
                    item(site.url("/cn/c"), "丙", DATE, "一。", "二。"))))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "页", DATE, "一。", "二。")))
        .at("/cn/b", reply(404, ""));
    FetchReport report = run("/feed");
    assertEquals(2, report.added());
    assertEquals(1, report.failures());
    assertEquals(1, report.pending());
  }

  @Test
  void fetches_the_page_of_a_summary_and_gives_it_the_mirrors_shape() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "源的标题", DATE))))
        .at(
            "/cn/a",
            reply(200, page(site.url("/cn/a"), "页面的标题", DATE.plusSeconds(60), "一。", "二。")));
    assertEquals(1, run("/feed").added());
    Article article = archived().get(0);
    assertEquals("源的标题", article.headline());
    assertEquals(DATE, article.published());
    assertTrue(
        article
            .body()
            .startsWith(
                "<div>28/10/2023 - 11:22</div><figure><img src=\"https://s.rfi.fr/media/a.jpg\">"),
        article.body());
    assertTrue(
        article.body().endsWith("<p><strong>导语在此。</strong></p><div><p>一。</p><p>二。</p></div>"),
        article.body());
  }

  @Test
  void takes_the_entry_that_carries_its_article_and_does_not_fetch_its_page() throws Exception {
    site.at("/rfi", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/mirror", reply(200, feed(item(site.url("/cn/a"), "甲", DATE, "一。", "二。"))));
    assertEquals(1, run("/rfi", "/mirror").added());
    assertEquals(List.of(), site.requests("/cn/a"));
  }

  @Test
  void keeps_all_texts_that_one_feed_lists_with_one_address_the_oldest_first() throws Exception {
    // The oldest takes longest to clean, but is saved first.
    String longest = live(1).replace("直播之1。", "<p>直播之1。</p>".repeat(3_000));
    site.at("/feed", reply(200, feed(live(3), live(2), longest)));
    assertEquals("1 2 0", counts(run(FORCE, "/feed")));
    assertEquals("0 0 3", counts(run(FORCE, "/feed")));
    List<Article> texts = archived();
    assertEquals(List.of("第1条", "第2条", "第3条"), texts.stream().map(Article::headline).toList());
    assertEquals(liveLink(1), texts.get(0).url().toString());
    assertEquals(liveLink(3), texts.get(2).url().toString());
    assertEquals(DATE.plusSeconds(60), texts.get(0).published());
    assertEquals(1, new Archive(folder).names().filter(name -> !name.isRevision()).count());
  }

  @Test
  void of_several_feeds_the_first_one_gives_the_texts() throws Exception {
    site.at("/a", reply(200, feed(live(2), live(2), live(1)))).at("/b", reply(200, feed(live(4))));
    assertEquals("1 1 0", counts(run(FORCE, "/a", "/b")));
    assertEquals(List.of("第1条", "第2条"), archived().stream().map(Article::headline).toList());
  }

  @Test
  void two_texts_under_one_guid_are_both_kept() throws Exception {
    site.at("/feed", reply(200, feed(live(1), live(1).replace("直播", "重播"))));
    assertEquals("1 1 0", counts(run(FORCE, "/feed")));
    assertEquals("0 0 2", counts(run(FORCE, "/feed")));
  }

  @Test
  void a_summary_beside_several_texts_of_its_address_costs_none_of_them() throws Exception {
    site.at("/a", reply(200, feed(summary(liveLink(9), "摘要", DATE))))
        .at("/b", reply(200, feed(live(2), summary(liveLink(9), "摘要", DATE), live(1))));
    assertEquals("1 1 0", counts(run(FORCE, "/a", "/b")));
    assertEquals(List.of("第1条", "第2条"), archived().stream().map(Article::headline).toList());
  }

  @Test
  void the_same_text_under_two_guids_is_one() throws Exception {
    site.at("/feed", reply(200, feed(live(1), live(1).replace("live-1", "live-x"))));
    assertEquals("1 0 1", counts(run(FORCE, "/feed")));
  }

  @Test
  void an_old_first_text_does_not_hide_a_late_one_from_since() throws Exception {
    site.at("/feed", reply(200, feed(live(3), live(1))));
    FetchOptions since = options(DATE.plusSeconds(150), null, true, false, false);
    assertEquals("1 1 0", counts(run(since, "/feed")));
  }

  @Test
  void an_article_whose_date_moves_by_months_is_not_fetched_again() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    Instant moved = DATE.plus(Duration.ofDays(100));
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", moved))));
    assertEquals("0 0 1", counts(run("/feed")));
    assertEquals(1, site.requests("/cn/a").size());
  }

  @Test
  void an_article_that_would_be_too_large_for_the_archive_is_named_and_pending() throws Exception {
    String large = item("https://www.rfi.fr/cn/large", "大", DATE, "长".repeat(6 << 20));
    site.at("/feed", reply(200, feed(large, item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    FetchReport report = run("/feed");
    assertEquals("1 0 0", counts(report));
    assertEquals(1, report.failures());
    assertEquals(1, report.pending());
    assertTrue(
        said.lines.get(0).contains("/large: is larger than 16 MiB: not an article"),
        said.lines.toString());
  }

  @Test
  void a_huge_file_under_an_articles_name_does_not_end_the_run() throws Exception {
    String feed = feed(live(1), item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    site.at("/feed", reply(200, feed));
    run("/feed");
    Path file = new Archive(folder).path(new Archive(folder).names().findFirst().orElseThrow());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(900L << 20);
    }
    assertEquals("0 1 1", counts(run(FORCE, "/feed")));
    assertEquals("0 0 2", counts(run(FORCE, "/feed")));
  }

  private static String counts(FetchReport report) {
    return report.added() + " " + report.revised() + " " + report.known();
  }

  /** One of several entries of a page that is written on and on. */
  private static String live(int number) {
    return item(
            liveLink(number),
            "第" + number + "条",
            DATE.plusSeconds(60L * number),
            "直播之" + number + "。")
        .replaceAll("<guid>.*</guid>", "<guid isPermaLink=\"false\">live-" + number + "</guid>");
  }

  private static String liveLink(int number) {
    return "https://www.rfi.fr/cn/live?ref=" + number;
  }

  @Test
  void fetches_no_page_of_a_known_article() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    assertEquals(1, run("/feed").known());
    assertEquals(1, site.requests("/cn/a").size());
  }

  @Test
  void refresh_fetches_known_pages_again_and_keeps_an_edit_beside_the_first() throws Exception {
    site.at("/feed", cached(feed(summary(site.url("/cn/a"), "甲", DATE)), "\"1\""))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    assertEquals(0, run(REFRESH, "/feed").revised());
    site.at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。更正。")));
    assertEquals(1, run(REFRESH, "/feed").revised());
    assertEquals(2, archived().size());
    assertEquals(3, site.requests("/cn/a").size());
  }

  @Test
  void refresh_does_not_promise_to_try_the_page_of_a_known_article_again() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    site.at("/cn/a", reply(404, ""));
    FetchReport report = run(REFRESH, "/feed");
    assertEquals(1, report.failures());
    assertEquals(0, report.pending());
    assertTrue(said.anyHas("404 Not Found; the archive keeps what it has"), said.lines.toString());
  }

  @Test
  void an_unchanged_feed_is_read_again_for_a_revision_that_could_not_be_had() throws Exception {
    String url = site.url("/cn/a");
    site.at("/feed", cached(feed(item(url, "甲", DATE, "一。", "二。")), "\"1\""));
    run("/feed");
    String deep = "<div>".repeat(300) + "更正。" + "</div>".repeat(300);
    site.at("/feed", cached(feed(item(url, "甲", DATE, "一。", deep)), "\"2\""))
        .at("/cn/a", reply(500, ""));
    assertEquals(1, run("/feed").failures());
    site.at("/cn/a", reply(200, page(url, "甲", DATE, "一。更正。")));
    assertEquals(1, run("/feed").revised(), said.lines.toString());
  }

  @Test
  void refresh_requests_no_known_page_of_a_host_that_asks_to_wait() throws Exception {
    String feed = feed(summary(site.url("/cn/a"), "甲", DATE));
    site.at("/feed", reply(200, feed))
        .at("/section", reply(200, feed))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    site.at("/cn/a", reply(429, "", "Retry-After: 3600"));
    run(REFRESH, "/feed");
    FetchReport report = run(REFRESH, "/section");
    assertEquals(2, site.requests("/cn/a").size());
    assertEquals(1, report.known());
    assertEquals(0, report.failures());
  }

  @Test
  void a_pending_page_of_the_feeds_host_is_retried_though_another_feed_lists_it() throws Exception {
    String listing = feed(summary(site.url("/cn/a"), "甲", DATE));
    site.at("/feed", reply(200, listing))
        .at("/cn/a", reply(500, ""))
        .at("/other", reply(200, listing));
    run("/feed");
    FeedSource other = FeedSource.named(site.url("/other").replace("127.0.0.1", "localhost"));
    assertEquals(1, run(without(true), List.of(other), false).pending());
    site.at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    assertEquals(1, run(without(true), List.of(other), false).added());
  }

  @Test
  void a_page_from_the_mirror_and_one_from_the_site_take_no_turns() throws Exception {
    String mirror = feed(item(site.url("/cn/a"), "甲", DATE, "一。", "二。"));
    site.at("/rfi", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。", "二。", "只有页面才有。")))
        .at("/mirror", reply(200, mirror));
    int revisions = 0;
    for (int night = 0; night < 10; night++) {
      revisions += run(REFRESH, night % 2 == 0 ? "/rfi" : "/mirror").revised();
      clock.pass(Duration.ofDays(1));
    }
    assertTrue(revisions <= 1, revisions + " revisions");
  }

  @Test
  void asks_conditionally_and_a_304_costs_one_request() throws Exception {
    site.at(
            "/feed",
            cached(
                feed(summary(site.url("/cn/a"), "甲", DATE)),
                "W/\"x\"",
                "Last-Modified: Sat, 28 Oct 2023 10:00:00 GMT"))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    assertEquals(2, site.requests().size());
    FetchReport report = run("/feed");
    assertEquals(1, report.feedsRead());
    assertEquals(3, site.requests().size());
    LoopbackServer.ReceivedRequest second = site.requests("/feed").get(1);
    assertEquals("W/\"x\"", second.header("If-None-Match"));
    assertEquals("Sat, 28 Oct 2023 10:00:00 GMT", second.header("If-Modified-Since"));
  }

  @Test
  void stores_new_validators_even_where_the_body_is_the_same() throws Exception {
    String body = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    site.at("/feed", reply(200, body, "ETag: \"1\""));
    run("/feed");
    site.at("/feed", reply(200, body, "ETag: \"2\""));
    run("/feed");
    run("/feed");
    assertEquals("\"2\"", site.requests("/feed").get(2).header("If-None-Match"));
  }

  @Test
  void runs_that_leave_something_aside_store_no_validators() throws Exception {
    site.at(
        "/feed",
        reply(
            200,
            feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")),
            "ETag: \"1\"",
            "Cache-Control: max-age=600"));
    run(without(false), "/feed");
    run(options(DATE, null, true, false, false), "/feed");
    run(options(null, 5, true, false, false), "/feed");
    run("/feed");
    assertEquals(4, site.requests("/feed").size());
    assertTrue(site.requests("/feed").stream().allMatch(r -> r.header("If-None-Match").isEmpty()));
  }

  @Test
  void refresh_and_force_send_no_validators() throws Exception {
    site.at("/feed", cached(feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")), "\"1\""));
    run("/feed");
    run(REFRESH, "/feed");
    run(FORCE, "/feed");
    assertTrue(site.requests("/feed").stream().allMatch(r -> r.header("If-None-Match").isEmpty()));
  }

  @Test
  void archives_nothing_of_a_feed_that_is_cut_off_behind_many_entries() throws Exception {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      items.add(item("https://www.rfi.fr/cn/" + i, "甲" + i, DATE, "一。", "二。"));
    }
    String whole = feed(items);
    site.at("/feed", reply(200, whole.substring(0, whole.length() - 20)));
    assertEquals(0, run("/feed").added());
    assertTrue(said.anyHas("is cut off or broken"), said.lines.toString());
    site.at("/feed", reply(200, whole));
    assertEquals(50, run("/feed").added());
  }

  @Test
  void stores_no_validators_of_a_feed_that_is_cut_off() throws Exception {
    String whole = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    site.at("/feed", reply(200, whole.substring(0, whole.length() / 2), "ETag: \"1\""));
    assertEquals(1, run("/feed").feedsFailed());
    assertTrue(said.anyHas("is cut off or broken"), said.lines.toString());
    run("/feed");
    assertEquals("", site.requests("/feed").get(1).header("If-None-Match"));
    assertEquals(List.of(), archived());
  }

  @Test
  void a_page_that_failed_is_tried_again_even_behind_a_304() throws Exception {
    site.at("/feed", cached(feed(summary(site.url("/cn/a"), "甲", DATE)), "\"1\""))
        .at("/cn/a", reply(503, ""));
    FetchReport first = run("/feed");
    assertEquals(1, first.pending());
    assertEquals(1, first.failures());
    assertEquals(3, site.requests("/cn/a").size());
    site.at("/cn/a", reply(200, page(site.url("/cn/a"), "页面的标题", DATE, "一。")));
    FetchReport second = run("/feed");
    assertEquals(1, second.added());
    assertEquals(0, second.pending());
    assertEquals("甲", archived().get(0).headline());
    assertEquals(0, run("/feed").added());
    assertEquals(4, site.requests("/cn/a").size());
  }

  @Test
  void what_the_feed_alone_gives_is_kept_until_the_page_comes() throws Exception {
    String entry =
        summary(site.url("/cn/a"), "甲", DATE)
            .replace(
                "</item>",
                "<author>记者</author>"
                    + "<enclosure url=\"https://a.rfi.fr/x.mp3\" type=\"audio/mpeg\"/></item>");
    site.at("/feed", cached(feed(entry), "\"1\"")).at("/cn/a", reply(403, ""));
    run("/feed");
    site.at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    assertEquals(1, run("/feed").added());
    String body = archived().get(0).body();
    assertTrue(body.contains("<audio src=\"https://a.rfi.fr/x.mp3\">"), body);
    assertTrue(body.contains("记者"), body);
  }

  @Test
  void a_damaged_file_alone_makes_no_summary_entry_known() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    run("/feed");
    Archive archive = new Archive(folder);
    Files.write(archive.path(archive.names().findFirst().orElseThrow()), new byte[0]);
    assertEquals(1, run("/feed").revised());
    assertEquals(1, run("/feed").known());
    assertEquals(2, site.requests("/cn/a").size());
  }

  @Test
  void a_page_that_failed_is_tried_again_when_the_feed_no_longer_lists_it() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, "<!DOCTYPE html><html><body>请同意</body></html>"));
    run("/feed");
    assertTrue(said.anyHas("holds no article"), said.lines.toString());
    site.at("/feed", reply(200, feed()))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    assertEquals(1, run("/feed").added());
  }

  @Test
  void a_page_cut_after_its_second_paragraph_is_not_archived_but_pending() throws Exception {
    String whole = page(site.url("/cn/a"), "甲", DATE, "一。", "二。", "三。");
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, whole.substring(0, whole.indexOf("<p>三"))));
    assertEquals(1, run("/feed").pending());
    assertTrue(said.anyHas(site.url("/cn/a") + ": is cut off"), said.lines.toString());
    assertEquals(List.of(), archived());
  }

  @Test
  void gives_a_page_up_after_404_on_three_days_and_reports_it_once() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))));
    for (int night = 0; night < 5; night++) {
      run("/feed");
      assertEquals(
          night == 2, said.anyHas("given up after 404 or 410 on 3 days"), "night " + night);
      clock.pass(Duration.ofDays(1));
    }
    assertEquals(3, site.requests("/cn/a").size());
  }

  @Test
  void a_day_is_counted_once_however_many_runs_there_are_on_it() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))));
    for (int run = 0; run < 6; run++) {
      run("/feed");
    }
    site.at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    assertEquals(1, run("/feed").added());
  }

  @Test
  void gives_a_page_up_after_404_on_three_days_with_other_failures_between() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))));
    for (int day = 0; day < 5; day++) {
      site.at("/cn/a", reply(day % 2 == 0 ? 404 : 500, ""));
      run("/feed");
      assertEquals(day == 4, said.anyHas("given up"), "day " + day);
      clock.pass(Duration.ofDays(1));
    }
  }

  @Test
  void gives_a_page_up_after_failing_on_thirty_days() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(403, ""));
    for (int day = 1; day <= 32; day++) {
      run("/feed");
      assertEquals(day == 30, said.anyHas("given up after failing on 30 days"), "day " + day);
      clock.pass(Duration.ofDays(1));
    }
    assertEquals(30, site.requests("/cn/a").size());
  }

  @Test
  void three_pages_that_are_always_refused_do_not_stand_before_the_others_for_ever()
      throws Exception {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      entries.add(summary(site.url("/cn/refused" + i), "拒", DATE));
      site.at("/cn/refused" + i, reply(403, ""));
    }
    site.at("/feed", reply(200, feed(entries)));
    for (int night = 0; night < 3; night++) {
      run("/feed");
    }
    entries.add(summary(site.url("/cn/a"), "甲", DATE));
    site.at("/feed", reply(200, feed(entries)))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    assertEquals(1, run("/feed").added());
  }

  @Test
  void leaves_a_host_that_refuses_three_requests_and_keeps_its_entries() throws Exception {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      entries.add(summary(site.url("/cn/" + i), "拒", DATE));
      site.at("/cn/" + i, reply(403, ""));
    }
    site.at("/feed", reply(200, feed(entries)));
    FetchReport report = run(new FetchOptions(null, null, true, false, false, 1, null), "/feed");
    assertEquals(30, report.pending());
    assertEquals(4, site.requests().size());
    assertEquals(1, said.lines.stream().filter(line -> line.contains("left:")).count());
    assertEquals(4, said.lines.size(), said.lines.toString());
  }

  @Test
  void one_bad_entry_does_not_cost_the_feed_and_is_named() throws Exception {
    String bad = "<item><title>无址</title><description>x</description></item>";
    site.at("/feed", reply(200, feed(bad, item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    FetchReport report = run("/feed");
    assertEquals(1, report.added());
    assertEquals(1, report.failures());
    assertTrue(said.anyHas("entry 1 (无址)"), said.lines.toString());
  }

  @Test
  void one_bad_feed_does_not_cost_the_run() throws Exception {
    site.at("/good", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    FetchReport report = run("/bad", "/good");
    assertEquals(1, report.added());
    assertEquals(1, report.feedsFailed());
    assertEquals(1, report.failures());
  }

  @Test
  void a_default_feed_that_fails_beside_another_is_a_warning_up_to_its_third_run()
      throws Exception {
    site.at("/good", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    List<FeedSource> both =
        List.of(FeedSource.named(site.url("/good")), FeedSource.named(site.url("/bad")));
    assertEquals(0, run(TestRun.DEFAULT, both, true).failures());
    assertEquals(0, run(TestRun.DEFAULT, both, true).failures());
    assertEquals(1, run(TestRun.DEFAULT, both, true).failures());
    site.at("/bad", reply(200, feed()));
    run(TestRun.DEFAULT, both, true);
    site.at("/bad", reply(404, ""));
    assertEquals(0, run(TestRun.DEFAULT, both, true).failures());
  }

  @Test
  void since_leaves_earlier_entries_aside() throws Exception {
    site.at(
        "/feed",
        reply(
            200,
            feed(
                item("https://www.rfi.fr/cn/a", "早", DATE.minusSeconds(1), "一。"),
                item("https://www.rfi.fr/cn/b", "正好", DATE, "一。"))));
    assertEquals(1, run(options(DATE, null, true, false, false), "/feed").added());
    assertEquals("正好", archived().get(0).headline());
  }

  @Test
  void limit_takes_the_newest_that_are_unknown() throws Exception {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      items.add(item("https://www.rfi.fr/cn/" + i, "第" + i, DATE.plusSeconds(i), "一。"));
    }
    site.at("/feed", reply(200, feed(items)));
    FetchOptions two = options(null, 2, true, false, false);
    run(two, "/feed");
    assertEquals(List.of("第3", "第4"), archived().stream().map(Article::headline).toList());
    run(two, "/feed");
    assertEquals(4, archived().size());
  }

  @Test
  void a_limit_counts_new_articles_and_keeps_no_revision_out() throws Exception {
    String known = item("https://www.rfi.fr/cn/a", "甲", DATE, "一。");
    String revised = item("https://www.rfi.fr/cn/a", "甲", DATE, "一，更正。");
    String fresh = item("https://www.rfi.fr/cn/b", "乙", DATE, "二。");
    FetchOptions one = options(null, 1, true, false, false);
    site.at("/feed", reply(200, feed(known)));
    run(one, "/feed");
    site.at("/feed", reply(200, feed(revised, fresh)));
    FetchReport report = run(one, "/feed");
    assertEquals(1, report.added());
    assertEquals(1, report.revised());
  }

  @Test
  void a_pending_entry_of_another_spelling_of_a_feed_keeps_the_state_of_the_feed()
      throws Exception {
    String other = feed(item("https://www.rfi.fr/cn/b", "乙", DATE, "一。"));
    site.at("/feed/", reply(200, feed(summary(site.url("/cn/gone"), "甲", DATE))));
    site.at("/feed", cached(feed(item("https://www.rfi.fr/cn/c", "丙", DATE, "一。")), "\"1\""));
    site.at("/other", reply(200, other));
    run("/feed/");
    run("/feed");
    run("/feed");
    run("/other");
    run("/feed");
    assertEquals(
        List.of("", "\"1\"", "\"1\""),
        site.requests("/feed").stream().map(r -> r.header("If-None-Match")).toList());
  }

  @Test
  void two_spellings_of_one_feed_in_one_run_are_read_once_and_keep_its_state() throws Exception {
    String entries = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    site.at("/feed", cached(entries, "\"1\"")).at("/feed/", cached(entries, "\"2\""));
    run("/feed", "/feed/");
    run("/feed", "/feed/");
    assertEquals(
        List.of("", "\"1\""),
        site.requests("/feed").stream().map(r -> r.header("If-None-Match")).toList());
    assertEquals(List.of(), site.requests("/feed/"));
    assertTrue(said.anyHas("/feed/: is another spelling of " + site.url("/feed")));
  }

  @Test
  void without_pages_summaries_stay_unknown_and_are_counted() throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))));
    FetchReport report = run(without(false), "/feed");
    assertEquals(1, report.summaries());
    assertEquals(0, report.pending());
    assertEquals(1, site.requests().size());
  }

  @Test
  void a_summary_on_a_foreign_host_is_never_fetched() throws Exception {
    site.at(
        "/feed", reply(200, feed(summary("http://localhost:" + site.port() + "/cn/a", "甲", DATE))));
    FetchReport first = run("/feed");
    assertEquals(0, first.pending());
    assertEquals(1, first.failures());
    assertTrue(said.anyHas("neither the feed's own host nor rfi.fr; `add` fetches it"));
    FetchReport second = run("/feed");
    assertEquals(0, second.failures());
    assertEquals(List.of(), said.lines);
    assertEquals(2, site.requests().size()); // of the feed
  }

  @Test
  void three_thousand_summaries_on_a_foreign_host_are_reported_once() throws Exception {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      items.add(summary("http://localhost:" + site.port() + "/cn/" + i, "甲", DATE));
    }
    site.at("/feed", reply(200, feed(items)));
    assertEquals(3000, run("/feed").failures());
    assertEquals(0, run("/feed").failures());
    assertEquals(List.of(), said.lines);
  }

  @Test
  void a_page_that_a_foreign_feed_listed_first_is_pending_after_its_first_failure()
      throws Exception {
    String listing = feed(summary(site.url("/cn/a"), "甲", DATE));
    site.at("/feed", reply(200, listing)).at("/cn/a", reply(503, ""));
    FeedSource foreign = FeedSource.named(site.url("/feed").replace("127.0.0.1", "localhost"));
    run(without(true), List.of(foreign), false);
    FetchReport report = run("/feed");
    assertEquals(1, report.failures());
    assertEquals(1, report.pending());
    assertTrue(said.anyHas("answered 503 Service Unavailable; the next run tries again"));
    site.at("/feed", reply(200, feed()))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    assertEquals(1, run("/feed").added());
  }

  /** A page in the site's template, whole. */
  private static String template(String inArticle) {
    return "<!DOCTYPE html><html lang=\"zh-Hans\"><body><article data-article-content>"
        + inArticle
        + "</article></body></html>";
  }

  @Test
  void a_page_without_text_sound_or_film_is_given_up_at_once_and_reported_once() throws Exception {
    String empty =
        template("<h1 class=\"t-content__title\">甲</h1><div class=\"t-content__body\"></div>");
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at("/cn/a", reply(200, empty));
    FetchReport first = run("/feed");
    assertEquals(0, first.pending());
    assertTrue(said.anyHas("neither text, sound nor film; not tried again"));
    FetchReport second = run("/feed");
    assertEquals(0, second.failures());
    assertEquals(List.of(), said.lines);
    assertEquals(1, site.requests().stream().filter(r -> r.target().equals("/cn/a")).count());
  }

  @Test
  void says_that_the_template_may_have_changed_where_no_page_of_several_is_extracted()
      throws Exception {
    String other = "<!DOCTYPE html><html><body><main><p>一。</p><p>二。</p></main></body></html>";
    String[] items = new String[3];
    for (int i = 0; i < items.length; i++) {
      items[i] = summary(site.url("/cn/" + i), "甲" + i, DATE.plusSeconds(i));
      site.at("/cn/" + i, reply(200, other));
    }
    site.at("/feed", reply(200, feed(items[0], items[1])));
    run("/feed");
    assertFalse(said.anyHas("template may have changed"), said.lines.toString());
    site.at("/feed", reply(200, feed(items)));
    assertEquals(3, run("/feed").pending());
    assertTrue(said.anyHas("template may have changed"), said.lines.toString());
    assertTrue(said.anyHas("--page-rules"), said.lines.toString());
  }

  @Test
  void a_page_that_was_never_requested_is_fetched_when_a_feed_on_its_host_lists_it()
      throws Exception {
    String listing = feed(summary(site.url("/cn/a"), "甲", DATE));
    site.at("/feed", reply(200, listing))
        .at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")));
    test.run(List.of(test.document("copy.xml", listing)));
    assertEquals(0, archived().size());
    assertEquals(1, run("/feed").added());
  }

  @Test
  void a_page_with_damaged_characters_is_named() throws Exception {
    String url = site.url("/cn/a");
    String html = page(url, "甲", DATE, "一条新闻的正文在这里\u0001。");
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 1 ? (byte) 0xff : bytes[i];
    }
    site.at("/feed", reply(200, feed(summary(url, "甲", DATE)))).at("/cn/a", reply(200, bytes));
    assertEquals(1, run("/feed").added());
    assertTrue(said.anyHas(url), said.lines.toString());
    assertTrue(said.anyHas("U+FFFD"), said.lines.toString());
  }

  @Test
  void a_page_with_text_that_is_not_kept_is_named() throws Exception {
    String url = site.url("/cn/a");
    String box = "<div class=t-timeline><p>" + "一九五二年开门。".repeat(9) + "</p></div></article>";
    site.at("/feed", reply(200, feed(summary(url, "甲", DATE))))
        .at("/cn/a", reply(200, page(url, "甲", DATE, "一。").replace("</article>", box)));
    assertEquals(1, run("/feed").added());
    assertTrue(said.anyHas(url + ": has text outside of the known parts"), said.lines.toString());
  }

  @Test
  void an_entry_without_date_takes_the_printed_one_in_Paris() throws Exception {
    String item =
        item("https://www.rfi.fr/cn/a", "甲", DATE, "一。").replaceFirst("<pubDate>.*</pubDate>", "");
    site.at("/feed", reply(200, feed(item)));
    run("/feed");
    assertEquals(Instant.parse("2023-10-28T09:22:00Z"), archived().get(0).published());
    assertEquals(1, run("/feed").known());
  }

  @Test
  void an_entry_without_any_date_takes_that_of_its_address_or_now() throws Exception {
    String content =
        "<item xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><title>甲</title><link>%s</link><content:encoded>&lt;p&gt;一。&lt;/p&gt;</content:encoded></item>";
    site.at(
        "/feed",
        reply(
            200,
            feed(
                String.format(content, "https://www.rfi.fr/cn/中国/20231028-a"),
                String.format(content, "https://www.rfi.fr/cn/slug"))));
    run("/feed");
    assertEquals(
        List.of(Instant.parse("2023-10-28T00:00:00Z"), Instant.parse("2023-10-29T05:00:00Z")),
        archived().stream().map(Article::published).toList());
    clock.pass(Duration.ofDays(200));
    assertEquals(2, run("/feed").known());
  }

  @Test
  void max_age_is_kept_and_said_for_an_hour_at_most() throws Exception {
    site.at(
        "/feed",
        reply(
            200,
            feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")),
            "Cache-Control: max-age=86400"));
    run("/feed");
    clock.pass(Duration.ofMinutes(59));
    FetchReport report = run("/feed");
    assertEquals(1, report.feedsRead());
    assertTrue(said.anyHas("cached until"), said.lines.toString());
    assertEquals(1, site.requests().size());
    assertEquals(1, state().added(), "since it was requested");
    run(FORCE, "/feed");
    assertEquals(2, site.requests().size());
    clock.pass(Duration.ofMinutes(61));
    run("/feed");
    assertEquals(3, site.requests().size());
  }

  @Test
  void a_long_retry_after_is_kept_as_asked_for_thirty_days_at_most() throws Exception {
    site.at("/feed", reply(429, "", "Retry-After: 864000"));
    assertEquals(1, run("/feed").feedsFailed());
    assertTrue(said.anyHas("until 2023-11-08T05:00:00Z"), said.lines.toString());
    assertFalse(said.anyHas("three"), said.lines.toString());
    clock.pass(Duration.ofHours(10 * 24 - 1));
    run("/feed");
    assertTrue(said.anyHas("asked not to be fetched before"), said.lines.toString());
    assertEquals(1, site.requests().size());
    clock.pass(Duration.ofHours(1));
    site.at("/feed", reply(429, "", "Retry-After: 31536000"));
    run("/feed");
    assertEquals(2, site.requests().size());
    clock.pass(Duration.ofDays(30));
    run("/feed");
    assertEquals(3, site.requests().size());
  }

  @Test
  void a_long_retry_after_of_a_page_holds_for_all_pages_of_its_feed() throws Exception {
    site.at(
            "/feed",
            cached(
                feed(summary(site.url("/cn/a"), "甲", DATE), summary(site.url("/cn/b"), "乙", DATE)),
                "\"1\""))
        .at("/cn/a", reply(429, "", "Retry-After: 7200"))
        .at("/cn/b", reply(429, "", "Retry-After: 7200"));
    run(new FetchOptions(null, null, true, false, false, 1, null), "/feed");
    int asked = site.requests().size();
    clock.pass(Duration.ofHours(1));
    assertEquals(2, run("/feed").pending());
    assertEquals(asked, site.requests().size());
  }

  @Test
  void a_long_retry_after_holds_for_what_the_run_skips_on_the_host() throws Exception {
    site.at("/one", reply(429, "", "Retry-After: 7200"))
        .at("/two", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    run("/one", "/two");
    clock.pass(Duration.ofHours(1));
    assertEquals(2, run("/one", "/two").feedsFailed());
    assertEquals(1, site.requests().size());
    clock.pass(Duration.ofHours(1));
    site.at("/one", reply(404, ""));
    assertEquals(1, run("/one", "/two").added());
  }

  @Test
  void a_retry_after_of_a_page_counts_from_its_answer_not_from_the_start_of_the_run()
      throws Exception {
    site.at("/feed", reply(200, feed(summary(site.url("/cn/a"), "甲", DATE))))
        .at(
            "/cn/a",
            (request, out) -> {
              clock.pass(Duration.ofMinutes(20));
              reply(429, "", "Retry-After: 600").write(request, out);
            });
    run("/feed");
    clock.pass(Duration.ofMinutes(9));
    assertEquals(0, run("/feed").feedsRead());
    clock.pass(Duration.ofMinutes(2));
    assertEquals(1, run("/feed").feedsRead());
  }

  @Test
  void a_clock_that_jumps_back_neither_silences_a_feed_nor_loses_an_entry() throws Exception {
    site.at(
            "/feed",
            reply(200, feed(summary(site.url("/cn/a"), "甲", DATE)), "Cache-Control: max-age=600"))
        .at("/wait", reply(429, "", "Retry-After: 3600"));
    clock.pass(Duration.ofDays(4000));
    for (int i = 0; i < 3; i++) {
      run(FORCE, "/feed", "/wait"); // the page is not there, and given up
    }
    clock.pass(Duration.ofDays(-4000));
    site.at("/cn/a", reply(200, page(site.url("/cn/a"), "甲", DATE, "一。")))
        .at("/wait", reply(200, feed(item("https://www.rfi.fr/cn/b", "乙", DATE, "一。"))));
    assertEquals(2, run("/feed", "/wait").added());
  }

  @Test
  void an_address_cannot_lead_out_of_the_archive() throws Exception {
    site.at(
        "/feed",
        reply(
            200, feed(item("https://www.rfi.fr/../../../../tmp/x%00/..", "../../甲", DATE, "一。"))));
    assertEquals(1, run("/feed").added());
    assertEquals(folder.resolve("2023/10"), said.saved.get(0).text().path().getParent());
  }

  @Test
  void a_link_to_a_file_or_a_script_is_named_and_left_aside() throws Exception {
    site.at(
        "/feed",
        reply(
            200,
            feed(
                summary("file:///etc/passwd", "甲", DATE),
                summary("javascript:alert(1)", "乙", DATE))));
    FetchReport report = run("/feed");
    assertEquals(2, report.failures());
    assertEquals(0, report.pending());
    assertTrue(said.anyHas("entry 2 (乙): has no http or https URL"), said.lines.toString());
  }

  @Test
  void an_entry_that_can_never_be_archived_fails_one_run_and_not_every_night() throws Exception {
    String never = summary("javascript:alert(1)", "甲", DATE);
    site.at("/feed", reply(200, feed(never)));
    assertEquals(1, run("/feed").failures());
    site.at("/feed", reply(200, feed(item(site.url("/a"), "乙", DATE, "一。"), never)));
    said.lines.clear();
    assertEquals(0, run("/feed").failures());
    assertFalse(said.anyHas("has no http or https URL"), said.lines.toString());
    site.at("/feed", reply(200, feed(never, summary("file:///x", "丙", DATE))));
    assertEquals(1, run("/feed").failures());
    assertTrue(said.anyHas("entry 2 (丙): has no http or https URL"), said.lines.toString());
  }

  @Test
  void a_link_to_a_private_address_is_never_followed() throws Exception {
    FeedSource feed =
        test.document("https://feeds.example/rss", feed(summary(site.url("/cn/a"), "甲", DATE)));
    assertEquals(1, run(TestRun.DEFAULT, List.of(feed), false).failures());
    assertEquals(List.of(), site.requests());
  }

  @Test
  void a_validator_of_any_characters_comes_back_as_it_came() throws Exception {
    site.at("/feed", cached(feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")), "\"标签\""));
    run("/feed");
    assertEquals(1, run("/feed").feedsRead());
    assertEquals("\"标签\"", site.requests("/feed").get(1).header("If-None-Match"));
  }

  @Test
  void a_page_host_that_wants_to_wait_does_not_keep_its_feed_from_being_read() throws Exception {
    String[] pages = {
      "http://localhost:" + site.port() + "/cn/a", "http://localhost:" + site.port() + "/cn/b"
    };
    site.at("/feed", reply(200, feed(summary(pages[0], "甲", DATE))))
        .at("/cn/a", reply(429, "", "Retry-After: 7200"));
    FeedSource onRfi = FeedSource.named(site.url("/feed").replace("127.0.0.1", "localhost"));
    FeedSource mirror = FeedSource.named(site.url("/feed"));
    run(TestRun.DEFAULT, List.of(mirror, onRfi), false);
    assertEquals(1, site.requests("/cn/a").size());
    site.at("/feed", reply(200, feed(summary(pages[0], "甲", DATE), summary(pages[1], "乙", DATE))));
    clock.pass(Duration.ofHours(1));
    assertEquals(2, run(TestRun.DEFAULT, List.of(mirror), false).pending());
    assertEquals(1, site.requests("/cn/a").size());
    assertEquals(0, site.requests("/cn/b").size());
  }

  @Test
  void the_feed_that_may_fetch_a_page_stands_for_the_one_that_may_not() throws Exception {
    String page = "http://localhost:" + site.port() + "/cn/a";
    site.at("/feed", reply(200, feed(summary(page, "甲", DATE))))
        .at("/cn/a", reply(200, page(page, "甲", DATE, "一。")));
    FeedSource foreign = FeedSource.named(site.url("/feed"));
    FeedSource own = FeedSource.named(site.url("/feed").replace("127.0.0.1", "localhost"));
    assertEquals(1, run(TestRun.DEFAULT, List.of(foreign, own), false).added());
  }

  @Test
  void warns_of_a_gap_until_a_run_without_one() throws Exception {
    site.at("/feed", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    run("/feed");
    clock.pass(Duration.ofDays(2));
    site.at("/feed", reply(200, feed(item("https://www.rfi.fr/cn/b", "乙", DATE, "一。"))));
    run("/feed");
    assertTrue(
        said.anyHas(
            "articles may have been missed between 2023-10-29T05:00:00Z and 2023-10-31T05:00:00Z"),
        said.lines.toString());
    assertNotNull(state().gap());
    site.at("/feed", reply(200, feed()));
    run("/feed");
    site.at("/feed", reply(304, ""));
    run("/feed");
    assertNotNull(state().gap(), "neither lists anything");
    site.at("/feed", reply(200, feed(item("https://www.rfi.fr/cn/b", "乙", DATE, "一。"))));
    run("/feed");
    assertNull(state().gap());
  }

  @Test
  void an_empty_feed_is_no_gap() throws Exception {
    site.at("/feed", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    run("/feed");
    site.at("/feed", reply(200, feed()));
    assertEquals(0, run("/feed").failures());
    assertFalse(said.anyHas("missed"));
  }

  /** An entry of a number, dated so many hours after the first date. */
  private static String dated(String name, long hours) {
    String url = "https://www.rfi.fr/cn/" + name;
    return item(url, name, DATE.plus(Duration.ofHours(hours)), name + "。");
  }

  private static String undated(String name) {
    return dated(name, 0).replaceAll("<pubDate>.*</pubDate>", "");
  }

  /** Whether a gap is reported between two readings, a day apart. */
  private boolean isGap(List<String> before, List<String> after) throws Exception {
    site.at("/feed", reply(200, feed(before)));
    run("/feed");
    clock.pass(Duration.ofDays(1));
    site.at("/feed", reply(200, feed(after)));
    run("/feed");
    return said.anyHas("missed");
  }

  @Test
  void an_empty_reading_does_not_hide_a_gap() throws Exception {
    site.at("/feed", reply(200, feed(dated("a", 0))));
    run("/feed");
    clock.pass(Duration.ofDays(1));
    assertFalse(isGap(List.of(), List.of()));
    site.at("/feed", reply(200, feed(dated("b", 20))));
    run("/feed");
    assertTrue(
        said.anyHas("missed between 2023-10-29T05:00:00Z and 2023-10-31T05:00:00Z"),
        said.lines.toString());
  }

  @Test
  void a_pinned_old_entry_hides_no_gap() throws Exception {
    String old = dated("old", -9000);
    assertTrue(
        isGap(
            List.of(old, dated("c", 3), dated("b", 2)),
            List.of(old, dated("e", 13), dated("d", 12))));
  }

  @Test
  void an_entry_that_is_pinned_later_hides_no_gap() throws Exception {
    assertTrue(
        isGap(
            List.of(dated("c", 3), dated("b", 2), dated("a", 1)),
            List.of(dated("a", 1), dated("e", 13), dated("d", 12))));
  }

  @Test
  void an_entry_of_the_future_hides_no_gap() throws Exception {
    String ahead = dated("ahead", 90_000);
    assertTrue(
        isGap(
            List.of(ahead, dated("b", 2), dated("a", 1)),
            List.of(ahead, dated("e", 13), dated("d", 12))));
  }

  @Test
  void an_undated_entry_hides_no_gap() throws Exception {
    assertTrue(isGap(List.of(undated("x"), dated("a", 1)), List.of(undated("x"), dated("d", 12))));
  }

  @Test
  void entries_without_a_usable_date_make_no_gap() throws Exception {
    assertFalse(isGap(List.of(undated("a")), List.of(undated("b"))));
    assertFalse(isGap(List.of(dated("c", 90_000)), List.of(dated("d", 90_001))));
    assertFalse(isGap(List.of(dated("e", 1)), List.of(undated("f"))));
  }

  @Test
  void a_new_entry_out_of_date_order_makes_no_gap() throws Exception {
    assertFalse(
        isGap(
            List.of(dated("b", 2), dated("a", 1)),
            List.of(dated("old", -9000), dated("c", 3), dated("b", 2))));
  }

  @Test
  void a_feed_that_lists_the_oldest_first_or_in_no_order_has_no_gap_while_it_overlaps()
      throws Exception {
    assertFalse(
        isGap(
            List.of(dated("a", 1), dated("b", 2), dated("c", 3)),
            List.of(dated("b", 2), dated("c", 3), dated("d", 4), dated("e", 5))));
    assertTrue(
        isGap(
            List.of(dated("d", 4), dated("e", 5), dated("f", 6)),
            List.of(dated("g", 7), dated("h", 8), dated("i", 9))));
  }

  private FeedState state() throws Exception {
    return test.remembered("/feed");
  }

  @Test
  void counts_failures_in_a_row() throws Exception {
    run("/feed");
    run("/feed");
    assertEquals(2, state().failures());
    site.at("/feed", reply(200, feed()));
    run("/feed");
    assertEquals(0, state().failures());
  }

  @Test
  void follows_a_feed_that_moved_and_says_so() throws Exception {
    site.at("/feed", reply(301, "", "Location: /new"))
        .at("/new", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    assertEquals(1, run("/feed").added());
    assertTrue(said.anyHas("moved permanently to " + site.url("/new")), said.lines.toString());
  }

  @Test
  void a_damaged_pending_file_is_not_thrown_away() throws Exception {
    run("/feed");
    Path pending = folder.resolve(".rfi-archiver/pending.json");
    Files.writeString(pending, "[{\"address\": ");
    Exception e =
        org.junit.jupiter.api.Assertions.assertThrows(ArchiveException.class, () -> run("/feed"));
    assertTrue(e.getMessage().startsWith(pending.toString()), e.getMessage());
    assertEquals("[{\"address\": ", Files.readString(pending));
  }

  @Test
  void a_dry_run_writes_nothing_at_all() throws Exception {
    site.at("/feed", reply(200, feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"))));
    Path nowhere = folder.resolve("nowhere");
    FetchReport report = test.into(nowhere).dryRun("/feed");
    assertEquals(1, report.added());
    assertEquals(1, said.saved.size());
    assertFalse(Files.exists(nowhere));
  }

  @Test
  void fetches_four_pages_at_a_time_and_no_more() throws Exception {
    List<String> entries = new ArrayList<>();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 16; i++) {
      String url = "/cn/" + i;
      entries.add(summary(site.url(url), "第" + i, DATE));
      site.at(
          url,
          (request, out) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(20);
            now.decrementAndGet();
            reply(200, page(site.url(url), "页", DATE, "一。")).write(request, out);
          });
    }
    site.at("/feed", reply(200, feed(entries)));
    assertEquals(16, run("/feed").added());
    assertEquals(4, most.get());
  }

  @Test
  void ten_thousand_entries_on_a_host_that_hangs_take_a_few_timeouts() throws Exception {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(summary(site.url("/cn/" + i), "第" + i, DATE));
    }
    site.at("/feed", reply(200, feed(entries)));
    site.otherwise((request, out) -> Thread.sleep(30_000));
    test.timeout(Duration.ofSeconds(1));
    assertEquals(10_000, run("/feed").pending()); // four requests in parallel
    // The feed's; and two more may begin after the first two of four have failed.
    assertTrue(site.requests().size() <= 7, site.requests().size() + " requests");
    assertEquals(
        1, said.lines.stream().filter(l -> l.contains("skipped for the rest of this run")).count());
  }
}
