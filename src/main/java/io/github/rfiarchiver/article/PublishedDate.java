package io.github.rfiarchiver.article;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How an article's date is written wherever it is shown. */
public final class PublishedDate {
  private PublishedDate() {}

  /** ISO 8601 in UTC, to the second: {@code 2023-10-28T09:45:02Z}. */
  public static String text(Instant published) {
    return published.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
