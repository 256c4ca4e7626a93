package io.github.rfiarchiver.article;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * An article: headline, address, date and cleaned body.
 *
 * @param headline plain text on one line; may be empty
 * @param address where the article stands on the site
 * @param published its date, to the millisecond, in a year from 1 to 9999
 * @param body cleaned HTML on one line, as {@code ArticleCleaner} gives it
 */
public record Article(String headline, ArticleUrl address, Instant published, String body) {
  public Article {
    if (headline.indexOf('\n') >= 0 || body.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("headline and body are one line each");
    }
    int year = published.atZone(ZoneOffset.UTC).getYear();
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("a date outside the years 1 to 9999: " + published);
    }
  }

  /** The same article under another date. */
  public Article publishedAt(Instant date) {
    return new Article(headline, address, date, body);
  }
}
