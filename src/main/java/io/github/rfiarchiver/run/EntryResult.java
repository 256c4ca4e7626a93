package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.TimedFetcher;
import io.github.rfiarchiver.state.BackfillJournal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of processing one candidate. */
sealed interface EntryResult {
  /**
   * Its article, ready to be saved.
   *
   * @param notices what was guessed in its page, or is damaged or not kept
   */
  record Extracted(NewArticle article, List<String> notices) implements EntryResult {}

  /** Its article is in the archive. */
  record Saved(SaveResult.Saved article, List<String> notices) implements EntryResult {
    /** Reports the article of a page, and what is to know of that. */
    void reportTo(Listener listener, ArticleUrl page) {
      notices.forEach(notice -> listener.notice(page.toString(), notice));
      listener.saved(article);
    }
  }

  /**
   * There is no article yet.
   *
   * @param reason what happened, without the subject
   * @param retryAfter the pause that the server asks for, if it is longer than a run waits
   * @param cause the exception, if there is one
   */
  record NoArticle(
      Kind kind, String reason, @Nullable Duration retryAfter, @Nullable Throwable cause)
      implements EntryResult {
    NoArticle(Kind kind, String reason) {
      this(kind, reason, null, null);
    }

    /** Processing failed with an unexpected exception. */
    static NoArticle because(Throwable fault) {
      return new NoArticle(Kind.FAILED, "cannot be processed: " + fault, null, fault);
    }

    /** This result and that of another source; it is to be tried again if either is. */
    NoArticle and(NoArticle other) {
      boolean isToRepeat = other.kind == Kind.FAILED || other.kind == Kind.SKIPPED;
      return new NoArticle(
          isToRepeat && kind != Kind.SKIPPED ? other.kind : kind,
          reason + "; " + other.reason,
          null,
          other.cause == null ? cause : other.cause);
    }

    /** The mark of a page in the journal of backfill; null if the next run tries it again. */
    BackfillJournal.@Nullable Mark mark() {
      return switch (kind) {
        case GONE -> BackfillJournal.Mark.GONE;
        case EMPTY -> BackfillJournal.Mark.NO_ARTICLE;
        case NOT_EXTRACTED -> BackfillJournal.Mark.NOT_EXTRACTED;
        case SKIPPED, FAILED, NOT_ALLOWED -> null;
      };
    }

    /** Whether no later try can succeed. */
    boolean isFinal() {
      return kind == Kind.NOT_ALLOWED || kind == Kind.EMPTY;
    }
  }

  /** Why there is no article, as far as later runs depend on it. */
  enum Kind {
    /** A later try may succeed. */
    FAILED,
    /** The answer was 404 or 410. */
    GONE,
    /** There is no answer: the host is skipped, or the time of the run is over. */
    SKIPPED,
    /** No request was sent: the page is on a host that its feed may not name, or is disallowed. */
    NOT_ALLOWED,
    /** The page was fetched, and the page rules find no article in it. */
    NOT_EXTRACTED,
    /** The page is whole and has neither text, sound nor film. */
    EMPTY
  }

  /** The time of the run was over before it was processed. */
  NoArticle OUT_OF_TIME = new NoArticle(Kind.SKIPPED, TimedFetcher.OUT_OF_TIME.reason());

  /** The result of an entry whose page could not be fetched. */
  static NoArticle of(HttpResult.Failure failure) {
    if (failure.kind() == HttpResult.Kind.OUT_OF_TIME) {
      return OUT_OF_TIME;
    }
    Kind kind =
        switch (failure.kind()) {
          case GONE -> Kind.GONE;
          case HOST_SKIPPED -> Kind.SKIPPED;
          case NOT_SENT -> Kind.NOT_ALLOWED;
          default -> Kind.FAILED;
        };
    Duration retryAfter = failure.longWait().orElse(null);
    return new NoArticle(kind, failure.reason(), retryAfter, failure.cause());
  }

  /** It is a summary entry, and the run fetches no pages. */
  record SummaryOnly() implements EntryResult {}
}
