package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one run makes of one feed: what was remembered of it, what came of it, what is to be
 * remembered.
 */
final class FeedTally {
  private static final int NEWEST = 10;

  private final FeedState before;
  private final Optional<Reading> reading;
  private final List<Candidate> listed;
  private int added;
  private int revised;
  private Optional<Instant> notBefore = Optional.empty();

  /**
   * @param reading what came of reading it; empty for a feed that this run does not read, but has
   *     pending entries of
   * @param listed what it lists, whether it is wanted or not
   */
  FeedTally(FeedState before, Optional<Reading> reading, List<Candidate> listed) {
    this.before = before;
    this.reading = reading;
    this.listed = List.copyOf(listed);
  }

  FeedState before() {
    return before;
  }

  Optional<Reading> reading() {
    return reading;
  }

  /** Whether the feed was read, or needed no reading. */
  boolean isRead() {
    return reading
        .filter(
            r ->
                r instanceof Reading.Read
                    || r instanceof Reading.Unchanged
                    || r instanceof Reading.Fresh)
        .isPresent();
  }

  boolean isWaiting(Instant now) {
    return before.waitsUntil(now).isPresent();
  }

  int added() {
    return added;
  }

  int revised() {
    return revised;
  }

  void count(Kept kept) {
    if (kept instanceof Kept.New) {
      added++;
    } else if (kept instanceof Kept.Revised) {
      revised++;
    }
  }

  /** Takes note of a wait that the server of the feed or of its pages asks for. */
  void waitFor(Duration wait, Instant now) {
    notBefore = Optional.of(now.plus(FeedState.atMost(wait, FeedState.LONGEST_WAIT)));
  }

  /**
   * The time in which entries may have come and gone unseen: none of the newest that the feed
   * listed at its last reading is listed now.
   */
  Optional<FeedState.Gap> gap(Instant now) {
    if (!(reading.orElse(null) instanceof Reading.Read)
        || listed.isEmpty()
        || before.newest().isEmpty()) {
      return Optional.empty();
    }
    boolean met =
        listed.stream().anyMatch(entry -> before.newest().contains(entry.address().key()));
    return met
        ? Optional.empty()
        : Optional.of(new FeedState.Gap(before.lastSuccess().orElse(now), now));
  }

  /**
   * What is to be remembered.
   *
   * @param pending how many of its entries wait for their pages
   * @param whole whether the run dealt with everything that the feed lists
   */
  FeedState after(Instant now, int pending, boolean whole) {
    Reading came = reading.orElse(null);
    boolean asked =
        came instanceof Reading.Read
            || came instanceof Reading.Unchanged
            || came instanceof Reading.Failed;
    boolean success = asked && !(came instanceof Reading.Failed);
    boolean parsed = came instanceof Reading.Read;
    if (came instanceof Reading.Failed failed) {
      failed
          .retryAfter()
          .filter(wait -> wait.compareTo(PoliteFetcher.LONGEST_WAIT) > 0)
          .ifPresent(wait -> waitFor(wait, now));
    }
    return new FeedState(
        before.address(),
        whole && came instanceof Reading.Read read ? read.validators() : before.validators(),
        asked ? Optional.of(now) : before.lastRun(),
        success ? Optional.of(now) : before.lastSuccess(),
        parsed ? listed.size() : before.entries(),
        added,
        pending,
        success ? 0 : before.failures() + (asked ? 1 : 0),
        success && whole ? freshUntil(now) : before.freshUntil(),
        notBefore.or(() -> before.waitsUntil(now)),
        parsed ? newest() : before.newest(),
        success ? gap(now) : before.gap());
  }

  private Optional<Instant> freshUntil(Instant now) {
    Reading came = reading.orElse(null);
    Duration maxAge =
        came instanceof Reading.Read read
            ? read.maxAge()
            : came instanceof Reading.Unchanged unchanged ? unchanged.maxAge() : Duration.ZERO;
    return maxAge.isZero()
        ? Optional.empty()
        : Optional.of(now.plus(FeedState.atMost(maxAge, FeedState.LONGEST_FRESH)));
  }

  private List<String> newest() {
    return listed.stream()
        .sorted(Candidate.NEWEST_FIRST)
        .limit(NEWEST)
        .map(candidate -> candidate.address().key())
        .toList();
  }
}
