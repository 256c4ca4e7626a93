package io.github.rfiarchiver.run;

import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.state.PendingEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pending entries of a run, by URL: those to retry, and those that were given up. Not
 * thread-safe.
 */
final class PendingEntries {
  /**
   * How many given-up entries are remembered, so that each is reported once: more than feeds list
   * at a time, since one that is forgotten is new to the next run. Clocks play no part in it.
   */
  private static final int MAX_GIVEN_UP = 10_000;

  private final Map<ArticleUrl, PendingEntry> entries = new LinkedHashMap<>();
  private final Clock clock;

  PendingEntries(Collection<PendingEntry> stored, Clock clock) {
    this.clock = clock;
    stored.forEach(entry -> entries.put(entry.url(), entry));
  }

  /** An independent copy. */
  PendingEntries copy() {
    return new PendingEntries(entries.values(), clock);
  }

  /** All of them, in the order in which they became pending. */
  List<PendingEntry> all() {
    return List.copyOf(entries.values());
  }

  /** Whether an entry was given up. */
  boolean isGivenUp(ArticleUrl url) {
    PendingEntry entry = entries.get(url);
    return entry != null && entry.isGivenUp(clock.instant());
  }

  /** The number of entries to retry. */
  int count() {
    return (int) toRetry().count();
  }

  /** The number of entries of a feed to retry. */
  int count(String feed) {
    return (int) toRetry().filter(entry -> entry.listing().feed().equals(feed)).count();
  }

  private Stream<PendingEntry> toRetry() {
    return entries.values().stream().filter(entry -> !entry.isGivenUp(clock.instant()));
  }

  /** The hosts that ask for a pause (Retry-After) that is not over. */
  Set<String> deferredHosts() {
    return entries.values().stream()
        .filter(entry -> entry.isWaiting(clock.instant()))
        .map(entry -> entry.url().host())
        .collect(Collectors.toSet());
  }

  /** Removes an entry whose article is in the archive. */
  void archived(ArticleUrl url) {
    entries.remove(url);
  }

  /** Adds an entry that this run does not try; if it is pending already, as it is listed now. */
  void defer(CandidateEntry entry, String reason) {
    PendingEntry listed =
        PendingEntry.untried(entry.url(), entry.listing(), reason, clock.instant());
    entries.merge(entry.url(), listed, PendingEntry::listedAgain);
  }

  /** Whether an entry is given up or pending, and why, as a clause. */
  String state(PendingEntry entry) {
    return entry.isGivenUp(clock.instant())
        ? "skipped: it was given up (" + entry.reason() + "); --force tries it again"
        : "stays pending: " + entry.reason();
  }

  /** Why an entry was given up, as a clause. */
  String limitReached(ArticleUrl url) {
    return Objects.requireNonNull(entries.get(url)).limitReached(clock.instant());
  }

  /** Counts a failed try, unless it was skipped, and returns the entry after it. */
  PendingEntry failed(CandidateEntry entry, EntryResult.NoArticle why) {
    Instant now = clock.instant();
    defer(entry, why.reason());
    PendingEntry before = Objects.requireNonNull(entries.get(entry.url()));
    boolean isGone = why.kind() == EntryResult.Kind.GONE;
    PendingEntry failed = before.failed(why.reason(), isGone, why.retryAfter(), now);
    PendingEntry after =
        switch (why.kind()) {
          case SKIPPED -> before.skipped(why.retryAfter(), now);
          case NOT_ALLOWED -> before.neverRequested(why.reason(), now);
          case EMPTY -> failed.givenUp(now);
          default -> failed;
        };
    entries.put(entry.url(), after);
    return after;
  }

  /** The entries to store: all to retry, and the last ones that were given up. */
  List<PendingEntry> remembered() {
    int forgotten = Math.max(0, entries.size() - count() - MAX_GIVEN_UP);
    List<PendingEntry> remembered = new ArrayList<>(entries.values());
    entries.values().stream()
        .filter(entry -> entry.isGivenUp(clock.instant()))
        .limit(forgotten)
        .forEach(remembered::remove);
    return remembered;
  }
}
