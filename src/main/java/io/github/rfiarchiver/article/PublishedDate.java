package io.github.rfiarchiver.article;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Which moments can be an article's date, and how the date is written wherever it is shown. */
public final class PublishedDate {
  /** Earlier dates are some program's word for none: 0001-01-01 above all. */
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  /** Later ones too: 9999-12-31. */
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private PublishedDate() {}

  /**
   * Whether a moment can be the date of an article: in a year from 1900 to 9998, in UTC. All
   * sources of dates are held to it; one that names another moment names none.
   */
  public static boolean isPossible(Instant moment) {
    return !moment.isBefore(EARLIEST) && moment.isBefore(END);
  }

  /** ISO 8601 in UTC, to the second: {@code 2023-10-28T09:45:02Z}. */
  public static String text(Instant published) {
    return published.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
