package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.fetch.FeedState;
import io.github.rfiarchiver.reading.Statistics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The status as one JSON object. Its members, always all of them: {@code archive} (its folder),
 * {@code articles}, {@code revisions}, {@code bytes}, {@code first} and {@code last} (dates of
 * articles, or null), {@code months} and {@code days} (the articles of each month, and of each of
 * the last 30 days), {@code emptyDays} (days in a row without any article: {@code from}, {@code
 * to}, {@code days}), and {@code feeds}, each as the archive remembers it, without what is not
 * known.
 */
final class StatusJson {
  private StatusJson() {}

  static JsonText of(Archive archive, Statistics statistics, List<FeedState> feeds, Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    return new JsonText()
        .add("archive", archive.root().toString())
        .add("articles", statistics.articles())
        .add("revisions", statistics.revisions())
        .add("bytes", statistics.bytes())
        .add("first", statistics.first().map(PublishedDate::text))
        .add("last", statistics.last().map(PublishedDate::text))
        .addJson("months", counts(statistics.perMonth()))
        .addJson("days", counts(statistics.lastDays(StatusReport.DAYS, today)))
        .add("emptyDays", statistics.gaps().stream().map(StatusJson::gap).toList())
        .add("feeds", feeds.stream().map(feed -> feed.toJson().strip()).toList());
  }

  private static String counts(Map<?, Integer> counts) {
    JsonText json = new JsonText();
    counts.forEach((when, count) -> json.add(when.toString(), count));
    return json.toString();
  }

  private static String gap(Statistics.Gap gap) {
    return new JsonText()
        .add("from", gap.first().toString())
        .add("to", gap.last().toString())
        .add("days", gap.days())
        .toString();
  }
}
