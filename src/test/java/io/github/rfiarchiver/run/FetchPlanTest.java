package io.github.rfiarchiver.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.TestClock;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The third step of a run: what is processed, and in what order. */
class FetchPlanTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final FeedSource FEED = FeedSource.named("https://www.rfi.fr/cn/rss");

  @Test
  void pending_entries_come_before_what_the_feeds_list() throws Exception {
    PendingEntries pending = pending();
    pending.defer(summary("old", 0), "server error");
    FetchPlan plan = plan(List.of(summary("new", 1)), pending, Set.of(), TestRun.DEFAULT);
    assertEquals(List.of("old", "new"), slugs(plan));
  }

  @Test
  void a_known_article_needs_no_processing_and_is_pending_no_more() throws Exception {
    PendingEntries pending = pending();
    CandidateEntry known = summary("known", 0);
    pending.defer(known, "server error");
    FetchPlan plan =
        plan(List.of(known, summary("new", 1)), pending, Set.of(known.url()), TestRun.DEFAULT);
    assertEquals(List.of("new"), slugs(plan));
    assertEquals(1, plan.known());
    assertEquals(0, plan.pending().count());
    assertEquals(1, pending.count()); // the argument is not changed
  }

  @Test
  void a_limit_takes_the_newest_of_the_unknown_ones() throws Exception {
    FetchOptions two = new FetchOptions(null, 2, true, false, false, 4, null);
    List<CandidateEntry> listed =
        List.of(summary("a", 1), summary("b", 4), summary("c", 2), summary("d", 3));
    assertEquals(
        List.of("d", "c"), slugs(plan(listed, pending(), Set.of(listed.get(1).url()), two)));
  }

  @Test
  void without_pages_no_pending_entry_is_tried() throws Exception {
    FetchOptions noPages = new FetchOptions(null, null, false, false, false, 4, null);
    PendingEntries pending = pending();
    pending.defer(summary("old", 0), "server error");
    FetchPlan plan = plan(List.of(), pending, Set.of(), noPages);
    assertEquals(List.of(), plan.entries());
    assertEquals(1, plan.pending().count());
  }

  @ParameterizedTest
  @CsvSource({"false, false, 0", "true, false, 0", "false, true, 1"})
  void what_was_given_up_is_tried_again_by_force_and_not_by_refresh(
      boolean refresh, boolean force, int tried) throws Exception {
    PendingEntries pending = pending();
    pending.failed(summary("old", 0), new EntryResult.NoArticle(EntryResult.Kind.EMPTY, "no text"));
    FetchOptions options = new FetchOptions(null, null, true, refresh, force, 4, null);
    assertEquals(tried, plan(List.of(), pending, Set.of(), options).entries().size());
  }

  @Test
  void the_same_input_gives_the_same_plan_and_stays_as_it_is() throws Exception {
    Map<ArticleUrl, List<CandidateEntry>> listed =
        CandidateEntry.grouped(List.of(summary("a", 1), summary("b", 2)));
    List<ArticleUrl> before = new ArrayList<>(listed.keySet());
    PendingEntries pending = pending();
    FetchPlan first = FetchPlan.of(listed, pending, Set.of(), Set.of(), TestRun.DEFAULT);
    FetchPlan second = FetchPlan.of(listed, pending, Set.of(), Set.of(), TestRun.DEFAULT);
    assertEquals(first.entries(), second.entries());
    assertEquals(before, List.copyOf(listed.keySet()));
  }

  @Test
  @Timeout(10)
  void the_time_for_entries_of_one_article_is_linear() throws Exception {
    List<CandidateEntry> listed = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      listed.add(summary("a", i));
    }
    CandidateEntry merged = CandidateEntry.grouped(listed).get(listed.get(0).url()).get(0);
    assertEquals(DATE, merged.published());
    assertEquals(60_000, merged.dates().size());
  }

  private static FetchPlan plan(
      List<CandidateEntry> listed,
      PendingEntries pending,
      Set<ArticleUrl> known,
      FetchOptions options) {
    return FetchPlan.of(CandidateEntry.grouped(listed), pending, known, Set.of(), options);
  }

  private static PendingEntries pending() {
    return new PendingEntries(List.of(), new TestClock());
  }

  private static CandidateEntry summary(String slug, int seconds) throws Exception {
    Instant published = DATE.plusSeconds(seconds);
    return new CandidateEntry(
        ArticleUrl.of("https://www.rfi.fr/cn/" + slug),
        FEED,
        slug,
        slug,
        published,
        null,
        null,
        List.of(),
        List.of(published));
  }

  private static List<String> slugs(FetchPlan plan) {
    return plan.entries().stream().map(CandidateEntry::headline).toList();
  }
}
