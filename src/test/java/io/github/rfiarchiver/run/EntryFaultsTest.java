package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.state.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One entry never costs a run. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a join hangs for ever
class EntryFaultsTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final String GOOD = item("https://www.rfi.fr/cn/good", "好", DATE, "一。");
  private static final String DEEP = "<div>".repeat(3000) + "深" + "</div>".repeat(3000);

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

  private static String escaped(String markup) {
    return markup.replace("<", "&lt;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-18:00",
        "+10000-01-01T00:00:00Z",
        "9999-01-01T00:00:00Z",
        "99999-01-01T00:00:00Z",
        "Mon, 01 Jan 0000 00:00:00 GMT",
        "Sat, 31 Dec 9999 23:59:59 -1200"
      })
  void a_date_that_no_article_can_have_is_reported_and_the_next_is_taken(String date)
      throws Exception {
    String odd =
        item("https://www.rfi.fr/cn/odd", "奇", DATE, "一。")
            .replaceFirst("<pubDate>.*</pubDate>", "<pubDate>" + date + "</pubDate>");
    test.site.at("/feed", reply(200, feed(odd, GOOD)));
    FetchReport report = test.run("/feed");
    assertEquals(2, report.added());
    assertEquals(0, report.failures(), test.said.lines.toString());
    assertTrue(
        test.said.anyHas("entry 1 (奇): the date \"" + date + "\" cannot be read"),
        test.said.lines.toString());
    assertTrue(
        test.archived().stream()
            .anyMatch(a -> a.published().equals(Instant.parse("2023-10-28T09:22:00Z"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00001231-a", "99991231-a", "18991231-a", "00000101-a"})
  void a_day_in_an_address_that_no_article_can_have_is_none(String slug) throws Exception {
    String odd =
        "<item><title>奇</title><link>https://www.rfi.fr/cn/"
            + slug
            + "</link><description>"
            + escaped("<p>一。</p><p>二。</p>" + "<p>长。</p>".repeat(300))
            + "</description></item>";
    test.site.at("/feed", reply(200, feed(odd, GOOD)));
    assertEquals(2, test.run("/feed").added(), test.said.lines.toString());
    assertTrue(test.archived().stream().anyMatch(a -> a.published().equals(test.clock.instant())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"28/10/0000 - 11:22", "31/12/9999 - 23:59", "01/01/0001 - 00:00"})
  void a_printed_date_that_no_article_can_have_is_none(String printed) throws Exception {
    String odd =
        item("https://www.rfi.fr/cn/20231028-a", "奇", DATE, "一。")
            .replaceFirst("<pubDate>.*</pubDate>", "")
            .replace("28/10/2023 - 11:22", printed);
    test.site.at("/feed", reply(200, feed(odd, GOOD)));
    assertEquals(2, test.run("/feed").added(), test.said.lines.toString());
    assertTrue(
        test.archived().stream()
            .anyMatch(a -> a.published().equals(Instant.parse("2023-10-28T00:00:00Z"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "9999-12-31T23:59:59-18:00"})
  void a_date_of_a_page_that_no_article_can_have_is_none(String date) throws Exception {
    String url = test.site.url("/cn/a");
    String undated = summary(url, "奇", DATE).replaceFirst("<pubDate>.*</pubDate>", "");
    test.site
        .at("/feed", reply(200, feed(undated, GOOD)))
        .at("/cn/a", reply(200, page(url, "奇", DATE, "一。").replace(DATE.toString(), date)));
    assertEquals(2, test.run("/feed").added(), test.said.lines.toString());
    assertTrue(
        test.archived().stream()
            .anyMatch(a -> a.published().equals(Instant.parse("2023-10-28T09:22:00Z"))));
  }

  private void assertOnlyTheDeepOneSuffers(String deep) throws Exception {
    test.site
        .at("/feed", cached(deep, "\"1\""))
        .at("/cn/deep", reply(200, page(test.site.url("/cn/deep"), "深页", DATE, "一。")));
    FetchReport report = test.run("/feed");
    assertEquals(1, report.feedsRead(), test.said.lines.toString());
    assertTrue(test.headlines().contains("好"), test.said.lines.toString());
    assertTrue(report.added() + report.pending() == 2, report + " " + test.said.lines.toString());
    assertEquals(1, test.run("/feed").feedsRead());
    assertEquals("\"1\"", test.site.requests("/feed").get(1).header("If-None-Match"));
  }

  private String deepItem(String inside) {
    return feed(
        "<item xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><link>"
            + test.site.url("/cn/deep")
            + "</link>"
            + inside
            + "</item>",
        GOOD);
  }

  @Test
  void three_thousand_elements_in_a_description() throws Exception {
    assertOnlyTheDeepOneSuffers(
        deepItem("<title>深</title><description>" + escaped(DEEP) + "</description>"));
  }

  @Test
  void three_thousand_elements_in_a_description_as_markup() throws Exception {
    assertOnlyTheDeepOneSuffers(
        deepItem("<title>深</title><description>" + DEEP + "</description>"));
    assertEquals(List.of("好", "深"), test.headlines());
  }

  @Test
  void three_thousand_elements_in_a_title() throws Exception {
    assertOnlyTheDeepOneSuffers(deepItem("<title>" + escaped(DEEP) + "</title>"));
  }

  @Test
  void three_thousand_elements_in_a_title_as_markup() throws Exception {
    assertOnlyTheDeepOneSuffers(deepItem("<title>" + DEEP + "</title>"));
    assertEquals(List.of("好", "深"), test.headlines());
  }

  @Test
  void three_thousand_elements_in_content_encoded() throws Exception {
    assertOnlyTheDeepOneSuffers(
        deepItem("<title>深</title><content:encoded>" + escaped(DEEP) + "</content:encoded>"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3000, 100_000})
  void elements_nested_deeply_in_Atom_XHTML_cost_their_entry_its_content_alone(int depth)
      throws Exception {
    String deep = "<div>".repeat(depth) + "深" + "</div>".repeat(depth);
    String atom =
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>法广</title><id>urn:x</id>"
            + "<entry><title>深</title><id>urn:a</id><link href=\""
            + test.site.url("/cn/deep")
            + "\"/><updated>2023-10-28T09:45:02Z</updated><content type=\"xhtml\">"
            + "<div xmlns=\"http://www.w3.org/1999/xhtml\">"
            + deep
            + "</div></content></entry>"
            + "<entry><title>好</title><id>urn:b</id><link href=\"https://www.rfi.fr/cn/good\"/>"
            + "<updated>2023-10-28T09:45:02Z</updated><content type=\"html\">"
            + escaped("<p>一。</p><p>二。</p>")
            + "</content></entry></feed>";
    assertOnlyTheDeepOneSuffers(atom);
    assertEquals(List.of("好", "深"), test.headlines());
  }

  @Test
  void a_full_text_that_cannot_be_cleaned_waits_for_its_page_where_none_is_fetched()
      throws Exception {
    String url = test.site.url("/cn/deep");
    test.site
        .at("/feed", reply(200, feed(item(url, "深", DATE, "一。", DEEP))))
        .at("/cn/deep", reply(200, page(url, "深", DATE, "一。")));
    FetchOptions noPages = new FetchOptions(null, null, false, false, false, 4, null);
    assertEquals(1, test.run(noPages, Deadline.NONE, "/feed").failures());
    assertEquals(List.of(), test.site.requests("/cn/deep"));
    assertEquals(1, test.run("/feed").added());
    assertEquals(List.of("深"), test.headlines());
  }

  @Test
  void brackets_nested_deeply_in_a_pages_JSON_LD_cost_its_entry_alone() throws Exception {
    String url = test.site.url("/cn/deep");
    String json = "<script type=\"application/ld+json\">" + "[".repeat(10_000) + "</script></head>";
    test.site
        .at("/feed", reply(200, feed(summary(url, "深", DATE), GOOD)))
        .at(
            "/cn/deep",
            reply(
                200,
                page(url, "深", DATE, "一。")
                    .replaceAll("<meta property[^>]*>", "")
                    .replace("</head>", json)));
    FetchReport report = test.run("/feed");
    assertTrue(test.headlines().contains("好"), test.said.lines.toString());
    assertEquals(2, report.added() + report.pending(), test.said.lines.toString());
  }

  /** Fetches pages, but one of them as {@code fault} does. */
  private Fetcher failing(String path, Runnable fault) {
    return request -> {
      if (request.url().endsWith(path)) {
        fault.run();
      }
      byte[] bytes =
          request.url().endsWith("/feed")
              ? feed(
                      summary(test.site.url("/cn/a"), "甲", DATE),
                      summary(test.site.url("/cn/b"), "乙", DATE),
                      GOOD)
                  .getBytes(StandardCharsets.UTF_8)
              : page(request.url(), "页", DATE, "一。").getBytes(StandardCharsets.UTF_8);
      return HttpResult.Document.of(bytes, "UTF-8", request.url(), new Validators("\"1\"", null));
    };
  }

  private static void overflow() {
    overflow();
  }

  @Test
  void an_entry_whose_processing_throws_is_named_and_pending_and_the_rest_is_done()
      throws Exception {
    for (Runnable fault :
        List.<Runnable>of(
            EntryFaultsTest::overflow,
            () -> {
              throw new IllegalStateException("broken");
            })) {
      FetchReport report = test.fetching(failing("/cn/a", fault)).run("/feed");
      assertEquals(1, report.pending());
      assertEquals(1, report.failures());
      assertEquals(List.of("乙", "好"), test.headlines().stream().sorted().toList());
      assertTrue(
          test.said.anyHas(test.site.url("/cn/a") + ": cannot be processed: "),
          test.said.lines.toString());
      assertTrue(Files.readString(test.state("pending.json")).contains("/cn/a"));
    }
  }

  @Test
  void memory_that_runs_out_ends_the_run_in_good_order() throws Exception {
    Runnable fault =
        () -> {
          sleep(500); // the others are done
          throw new OutOfMemoryError("Java heap space");
        };
    FetchReport report = test.fetching(failing("/cn/b", fault)).run("/feed");
    assertEquals(1, report.failures());
    assertEquals(1, test.said.saved.size());
    assertEquals(1, report.added());
    assertEquals(2, report.pending());
    assertTrue(test.said.anyHas("fetch: out of memory"), test.said.lines.toString());
    assertNull(test.remembered("/feed").validators().etag());
    assertEquals(2, test.fetching(failing("/cn/none", fault)).run("/feed").added());
  }

  @Test
  void memory_that_runs_out_in_one_entry_leaves_the_finished_ones_before_it_pending()
      throws Exception {
    Fetcher broken =
        failing(
            "/cn/b",
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });
    Fetcher slowFirst =
        request -> {
          sleep(request.url().endsWith("/cn/a") ? 500 : 0); // the second fails meanwhile
          return broken.fetch(request);
        };
    FetchReport report = test.fetching(slowFirst).run("/feed");
    assertEquals(0, report.added());
    assertEquals(3, report.pending());
    assertEquals(3, test.fetching(failing("/cn/none", () -> {})).run("/feed").added());
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_feed_that_does_not_fit_into_memory_or_the_stack_costs_no_other() throws Exception {
    String deep = "<a>".repeat(1_000_000);
    for (DocumentOpener opener :
        List.<DocumentOpener>of(
            document -> new ByteArrayInputStream(deep.getBytes(StandardCharsets.UTF_8)),
            document -> {
              throw new OutOfMemoryError("Java heap space");
            })) {
      FeedSource broken = test.document("broken", opener);
      FetchReport report = test.run(List.of(broken, test.document("good", feed(GOOD))));
      assertEquals(1, report.feedsFailed());
      assertEquals(1, report.feedsRead());
      assertEquals(List.of("好"), test.headlines());
    }
  }

  /** A clock that fails where the archive asks it for the moment of a revision. */
  private Clock failing(Throwable fault) {
    return new Clock() {
      @Override
      public Instant instant() {
        boolean inArchive =
            Arrays.stream(Thread.currentThread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".ArticleStore"));
        return inArchive ? EntryFaultsTest.<Instant, RuntimeException>raise(fault) : DATE;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R raise(Throwable fault) throws T {
    throw (T) fault;
  }

  private static String three(String text) {
    return feed(
        item("https://www.rfi.fr/cn/a", "甲", DATE, text),
        item("https://www.rfi.fr/cn/b", "乙", DATE, "一。"),
        item("https://www.rfi.fr/cn/c", "丙", DATE, "一。"));
  }

  private FetchReport run(String feed, Clock clock) throws Exception {
    return test.fetching(TestRun.NO_REQUESTS)
        .under(clock)
        .run(List.of(test.document("at hand", feed)));
  }

  @Test
  void an_undeclared_checked_exception_while_writing_ends_the_run() throws Exception {
    run(three("一。"), test.clock);
    IOException fault = new IOException("Input/output error");
    assertSame(fault, assertThrows(IOException.class, () -> run(three("二。"), failing(fault))));
  }

  @Test
  void an_entry_that_breaks_the_writing_of_its_batch_costs_no_other() throws Exception {
    run(feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")), test.clock);
    FetchReport report = run(three("二。"), failing(new IllegalStateException("broken")));
    assertEquals(List.of("丙", "乙", "甲"), test.headlines());
    assertEquals(1, report.failures());
    assertEquals(0, report.pending(), "the archive holds an earlier text");
    assertTrue(test.said.anyHas("cannot be processed"), test.said.lines.toString());
  }
}
