package io.github.rfiarchiver.run;

import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.FeedState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One feed in one run: what was remembered of it, what fetching it gave, and what it lists.
 *
 * @param before what was remembered of it
 * @param entries what it lists, in its order; empty where it was not parsed
 * @param invalid the entries that cannot be archived, each with what is wrong with it
 * @param notices what was repaired, guessed or unreadable in it, each as a clause
 */
record FeedRun(
    FeedSource source,
    FeedState before,
    FeedResult result,
    List<CandidateEntry> entries,
    List<String> invalid,
    List<String> notices) {
  private static final int NEWEST = 10;

  FeedRun {
    entries = List.copyOf(entries);
    invalid = List.copyOf(invalid);
    notices = List.copyOf(notices);
  }

  /** A feed of which there is nothing to parse. */
  static FeedRun withoutEntries(FeedSource source, FeedState before, FeedResult result) {
    return new FeedRun(source, before, result, List.of(), List.of(), List.of());
  }

  /** Whether it is the site's own list, which is read beside the feeds and fails no run. */
  boolean isNewsList() {
    return source instanceof FeedSource.NewsList;
  }

  /** Whether its document was fetched and parsed. */
  boolean isParsed() {
    return result instanceof FeedResult.Fetched;
  }

  /** Whether what it lists is known to the archive after this run. */
  boolean isRead() {
    return isParsed()
        || result instanceof FeedResult.NotModified
        || result instanceof FeedResult.Cached;
  }

  /** Whether the run was to read it and could not. */
  boolean isFailed() {
    return !isRead() && !(result instanceof FeedResult.NotRead);
  }

  /**
   * The time in which entries may have come and gone: none of the newest that the feed listed when
   * it last listed any is listed now. Entries out of date order, undated or dated in the future do
   * not count.
   */
  Optional<FeedState.Gap> gap(Instant now) {
    List<CandidateEntry> ordered = DateOrder.of(entries, now);
    if (ordered.isEmpty() || before.newest().isEmpty()) {
      return Optional.empty();
    }
    boolean overlaps =
        ordered.stream().anyMatch(entry -> before.newest().contains(entry.url().key()));
    return overlaps
        ? Optional.empty()
        : Optional.of(
            new FeedState.Gap(before.newestAt().or(before::lastSuccess).orElse(now), now));
  }

  /** Whether its server asks for no request yet. */
  boolean isDeferred(Instant now) {
    return before.waitsUntil(now).isPresent();
  }

  /** Why the feed could not be read, as a clause; null where it was read, or not tried. */
  @Nullable String failure() {
    if (result instanceof FeedResult.Deferred deferred) {
      return "asked not to be fetched before " + deferred.until() + "; --force fetches it now";
    }
    return result instanceof FeedResult.Failed failed ? failed.reason() : null;
  }

  /** What was thrown where the feed could not be read, if anything. */
  @Nullable Throwable cause() {
    return result instanceof FeedResult.Failed failed ? failed.cause() : null;
  }

  /**
   * What is to be remembered of the feed.
   *
   * @param added how many of its articles are new
   * @param pending how many of its entries are pending
   * @param pageDelay how long a server of its pages asks to wait; null where none does
   * @param isWhole whether the run processed everything that the feed lists
   */
  FeedState after(
      Instant now, int added, int pending, @Nullable Duration pageDelay, boolean isWhole) {
    boolean isFailed = result instanceof FeedResult.Failed;
    List<String> newest = newest(now);
    // Unchanged, it lists what it listed, unless that was nothing.
    boolean isListed =
        !newest.isEmpty() || (result instanceof FeedResult.NotModified && before.entries() > 0);
    boolean isSuccess = isParsed() || result instanceof FeedResult.NotModified;
    Duration delay =
        result instanceof FeedResult.Failed failed && failed.retryAfter() != null
            ? failed.retryAfter()
            : pageDelay;
    return new FeedState(
        before.address(),
        isWhole && result instanceof FeedResult.Fetched fetched
            ? fetched.validators()
            : before.validators(),
        isSuccess || isFailed ? Optional.of(now) : before.lastRun(),
        isSuccess ? Optional.of(now) : before.lastSuccess(),
        isParsed() ? entries.size() : before.entries(),
        added,
        pending,
        isSuccess ? 0 : before.failures() + (isFailed ? 1 : 0),
        isSuccess && isWhole ? cachedUntil(now) : before.freshUntil(),
        delay == null
            ? before.waitsUntil(now)
            : Optional.of(now.plus(FeedState.atMost(delay, FeedState.LONGEST_WAIT))),
        newest.isEmpty() ? before.newest() : newest,
        isListed ? Optional.of(now) : before.newestAt(),
        isSuccess ? gap(now) : before.gap());
  }

  private Optional<Instant> cachedUntil(Instant now) {
    Duration maxAge =
        result instanceof FeedResult.Fetched fetched
            ? fetched.maxAge()
            : result instanceof FeedResult.NotModified same ? same.maxAge() : Duration.ZERO;
    return maxAge.isZero()
        ? Optional.empty()
        : Optional.of(now.plus(FeedState.atMost(maxAge, FeedState.LONGEST_FRESH)));
  }

  private List<String> newest(Instant now) {
    return DateOrder.of(entries, now).stream()
        .sorted(
            Comparator.comparing(
                CandidateEntry::published, Comparator.nullsLast(Comparator.reverseOrder())))
        .map(entry -> entry.url().key())
        .distinct()
        .limit(NEWEST)
        .toList();
  }
}
