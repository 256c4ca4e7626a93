package io.github.rfiarchiver.run;

import io.github.rfiarchiver.state.Validators;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of fetching one feed. */
sealed interface FeedResult {
  /** How long the document stays fresh; zero where the server does not say. */
  default Duration maxAge() {
    return Duration.ZERO;
  }

  /**
   * The feed's document.
   *
   * @param bytes decompressed; not copied, and not to be changed
   * @param charset the charset of the Content-Type header
   * @param maxAge how long the document stays fresh (Cache-Control, RFC 9111)
   */
  @SuppressWarnings("ArrayRecordComponent") // up to 64 MiB, handed on once: not worth a copy
  record Fetched(byte[] bytes, @Nullable String charset, Validators validators, Duration maxAge)
      implements FeedResult {
    /** The same result without the parsed document. */
    Fetched parsed() {
      return new Fetched(new byte[0], charset, validators, maxAge);
    }
  }

  /** The server answered 304: the feed has not changed. */
  record NotModified(Duration maxAge) implements FeedResult {}

  /** No request was sent: the last answer is still fresh (Cache-Control). */
  record Cached() implements FeedResult {}

  /** No request was sent: the server asked for a pause until then (Retry-After). */
  record Deferred(Instant until) implements FeedResult {}

  /**
   * The feed could not be fetched, or is not a feed.
   *
   * @param reason what happened, without the subject
   * @param retryAfter the pause that the server asks for, if it is longer than a run waits
   */
  record Failed(String reason, @Nullable Duration retryAfter, @Nullable Throwable cause)
      implements FeedResult {}

  /** The deadline of the run came before the feed was fetched. */
  record OutOfTime() implements FeedResult {}

  /** The run does not read the feed, but has pending entries of it. */
  record NotRead() implements FeedResult {}
}
