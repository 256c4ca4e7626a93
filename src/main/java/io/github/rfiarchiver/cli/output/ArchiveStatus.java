package io.github.rfiarchiver.cli.output;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.query.Statistics;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.RunState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of an archive: its articles in numbers, and its feeds.
 *
 * @param archive its folder
 * @param now the time for which it holds
 * @param statistics in the zone in which days are shown
 * @param feeds the feeds, as of now
 * @param completeness the last report; null if there is none
 * @param listedAlone how many pages are known from the news list only, neither archived nor given
 *     up
 */
public record ArchiveStatus(
    Path archive,
    Instant now,
    Statistics statistics,
    List<FeedState> feeds,
    @Nullable CompletenessReport completeness,
    int listedAlone) {
  /** The number of days whose articles are counted, up to today. */
  static final int DAYS = 30;

  /**
   * Reads the status of an archive.
   *
   * @param zone the time zone of its days
   * @throws ArchiveException where its state cannot be read
   */
  public static ArchiveStatus of(Archive archive, Instant now, ZoneId zone)
      throws ArchiveException {
    RunState state = new RunState(archive);
    return new ArchiveStatus(
        archive.root(),
        now,
        Statistics.of(archive, zone),
        state.feeds(now),
        state.completeness().orElse(null),
        state.listedAlone(now));
  }

  /** The current day in the zone. */
  LocalDate today() {
    return LocalDate.ofInstant(now, statistics.zone());
  }

  /**
   * As one JSON object. It always has all of these members: {@code archive} (its folder), {@code
   * articles}, {@code revisions}, {@code bytes}, {@code first} and {@code last} (dates of articles,
   * or null), {@code months} and {@code days} (the articles of each month, and of each of the last
   * 30 days), {@code emptyDays} (days in a row without any article: {@code from}, {@code to},
   * {@code days}), {@code raw} (raw captures: {@code files}, {@code bytes}, {@code months}), {@code
   * completeness} (the last report: when it was {@code made}, the {@code source} of its lists, and
   * its {@code days}; or null), {@code listedAlone} (how many pages are known from the news list
   * only, neither archived nor given up), and {@code feeds}, the state of each, without unknown
   * values.
   */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("archive", archive.toString());
    json.put("articles", statistics.articles());
    json.put("revisions", statistics.revisions());
    json.put("bytes", statistics.bytes());
    json.put("first", iso(statistics.first()));
    json.put("last", iso(statistics.last()));
    json.put("months", counts(statistics.perMonth()));
    json.put("days", counts(statistics.lastDays(DAYS, today())));
    json.put(
        "emptyDays",
        new JsonArray(statistics.emptyDays().stream().map(ArchiveStatus::json).toList()));
    JsonObject captures = new JsonObject();
    captures.put("files", statistics.raw().files());
    captures.put("bytes", statistics.raw().bytes());
    captures.put("months", new JsonArray(statistics.raw().months()));
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

  private static @Nullable String iso(@Nullable Instant moment) {
    return moment == null ? null : PublishedDate.text(moment);
  }

  private static JsonObject json(Statistics.EmptyDays gap) {
    return JsonObject.builder()
        .value("from", gap.first().toString())
        .value("to", gap.last().toString())
        .value("days", gap.days())
        .done();
  }
}
