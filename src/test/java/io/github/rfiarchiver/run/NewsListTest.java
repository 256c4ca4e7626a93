package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.state.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The site's own list of its latest articles, read beside its feed. */
@Timeout(60)
class NewsListTest {
  private static final String LIST = "/sitemaps/cn/news.xml";
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  @TempDir Path folder;
  private TestRun test;

  @BeforeEach
  void begin() {
    test = new TestRun(folder);
    test.site.at("/cn/rss", cached(feed(summary(url("/cn/a/20231028-a"), "甲", DATE)), "\"f\""));
    test.site.at(
        "/robots.txt",
        reply(200, "Sitemap: " + url("/sitemaps/tw/news.xml") + "\nSitemap: " + url(LIST)));
    test.site.at(
        LIST, cached(list("/cn/a/20231028-a", "/cn/b/20231028-b", "/tw/b/20231028-t"), "\"l\""));
    for (String path : List.of("/cn/a/20231028-a", "/cn/b/20231028-b")) {
      test.site.at(path, reply(200, page(url(path), "题" + path, DATE, "一。", "二。")));
    }
  }

  @AfterEach
  void end() {
    test.close();
  }

  private String url(String path) {
    return test.site.url(path);
  }

  private String list(String... paths) {
    StringBuilder list = new StringBuilder("<urlset>");
    for (String path : paths) {
      list.append("<url><loc>").append(url(path)).append("</loc></url>");
    }
    return list.append("</urlset>").toString();
  }

  private FetchReport run(String... feeds) throws Exception {
    return run(Arrays.stream(feeds).map(test::web).toList());
  }

  private FetchReport run(List<FeedSource> feeds) throws Exception {
    return test.run(options(), Deadline.NONE, feeds, false);
  }

  private FetchOptions options() throws Exception {
    return new FetchOptions(null, null, true, false, false, 1, ArticleUrl.of(test.site.url("")));
  }

  private List<String> requested() {
    return test.site.requests().stream().map(LoopbackServer.ReceivedRequest::target).toList();
  }

  @Test
  void what_it_lists_and_no_feed_does_is_archived_the_same_night() throws Exception {
    FetchReport report = run("/cn/rss");
    assertEquals(2, report.added());
    assertEquals(1, report.feedsRead());
    assertEquals(List.of("甲", "题/cn/b/20231028-b"), test.headlines());
    assertEquals(List.of("/cn/rss", "/robots.txt", LIST), requested().subList(0, 3));
    assertEquals(
        List.of("/cn/a/20231028-a", "/cn/b/20231028-b"), // each in a thread of its own
        requested().stream().skip(3).sorted().toList());
  }

  @Test
  void each_later_night_costs_one_conditional_request_and_after_a_week_robots_txt()
      throws Exception {
    run("/cn/rss");
    for (int night = 1; night < 8; night++) {
      test.site.requests().clear();
      test.clock.pass(Duration.ofDays(1));
      assertEquals(0, run("/cn/rss").failures());
      assertEquals(
          night < 7 ? List.of("/cn/rss", LIST) : List.of("/cn/rss", "/robots.txt", LIST),
          requested());
      assertEquals("\"l\"", test.site.requests(LIST).get(0).header("If-None-Match"));
    }
  }

  @Test
  void a_page_that_it_alone_names_stays_pending_and_fails_no_run() throws Exception {
    test.site.at("/cn/b/20231028-b", reply(403, ""));
    FetchReport report = run("/cn/rss");
    assertEquals(0, report.failures());
    assertEquals(1, report.pending());
    assertEquals(1, new RunState(new Archive(folder)).listedAlone(test.clock.instant()));
    // Also where it is tried again without the list.
    assertEquals(0, test.run("/cn/rss").failures());
    assertEquals(1, test.pending().size());
    test.site.at(
        "/cn/b/20231028-b", reply(200, page(url("/cn/b/20231028-b"), "乙", DATE, "一。", "二。")));
    assertEquals(1, test.run("/cn/rss").added());
  }

  @Test
  void a_page_of_the_list_that_was_added_since_the_last_run_is_not_counted() throws Exception {
    String path = "/cn/b/20231028-b";
    test.site.at(path, reply(403, ""));
    run("/cn/rss");
    assertEquals(1, new RunState(new Archive(folder)).listedAlone(test.clock.instant()));
    byte[] pending = Files.readAllBytes(test.state("pending.json"));
    test.site.at(path, reply(200, page(url(path), "乙", DATE, "一。", "二。")));
    assertEquals(1, run("/cn/rss").added());
    Files.write(test.state("pending.json"), pending); // as add, import and backfill leave it
    assertEquals(0, new RunState(new Archive(folder)).listedAlone(test.clock.instant()));
    Archive archive = new Archive(folder);
    for (ArticleFileName name : archive.names().toList()) {
      Files.writeString(archive.path(name), "damaged");
    }
    assertEquals(1, new RunState(archive).listedAlone(test.clock.instant()));
  }

