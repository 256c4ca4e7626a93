package io.github.rfiarchiver.article;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * An article: headline, URL, date and cleaned body.
 *
 * @param headline plain text on one line, without line feeds; may be empty
 * @param url the URL of its page on the site
 * @param published its date, from year 1 to 9999 UTC; a file keeps its milliseconds
 * @param body HTML on one line, cleaned by {@code ArticleCleaner}, except in a file to import
 */
public record Article(String headline, ArticleUrl url, Instant published, String body) {
  public Article {
    if (headline.indexOf('\n') >= 0 || body.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("headline and body must be one line each");
    }
    int year = published.atZone(ZoneOffset.UTC).getYear();
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("a date outside the years 1 to 9999: " + published);
    }
  }

  /** A copy with another date. */
  public Article publishedAt(Instant date) {
    return new Article(headline, url, date, body);
  }
}
