package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.FeedState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts and reports what a run does, and what is pending after it. */
final class RunTally {
  /** From this run in a row on, a failing feed that is read by default fails the run. */
  private static final int TOLERATED_FAILURES = 3;

  /** From so many pages on, none of which could be extracted, the template may have changed. */
  private static final int PAGES_OF_A_NEW_TEMPLATE = 3;

  private final Listener listener;
  private final Map<FeedSource, Integer> added = new HashMap<>();
  private final Map<FeedSource, Duration> pageDelays = new HashMap<>();
  private final List<CandidateEntry> rest = new ArrayList<>();
  private PendingEntries pending;
  private int all;
  private int done;
  private int failures;
  private int revised;
  private int known;
  private int summaries;
  private int pagesExtracted;
  private int pagesNotExtracted;
  private boolean isOutOfMemory;

  RunTally(Listener listener, PendingEntries pending) {
    this.listener = listener;
    this.pending = pending;
  }

  /** The pending entries as they stand. */
  PendingEntries pending() {
    return pending;
  }

  /** Reports what the feeds gave. */
  void countFeeds(List<FeedRun> feeds, boolean byDefault, Instant now) {
    boolean isAnyRead = feeds.stream().anyMatch(feed -> !feed.isNewsList() && feed.isRead());
    for (FeedRun feed : feeds) {
      String name = feed.source().name();
      if (feed.isNewsList()) {
        if (feed.failure() != null) {
          listener.notice(name, feed.failure() + "; the feeds are read without it");
        }
        continue;
      }
      feed.notices().forEach(notice -> listener.warning(name, notice));
      feed.invalid().forEach(reason -> fail(name, reason, null));
      feed.gap(now).ifPresent(gap -> listener.warning(name, missed(gap)));
      String failure = feed.failure();
      if (failure != null
          && byDefault
          && isAnyRead
          && feed.before().failures() + 1 < TOLERATED_FAILURES) {
        listener.warning(
            name, failure + "; another feed was read, so this is tolerated twice in a row");
      } else if (failure != null) {
        fail(name, failure, feed.cause());
      }
    }
  }

  private static String missed(FeedState.Gap gap) {
    return "articles may have been missed between "
        + gap.from()
        + " and "
        + gap.to()
        + ": none that it listed then is listed now; fetch at least twice as often";
  }

  /** Begins to count the outcomes of a plan. */
  void begin(FetchPlan plan) {
    pending = plan.pending();
    known = plan.known();
    done = plan.known();
    all = plan.known() + plan.entries().size();
  }

  /** Counts and reports the outcome of one candidate. */
  void count(EntryOutcome outcome) {
    CandidateEntry entry = outcome.entry();
    EntryResult result = outcome.result();
    if (result instanceof EntryResult.Saved saved) {
      pending.archived(entry.url());
      count(entry, saved.article());
      if (saved.notice() != null) {
        listener.warning(entry.url().toString(), saved.notice());
      }
      listener.saved(saved.article());
    } else if (result instanceof EntryResult.NoArticle why) {
      countFailure(entry, why);
    } else if (result instanceof EntryResult.SummaryOnly) {
      summaries++;
    } else {
      rest.add(entry);
    }
    listener.progress(++done, all);
  }

  private void count(CandidateEntry entry, SaveResult.Saved article) {
    pagesExtracted += entry.content() == null ? 1 : 0;
    if (article instanceof SaveResult.Added) {
      added.merge(source(entry), 1, Integer::sum);
    } else if (article instanceof SaveResult.Revised) {
      revised++;
    } else {
      known++;
    }
  }

  private void countFailure(CandidateEntry entry, EntryResult.NoArticle why) {
    if (why.kind() == EntryResult.Kind.SKIPPED) {
      pending.defer(entry, why.reason());
      failures += entry.isListedAlone() ? 0 : 1; // the host was named once, by the circuit breaker
      return;
    }
    if (why.retryAfter() != null && entry.isOnFeedsHost()) {
      pageDelays.put(source(entry), why.retryAfter());
    }
    pagesNotExtracted += why.kind() == EntryResult.Kind.NOT_EXTRACTED ? 1 : 0;
    String url = entry.url().toString();
    boolean wasGivenUp = pending.isGivenUp(entry.url());
    pending.failed(entry, why);
    if (wasGivenUp) {
      listener.notice(url, why.reason() + "; it stays given up");
    } else if (entry.isListedAlone()) {
      listener.notice(url, why.reason() + "; the site's list alone names it, status counts it");
    } else if (why.isFinal()) {
      fail(url, why.reason() + "; it is not tried again", why.cause());
    } else if (pending.isGivenUp(entry.url())) {
      fail(url, why.reason() + "; " + pending.limitReached(entry.url()), why.cause());
    } else {
      fail(url, why.reason() + "; it is tried again in the next run", why.cause());
    }
  }

  /** Counts a run whose memory is used up. */
  void countOutOfMemory(List<CandidateEntry> remaining, OutOfMemoryError cause) {
    isOutOfMemory = true;
    rest.addAll(remaining);
    fail("fetch", "out of memory; what was saved stays, the rest is left to the next run", cause);
  }

  /** Makes pending what was not processed: its feed may not list it in the next run. */
  void deferRest(FetchOptions options, ArticleStore store) throws ArchiveException {
    for (CandidateEntry entry : rest) {
      if ((options.pages() || entry.content() != null)
          && !store.isKnown(entry.url(), entry.dates())) {
        pending.defer(entry, "the run ended before it was processed");
      }
    }
  }

  /** Whether all was processed that was planned. */
  boolean isComplete() {
    return rest.isEmpty() && !isOutOfMemory;
  }

  /** What is to be remembered of a feed. */
  FeedState after(FeedRun feed, Instant now, boolean isWhole) {
    FeedSource source = feed.source();
    return feed.after(
        now, added.getOrDefault(source, 0), pending.count(source), pageDelays.get(source), isWhole);
  }

  /** What the run has done. */
  FetchReport report(List<FeedRun> feeds, @Nullable ArchiveException failure) {
    long unread = feeds.stream().filter(f -> f.result() instanceof FeedResult.OutOfTime).count();
    if (!isOutOfMemory && rest.size() + unread > 0) {
      listener.warning(
          "fetch",
          "its time (--max-time) is over: "
              + (unread > 0 ? unread + " feeds and " : "")
              + rest.size()
              + " entries are left to the next run");
    }
    if (pagesNotExtracted >= PAGES_OF_A_NEW_TEMPLATE && pagesExtracted == 0) {
      listener.warning(
          "fetch",
          "none of "
              + pagesNotExtracted
              + " pages could be extracted: the site's template may have changed;"
              + " name its parts with --page-rules (clean --print-page-rules shows the table)");
    }
    return new FetchReport(
        (int) feeds.stream().filter(feed -> !feed.isNewsList() && feed.isRead()).count(),
        (int) feeds.stream().filter(feed -> !feed.isNewsList() && feed.isFailed()).count(),
        failures,
        added.values().stream().mapToInt(Integer::intValue).sum(),
        revised,
        known,
        pending.count(),
        summaries,
        failure);
  }

  private void fail(String subject, String what, @Nullable Throwable cause) {
    failures++;
    listener.failure(subject, what, Optional.ofNullable(cause));
  }

  private static FeedSource source(CandidateEntry entry) {
    return entry.source() == null ? new FeedSource.Document("") : entry.source();
  }
}