  @Test
  void a_pending_page_of_the_list_that_a_feed_lists_is_one_of_the_feed_from_then_on()
      throws Exception {
    String path = "/cn/b/20231028-b";
    test.site.at(path, reply(403, ""));
    run("/cn/rss");
    Instant date = DATE.minusSeconds(60);
    test.site.at("/cn/rss", reply(200, feed(summary(url(path), "乙", date))));
    assertEquals(1, run("/cn/rss").failures());
    assertEquals(0, new RunState(new Archive(folder)).listedAlone(test.clock.instant()));
    // Also when the feed lists it no longer, and the list does.
    test.site.at("/cn/rss", reply(200, feed(summary(url("/cn/a/20231028-a"), "甲", DATE))));
    test.site.at(LIST, reply(200, list(path)));
    assertEquals(1, run("/cn/rss").failures());
    assertEquals(url("/cn/rss"), test.pending().get(0).listing().feed());
    assertEquals(date, test.pending().get(0).listing().published());
    test.site.at(path, reply(200, page(url(path), "题", DATE, "一。", "二。")));
    assertEquals(1, run("/cn/rss").added());
    assertEquals(List.of("乙", "甲"), test.headlines());
  }

  @Test
  void a_full_text_entry_of_the_mirror_is_archived_while_the_site_refuses_the_page_of_the_list()
      throws Exception {
    String path = "/cn/b/20231028-b";
    test.site.at(path, reply(403, ""));
    run("/cn/rss");
    test.site.at("/mirror", reply(200, feed(item(url(path), "乙", DATE, "一。", "二。"))));
    FeedSource mirror = FeedSource.named(url("/mirror").replace("127.0.0.1", "localhost"));
    test.site.at(LIST, reply(200, list(path)));
    FetchReport report = run(List.of(test.web("/cn/rss"), mirror));
    assertEquals(1, report.added());
    assertEquals(0, report.pending());
    assertEquals(1, new RunState(new Archive(folder)).feed(mirror, Instant.MAX).added());
    assertEquals(1, test.site.requests(path).size());
  }

  @Test
  void a_list_that_is_refused_broken_or_absent_is_no_failure() throws Exception {
    for (LoopbackServer.Answer answer :
        List.of(reply(403, ""), reply(404, ""), reply(200, "<urlset><url>"), reply(500, ""))) {
      test.site.at(LIST, answer);
      FetchReport report = run("/cn/rss");
      assertEquals(0, report.failures(), () -> test.said.lines.toString());
      assertEquals(0, report.feedsFailed());
      assertTrue(test.said.anyHas("the feeds are read without it"));
    }
    for (int status : List.of(404, 500)) {
      test.clock.pass(Duration.ofDays(8));
      test.site.at("/robots.txt", reply(status, ""));
      assertEquals(0, run("/cn/rss").failures());
    }
    assertEquals(List.of("甲"), test.headlines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"news", "/news", "news/", "//", "ftp://x/news", "http://[/news", " "})
  void a_name_of_a_list_that_is_no_url_costs_no_run(String name) throws Exception {
    test.site.at("/robots.txt", reply(200, "Sitemap: " + url("/index.xml")));
    test.site.at(
        "/index.xml",
        reply(200, "<sitemapindex><sitemap><loc>" + name + "</loc></sitemap></sitemapindex>"));
    FetchReport report = run("/cn/rss");
    assertEquals(0, report.failures(), () -> test.said.lines.toString());
    assertEquals(1, report.added());
  }

  @Test
  void it_is_not_asked_for_where_robots_txt_disallows_it() throws Exception {
    test.site.at(
        "/robots.txt", reply(200, "User-agent: *\nDisallow: /sitemaps/\nSitemap: " + url(LIST)));
    run("/cn/rss");
    assertEquals(List.of("/cn/rss", "/robots.txt", "/cn/a/20231028-a"), requested());
  }

  @Test
  void its_refused_pages_cost_no_page_of_a_feed() throws Exception {
    test.site.at("/cn/rss", reply(200, feed()));
    test.site.at(LIST, reply(200, list("/cn/b/1", "/cn/b/2", "/cn/b/3")));
    for (String path : List.of("/cn/b/1", "/cn/b/2", "/cn/b/3")) {
      test.site.at(path, reply(403, ""));
    }
    assertEquals(0, run("/cn/rss").failures());
    test.site.at("/cn/rss", reply(200, feed(summary(url("/cn/a/20231028-a"), "甲", DATE))));
    FetchReport report = run("/cn/rss");
    assertEquals(1, report.added());
    assertEquals(0, report.failures());
  }

