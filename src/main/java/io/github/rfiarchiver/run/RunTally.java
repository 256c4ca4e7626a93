package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.state.FeedState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Counts and reports the results of a run, and collects its pending entries. */
final class RunTally {
  /** If so many pages could not be extracted, and none could, the template may have changed. */
  private static final int PAGES_OF_A_NEW_TEMPLATE = 3;

  private final Listener listener;
  private final ArticleStore store;
  private final Map<String, Integer> added = new HashMap<>();
  private final Map<String, Instant> pagesNotBefore = new HashMap<>();

  /** The candidates that have no result yet, or were not processed in time. */
  private final Queue<CandidateEntry> rest;

  /** The pending entries as they are after what was counted. */
  final PendingEntries pending;

  private int failures;
  private int revised;
  private int known;
  private int summaries;
  private int pagesExtracted;
  private int pagesNotExtracted;
  private boolean isOutOfMemory;
  private boolean isRevisionLeft;

  RunTally(Listener listener, ArticleStore store, FetchPlan plan) {
    this.listener = listener;
    this.store = store;
    this.rest = new ArrayDeque<>(plan.entries());
    this.pending = plan.pending();
    this.known = plan.known();
  }

  /** Reports the results of fetching and parsing the feeds. */
  void countFeeds(List<FeedRun> feeds, boolean byDefault, Instant now) {
    boolean isAnyRead = feeds.stream().anyMatch(feed -> !feed.isNewsList() && feed.isRead());
    for (FeedRun feed : feeds) {
      String name = feed.source().name();
      if (feed.isParsed()) {
        listener.explain(name, Count.of(feed.entries().size(), "entry", "entries"));
      } else if (feed.result() instanceof FeedResult.OutOfTime) {
        listener.explain(name, EntryResult.OUT_OF_TIME.reason());
      }
      if (feed.isNewsList()) {
        if (feed.failure() != null) {
          listener.notice(name, feed.failure() + "; the feeds are read without it");
        }
        continue;
      }
      feed.notices().forEach(notice -> listener.notice(name, notice));
      for (FeedRun.InvalidEntry entry : feed.invalid()) {
        if (feed.before().invalid().contains(entry.lasting())) { // reported in an earlier run
          listener.explain(name, entry.message());
        } else {
          fail(name, entry.message(), null);
        }
      }
      feed.gap(now).ifPresent(gap -> listener.notice(name, missed(gap)));
      String failure = feed.failure();
      if (failure != null
          && byDefault
          && isAnyRead
          && feed.before().failures() + 1 < FeedState.TOO_MANY_FAILURES) {
        listener.notice(name, failure + "; tolerated twice in a row, since another feed was read");
      } else if (failure != null) {
        fail(name, failure, feed.cause());
      }
    }
  }

  private static String missed(FeedState.Gap gap) {
    String between = "articles may have been missed between " + gap.from() + " and " + gap.to();
    return between + ": nothing that it listed then is listed now; fetch at least twice as often";
  }

  /** Counts and reports the outcome of one candidate. */
  void count(EntryOutcome outcome) throws ArchiveException {
    CandidateEntry entry = outcome.entry();
    EntryResult result = outcome.result();
    if (result instanceof EntryResult.Saved saved) {
      pending.archived(entry.url());
      count(entry, saved.article());
      saved.reportTo(listener, entry.url());
    } else if (result == EntryResult.OUT_OF_TIME) {
      listener.explain(entry.url().toString(), EntryResult.OUT_OF_TIME.reason());
      return;
    } else if (result instanceof EntryResult.NoArticle why) {
      countFailure(entry, why);
    } else {
      summaries++;
      listener.explain(entry.url().toString(), "has no text; --no-pages fetches no page");
    }
    rest.remove(entry);
  }

  private void count(CandidateEntry entry, SaveResult.Saved article) {
    pagesExtracted += entry.content() == null ? 1 : 0;
    if (article instanceof SaveResult.Added) {
      added.merge(entry.feed(), 1, Integer::sum);
    } else if (article instanceof SaveResult.Revised) {
      revised++;
    } else {
      known++;
    }
  }

