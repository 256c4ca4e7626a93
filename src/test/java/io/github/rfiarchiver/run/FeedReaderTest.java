package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.summary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.Validators;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The first two steps of a run: a feed is fetched, and parsed. */
class FeedReaderTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final FeedSource FEED = FeedSource.named("https://www.rfi.fr/cn/rss");
  private static final FeedState UNKNOWN = FeedState.unknown(FEED.name());
  private static final Validators ETAG = new Validators("\"1\"", null);

  private final RecordingListener said = new RecordingListener();

  @Test
  void lists_the_entries_in_their_order_with_the_article_that_each_carries() {
    FeedRun run =
        read(
            feed(
                item("https://www.rfi.fr/cn/a", " 甲 ", DATE, "一。"),
                summary("https://www.rfi.fr/cn/b", "乙", DATE)));
    CandidateEntry full = run.entries().get(0);
    assertEquals("甲", full.headline());
    assertTrue(
        assertInstanceOf(CandidateEntry.Content.class, full.content()).html().contains("一。"));
    assertEquals(List.of(DATE, Instant.parse("2023-10-28T09:22:00Z")), full.dates());
    assertNull(run.entries().get(1).content());
    assertTrue(run.isParsed());
  }

  @Test
  void an_entry_without_a_URL_costs_itself_alone() {
    FeedRun run =
        read(
            feed(
                "<item><title>无</title></item>", item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")));
    assertEquals(1, run.entries().size());
    assertEquals(List.of("entry 1 (无): has no http or https URL; not archived"), run.problems());
  }

  @Test
  void a_document_that_is_no_feed_is_a_failed_feed() {
    FeedRun run = read("<!DOCTYPE html><html></html>");
    assertTrue(run.isFailed());
    assertTrue(String.valueOf(run.failure()).startsWith("is a web page, not a feed"));
    assertNotNull(run.cause());
  }

  @Test
  void what_was_not_fetched_is_not_parsed() {
    FeedResult same = new FeedResult.NotModified(Duration.ZERO);
    assertEquals(FeedRun.withoutEntries(FEED, UNKNOWN, same), FeedReader.read(FEED, UNKNOWN, same));
  }

  @Test
  void the_same_bytes_give_the_same_entries() {
    String text = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    assertEquals(read(text).entries(), read(text).entries());
  }

  @Test
  void a_feed_is_requested_with_the_validators_of_its_last_answer() throws Exception {
    FeedResult result =
        fetch(
            TestRun.DEFAULT,
            remembered(null, null),
            request -> {
              assertEquals(ETAG, request.validators());
              return new HttpResult.Unchanged(Duration.ofMinutes(5));
            });
    assertEquals(new FeedResult.NotModified(Duration.ofMinutes(5)), result);
  }

  @Test
  void nothing_is_requested_before_the_time_that_the_server_named() throws Exception {
    Instant later = DATE.plusSeconds(60);
    assertEquals(
        new FeedResult.Deferred(later),
        fetch(TestRun.DEFAULT, remembered(null, later.minusNanos(9)), TestRun.NO_REQUESTS));
    assertEquals(
        new FeedResult.Cached(),
        fetch(TestRun.DEFAULT, remembered(later.minusNanos(9), null), TestRun.NO_REQUESTS));
    assertTrue(said.anyHas("cached until " + later), said.lines.toString());
  }

  @Test
  void force_requests_it_all_the_same_and_without_validators() throws Exception {
    Instant later = DATE.plusSeconds(60);
    FeedResult result =
        fetch(
            TestRun.FORCE,
            remembered(later, later),
            request -> {
              assertEquals(Validators.NONE, request.validators());
              return new HttpResult.Failure(HttpResult.Kind.SERVER, "answered 500");
            });
    assertEquals(new FeedResult.Failed("answered 500", null, null), result);
  }

  @Test
  void a_document_that_cannot_be_opened_is_a_failed_feed() throws Exception {
    FeedFetcher fetcher =
        new FeedFetcher(
            TestRun.NO_REQUESTS,
            document -> {
              throw new FileNotFoundException("none.xml");
            },
            TestRun.DEFAULT,
            said);
    FeedSource source = new FeedSource.Document("none.xml");
    assertInstanceOf(
        FeedResult.Failed.class, fetcher.fetch(source, FeedState.unknown(source.name()), DATE));
  }

  private static FeedRun read(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return FeedReader.read(
        FEED, UNKNOWN, new FeedResult.Fetched(bytes, null, Validators.NONE, Duration.ZERO));
  }

  private FeedResult fetch(FetchOptions options, FeedState state, Fetcher fetcher)
      throws InterruptedException {
    FeedFetcher feeds =
        new FeedFetcher(
            fetcher,
            document -> {
              throw new AssertionError(document.name());
            },
            options,
            said);
    return feeds.fetch(FEED, state, DATE);
  }

  private static FeedState remembered(@Nullable Instant freshUntil, @Nullable Instant notBefore) {
    return new FeedState(
        FEED.name(),
        ETAG,
        DATE,
        DATE,
        1,
        List.of(),
        0,
        0,
        0,
        freshUntil,
        notBefore,
        List.of(),
        null,
        null);
  }
}