  @Test
  void it_is_not_asked_for_while_the_feed_asks_to_wait() throws Exception {
    test.site.at("/cn/rss", reply(503, "", "Retry-After: 36000"));
    run("/cn/rss");
    run("/cn/rss");
    assertEquals(List.of("/cn/rss"), requested());
  }

  @Test
  void it_is_read_while_a_feed_of_another_host_asks_to_wait() throws Exception {
    FeedSource mirror = FeedSource.named(url("/mirror").replace("127.0.0.1", "localhost"));
    test.site.at("/mirror", reply(429, "", "Retry-After: 36000"));
    run(List.of(mirror));
    assertEquals(2, run(List.of(mirror, test.web("/cn/rss"))).added());
  }

  @Test
  void a_robots_txt_that_asks_to_wait_is_obeyed_by_the_next_run() throws Exception {
    test.site.at("/robots.txt", reply(429, "", "Retry-After: 7200"));
    assertEquals(1, run("/cn/rss").pending());
    assertEquals(1, run("/cn/rss").pending());
    assertEquals(List.of("/cn/rss", "/robots.txt"), requested());
    test.clock.pass(Duration.ofHours(2));
    test.site.at("/robots.txt", reply(404, ""));
    assertEquals(1, run("/cn/rss").added());
  }

  @Test
  void a_robots_txt_that_is_refused_costs_the_list_no_later_run() throws Exception {
    LoopbackServer.Answer robots = reply(200, "Sitemap: " + url(LIST));
    test.site.at("/robots.txt", reply(403, ""));
    assertEquals(1, run("/cn/rss").added());
    test.site.at("/robots.txt", robots);
    assertEquals(1, run("/cn/rss").added());
  }

  @Test
  void a_page_that_robots_txt_disallows_is_never_requested() throws Exception {
    test.site.at(
        "/robots.txt", reply(200, "User-agent: *\nDisallow: /cn/b/\nSitemap: " + url(LIST)));
    for (int night = 0; night < 2; night++) {
      assertEquals(0, run("/cn/rss").pending());
      assertEquals(List.of(), test.site.requests("/cn/b/20231028-b"));
      test.site.at(LIST, reply(200, list("/cn/a/20231028-a", "/cn/b/20231028-b")));
    }
  }

  @Test
  void it_is_found_in_the_index_that_robots_txt_names() throws Exception {
    test.site.at("/robots.txt", reply(200, "Sitemap: " + url("/sitemaps/cn/index.xml")));
    test.site.at(
        "/sitemaps/cn/index.xml",
        reply(
            200,
            "<sitemapindex><sitemap><loc>"
                + url("/sitemaps/cn/contents_202310.xml")
                + "</loc></sitemap><sitemap><loc>"
                + url(LIST)
                + "</loc></sitemap></sitemapindex>"));
    assertEquals(2, run("/cn/rss").added());
  }

  @Test
  void a_list_of_a_month_in_robots_txt_is_no_index_and_is_not_asked_for() throws Exception {
    test.site.at("/robots.txt", reply(200, "Sitemap: " + url("/sitemaps/cn/contents_202310.xml")));
    assertEquals(1, run("/cn/rss").added());
    assertEquals(List.of("/cn/rss", "/robots.txt", "/cn/a/20231028-a"), requested());
  }

  @Test
  void a_dry_run_shows_its_articles_and_writes_nothing() throws Exception {
    assertEquals(2, test.dryRun(options(), "/cn/rss").added());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void the_editions_are_those_of_the_feeds() throws Exception {
    test.site.at("/tw/rss", reply(200, feed()));
    test.site.at("/sitemaps/tw/news.xml", reply(200, list("/tw/b/20231028-t", "/cn/x/20231028-x")));
    test.site.at(
        "/tw/b/20231028-t", reply(200, page(url("/tw/b/20231028-t"), "丁", DATE, "一。", "二。")));
    assertEquals(1, run("/tw/rss").added());
    assertEquals(List.of("丁"), test.headlines());
  }

  @Test
  void it_is_not_asked_for_where_no_feed_is_on_the_host_of_the_site() throws Exception {
    FetchOptions elsewhere =
        new FetchOptions(null, null, true, false, false, 1, ArticleUrl.of("https://www.rfi.fr"));
    test.run(elsewhere, Deadline.NONE, "/cn/rss");
    assertEquals(List.of("/cn/rss", "/cn/a/20231028-a"), requested());
  }
}