  private void countFailure(CandidateEntry entry, EntryResult.NoArticle why)
      throws ArchiveException {
    boolean wasGivenUp = pending.isGivenUp(entry.url());
    boolean isKnown = store.isKnown(entry.url(), entry.dates());
    isRevisionLeft |= isKnown && entry.content() != null; // it is not pending: read its feed again
    Instant notBefore = pending.failed(entry, why).notBefore();
    if (notBefore != null && entry.isOnFeedsHost()) {
      pagesNotBefore.put(entry.feed(), notBefore);
    }
    if (isKnown && notBefore == null) {
      pending.archived(entry.url());
    }
    String url = entry.url().toString();
    boolean isGivenUp = pending.isGivenUp(entry.url());
    String kept = why.reason() + "; the archive keeps what it has";
    if (why.kind() == EntryResult.Kind.SKIPPED) {
      failures += entry.isListedAlone() ? 0 : 1; // the circuit breaker has reported the host once
      listener.explain(url, isKnown ? kept : why.reason() + "; pending");
      return;
    }
    pagesNotExtracted += why.kind() == EntryResult.Kind.NOT_EXTRACTED ? 1 : 0;
    if (isKnown) {
      fail(url, kept, why.cause());
    } else if (wasGivenUp && isGivenUp) {
      listener.notice(url, why.reason() + "; still given up");
    } else if (entry.isListedAlone()) {
      listener.notice(url, why.reason() + "; only the news list has it; status counts it");
    } else {
      String limit = isGivenUp ? pending.limitReached(entry.url()) : "the next run tries again";
      String end = why.isFinal() ? "not tried again" : limit;
      fail(url, why.reason() + "; " + end, why.cause());
    }
  }

  /** Reports that memory is used up. */
  void countOutOfMemory(OutOfMemoryError cause) {
    isOutOfMemory = true;
    fail("fetch", "out of memory; what was saved is kept, the next run does the rest", cause);
  }

  /** Makes entries pending that were not processed: the next run may not find them in a feed. */
  void deferRest(FetchOptions options) throws ArchiveException {
    for (CandidateEntry entry : rest) {
      if ((options.pages() || entry.content() != null)
          && !store.isKnown(entry.url(), entry.dates())) {
        pending.defer(entry, "the run ended before it was archived");
      }
    }
  }

  /** Whether the feeds need not be read again for an entry of this run. */
  boolean isComplete() {
    return rest.isEmpty() && !isOutOfMemory && !isRevisionLeft;
  }

  /** The state of a feed to store. */
  FeedState after(FeedRun feed, Instant now, boolean isWhole) {
    String name = feed.source().name();
    return feed.after(
        now, added.getOrDefault(name, 0), pending.count(name), pagesNotBefore.get(name), isWhole);
  }

  /**
   * The numbers of the run.
   *
   * @param isPendingStored whether the pending entries are stored: others are not counted
   */
  FetchReport report(
      List<FeedRun> feeds, @Nullable ArchiveException failure, boolean isPendingStored) {
    long unread = feeds.stream().filter(f -> f.result() instanceof FeedResult.OutOfTime).count();
    String unreadFeeds = unread > 0 ? Count.of(unread, "feed", "feeds") + " and " : "";
    String entries = Count.of(rest.size(), "entry is", "entries are");
    String left = unreadFeeds + entries + " left for the next run";
    if (failure != null && rest.size() > 1) { // the failure itself names one
      listener.failure("fetch", left, null);
    } else if (failure == null && !isOutOfMemory && rest.size() + unread > 0) {
      listener.notice("fetch", "the time of the run (--max-time) is over: " + left);
    }
    if (pagesNotExtracted >= PAGES_OF_A_NEW_TEMPLATE && pagesExtracted == 0) {
      String none = "none of " + pagesNotExtracted + " pages could be extracted";
      String changed = ": the site's template may have changed; name its parts with --page-rules";
      listener.notice("fetch", none + changed + " (clean --print-page-rules shows the table)");
    }
    return new FetchReport(
        (int) feeds.stream().filter(feed -> !feed.isNewsList() && feed.isRead()).count(),
        (int) feeds.stream().filter(feed -> !feed.isNewsList() && feed.isFailed()).count(),
        failures,
        added.values().stream().mapToInt(Integer::intValue).sum(),
        revised,
        known,
        isPendingStored ? pending.count() : 0,
        summaries,
        failure);
  }

  private void fail(String subject, String what, @Nullable Throwable cause) {
    failures++;
    listener.failure(subject, what, cause);
  }
}
