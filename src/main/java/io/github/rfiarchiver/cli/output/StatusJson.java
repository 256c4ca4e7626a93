package io.github.rfiarchiver.cli.output;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.query.RawStatistics;
import io.github.rfiarchiver.query.Statistics;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.FeedState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status as one JSON object. It always has all of these members: {@code archive} (its folder),
 * {@code articles}, {@code revisions}, {@code bytes}, {@code first} and {@code last} (dates of
 * articles, or null), {@code months} and {@code days} (the articles of each month, and of each of
 * the last 30 days), {@code emptyDays} (days in a row without any article: {@code from}, {@code
 * to}, {@code days}), {@code raw} (raw captures: {@code files}, {@code bytes}, {@code months}),
 * {@code completeness} (the last report: when it was {@code made}, and its {@code days}; or null),
 * {@code listedAlone} (how many pages are known from the news list only, and not archived), and
 * {@code feeds}, the state of each, without unknown values.
 */
public final class StatusJson {
  private StatusJson() {}

  public static JsonObject of(
      Archive archive,
      Statistics statistics,
      RawStatistics raw,
      List<FeedState> feeds,
      @Nullable CompletenessReport completeness,
      int listedAlone,
      Instant now) {
    LocalDate today = PublishedDate.day(now);
    JsonObject json = new JsonObject();
    json.put("archive", archive.root().toString());
    json.put("articles", statistics.articles());
    json.put("revisions", statistics.revisions());
    json.put("bytes", statistics.bytes());
    json.put("first", text(statistics.first()));
    json.put("last", text(statistics.last()));
    json.put("months", counts(statistics.perMonth()));
    json.put("days", counts(statistics.lastDays(StatusReport.DAYS, today)));
    json.put("emptyDays", new JsonArray(statistics.gaps().stream().map(StatusJson::gap).toList()));
    JsonObject captures = new JsonObject();
    captures.put("files", raw.files());
    captures.put("bytes", raw.bytes());
    captures.put("months", new JsonArray(raw.months()));
    json.put("raw", captures);
    json.put("completeness", completeness == null ? null : completeness.json());
    json.put("listedAlone", listedAlone);
    json.put("feeds", new JsonArray(feeds.stream().map(FeedState::json).toList()));
    return json;
  }

  private static JsonObject counts(Map<?, Integer> counts) {
    JsonObject json = new JsonObject();
    counts.forEach((when, count) -> json.put(when.toString(), count));
    return json;
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : PublishedDate.text(moment);
  }

  private static JsonObject gap(Statistics.Gap gap) {
    JsonObject json = new JsonObject();
    json.put("from", gap.first().toString());
    json.put("to", gap.last().toString());
    json.put("days", gap.days());
    return json;
  }
}
