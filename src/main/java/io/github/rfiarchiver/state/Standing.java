package io.github.rfiarchiver.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The standing of a listed article in the archive. */
public enum Standing {
  HELD("held"),
  /** {@code fetch} retries its page. */
  PENDING("pending"),
  GIVEN_UP("givenUp"),
  /** Its page is whole and holds neither text, sound nor film. */
  NO_ARTICLE("noArticle"),
  MISSING("missing");

  /** Its name in a report's JSON. */
  final String member;

  Standing(String member) {
    this.member = member;
  }

  /** Whether there is nothing to fetch. */
  public boolean isSettled() {
    return this == HELD || this == NO_ARTICLE;
  }

  /**
   * The standing of an article.
   *
   * @param mark the mark of the page in the journal; null if it has none
   * @param pending the pending entry of the article; null if there is none
   */
  public static Standing of(
      boolean isHeld,
      BackfillJournal.@Nullable Mark mark,
      @Nullable PendingEntry pending,
      Instant now) {
    if (isHeld) {
      return HELD;
    }
    if (mark != null && mark != BackfillJournal.Mark.NOT_EXTRACTED) { // which is requested again
      return mark == BackfillJournal.Mark.NO_ARTICLE ? NO_ARTICLE : MISSING;
    }
    return pending == null ? MISSING : pending.isGivenUp(now) ? GIVEN_UP : PENDING;
  }
}
