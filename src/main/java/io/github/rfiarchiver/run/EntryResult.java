package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.Kept;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.RetryingFetcher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of processing one candidate. */
sealed interface EntryResult {
  /**
   * Its article, ready to be saved.
   *
   * @param notice what was guessed or damaged in its page, as a clause
   */
  record Extracted(NewArticle article, @Nullable String notice) implements EntryResult {}

  /** Its article is in the archive. */
  record Saved(Kept kept, @Nullable String notice) implements EntryResult {}

  /**
   * There is no article yet.
   *
   * @param reason what happened, as a clause
   * @param isGone whether the answer was 404 or 410
   * @param isSkipped whether nothing was requested, since the circuit breaker skips the host
   * @param isFinal whether no later try can end otherwise: its host is never asked, or its page is
   *     whole and has neither text, sound nor film
   * @param isNotExtracted whether its page was fetched, and shows no article where the rules for
   *     pages look for one
   * @param retryAfter how long the server asks to wait, where that is longer than a run waits
   * @param cause what was thrown, where it is a fault of the program
   */
  record NoArticle(
      String reason,
      boolean isGone,
      boolean isSkipped,
      boolean isFinal,
      boolean isNotExtracted,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause)
      implements EntryResult {
    static NoArticle because(String reason) {
      return new NoArticle(reason, false, false, false, false, null, null);
    }

    /** No later try can end otherwise. */
    static NoArticle forGood(String reason) {
      return new NoArticle(reason, false, false, true, false, null, null);
    }

    /** The page was fetched, and no article was found on it. */
    static NoArticle notExtracted(String reason) {
      return new NoArticle(reason, false, false, false, true, null, null);
    }

    /** Processing threw what it never should. */
    static NoArticle because(Throwable fault) {
      return new NoArticle(
          "cannot be processed: " + fault, false, false, false, false, null, fault);
    }
  }

  /** The result of an entry whose page could not be fetched. */
  static EntryResult of(HttpResult.Failure failure) {
    return failure.kind() == HttpResult.Kind.OUT_OF_TIME
        ? new NotProcessed()
        : new NoArticle(
            failure.reason(),
            failure.kind() == HttpResult.Kind.GONE,
            failure.kind() == HttpResult.Kind.HOST_LEFT,
            failure.kind() == HttpResult.Kind.NOT_SENT,
            false,
            failure.retryAfter().filter(RetryingFetcher::isTooLong).orElse(null),
            null);
  }

  /** It is a summary entry, and the run fetches no pages. */
  record SummaryOnly() implements EntryResult {}

  /** The run ended before it was processed. */
  record NotProcessed() implements EntryResult {}
}
