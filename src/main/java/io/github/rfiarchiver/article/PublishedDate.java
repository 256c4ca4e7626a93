package io.github.rfiarchiver.article;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The bounds and the output format of article dates. */
public final class PublishedDate {
  /** Earlier dates are placeholders for a missing date, such as 0001-01-01. */
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  /** Later dates are placeholders too, such as 9999-12-31. */
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private PublishedDate() {}

  /**
   * Whether a moment can be the date of an article: in the years 1900 to 9998 UTC. Every source of
   * dates is checked; a date out of bounds counts as missing.
   */
  public static boolean isPossible(Instant moment) {
    return !moment.isBefore(EARLIEST) && moment.isBefore(END);
  }

  /** ISO 8601 in UTC, to the second: {@code 2023-10-28T09:45:02Z}. */
  public static String text(Instant published) {
    return published.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The day of a time, in UTC. */
  public static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
