package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.feed.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of reading one feed. */
sealed interface Reading {
  FeedSource source();

  /** The feed, parsed whole, with the validators and the max-age that came with it. */
  record Read(FeedSource source, Feed<Listed> feed, Validators validators, Duration maxAge)
      implements Reading {}

  /** The feed is as it was. */
  record Unchanged(FeedSource source, Duration maxAge) implements Reading {}

  /** The feed need not be asked for yet. */
  record Fresh(FeedSource source) implements Reading {}

  /** The server wanted not to be asked before a time that has not come. */
  record Waiting(FeedSource source, Instant until) implements Reading {}

  /** The feed was not fetched: the time of the run is over. */
  record OutOfTime(FeedSource source) implements Reading {}

  /** The feed could not be read. */
  record Failed(
      FeedSource source,
      String reason,
      Optional<Duration> retryAfter,
      Optional<? extends Throwable> cause)
      implements Reading {}
}
