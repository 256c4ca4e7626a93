package io.github.rfiarchiver.run;

import io.github.rfiarchiver.state.Validators;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of fetching one feed. */
sealed interface FeedResult {
  /**
   * The feed's document.
   *
   * @param bytes decompressed; not copied, and not to be changed
   * @param charset that of the Content-Type header
   * @param maxAge how long the document may be used without another request (Cache-Control)
   */
  @SuppressWarnings("ArrayRecordComponent") // up to 64 MiB, handed on once: not worth a copy
  record Fetched(byte[] bytes, @Nullable String charset, Validators validators, Duration maxAge)
      implements FeedResult {
    /** The same result without the document, which was parsed. */
    Fetched parsed() {
      return new Fetched(new byte[0], charset, validators, maxAge);
    }
  }

  /** The server answered 304: the feed is as it was when it was last read. */
  record NotModified(Duration maxAge) implements FeedResult {}

  /** Nothing was requested: the last answer may be used until then (Cache-Control). */
  record Cached(Instant until) implements FeedResult {}

  /** Nothing was requested: the server asked for no request before then (Retry-After). */
  record Deferred(Instant until) implements FeedResult {}

  /**
   * The feed could not be fetched, or is no feed.
   *
   * @param reason what happened, as a clause
   * @param retryAfter how long the server asks to wait, where that is longer than a run waits
   */
  record Failed(String reason, @Nullable Duration retryAfter, @Nullable Throwable cause)
      implements FeedResult {}

  /** The time of the run was over before the feed was fetched. */
  record OutOfTime() implements FeedResult {}

  /** The run does not read the feed: it has pending entries of it. */
  record NotRead() implements FeedResult {}
}
