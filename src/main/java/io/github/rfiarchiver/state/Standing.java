package io.github.rfiarchiver.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the archive stands with an article that the site lists. */
public enum Standing {
  HELD("held"),
  /** Its page is tried again by {@code fetch}. */
  PENDING("pending"),
  GIVEN_UP("givenUp"),
  /** Its page is whole and holds neither text, sound nor film. */
  NO_ARTICLE("noArticle"),
  MISSING("missing");

  private final String member;

  Standing(String member) {
    this.member = member;
  }

  /** Its name in JSON. */
  public String member() {
    return member;
  }

  /**
   * Decides.
   *
   * @param mark what backfill has noted of the page; null where it has not
   * @param pending the pending entry of the article; null where there is none
   */
  public static Standing of(
      boolean isHeld,
      BackfillJournal.@Nullable Mark mark,
      @Nullable PendingEntry pending,
      Instant now) {
    if (isHeld) {
      return HELD;
    }
    if (mark != null) {
      return mark == BackfillJournal.Mark.NO_ARTICLE ? NO_ARTICLE : MISSING;
    }
    return pending == null ? MISSING : pending.isGivenUp(now) ? GIVEN_UP : PENDING;
  }
}
