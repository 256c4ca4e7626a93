package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.SiteLists;
import io.github.rfiarchiver.source.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of articles that the site lists and the archive holds, by day.
 *
 * @param made when its run began: what the site published during a run of days is not in its lists
 * @param isOfSite whether the site listed them; else the Wayback Machine, which lacks many
 * @param rows a row for each day, oldest first, then one for the articles without a date in their
 *     URLs, if there are any
 */
public record CompletenessReport(Instant made, boolean isOfSite, List<Row> rows) {
  private static final String WAYBACK = "wayback";

  /**
   * Counts the articles that the site lists, by the days in their URLs.
   *
   * @param captured those with a capture at the Wayback Machine; null where that is unknown
   */
  public static CompletenessReport of(
      Span span,
      SiteLists lists,
      Map<ArticleUrl, Standing> standings,
      @Nullable Set<ArticleUrl> captured,
      boolean isOfSite,
      Instant made) {
    Map<@Nullable LocalDate, List<ArticleUrl>> days = new LinkedHashMap<>();
    span.days().forEach(day -> days.put(day, new ArrayList<>()));
    for (ArticleUrl url : standings.keySet()) {
      days.computeIfAbsent(url.day().orElse(null), day -> new ArrayList<>()).add(url);
    }
    List<Row> rows = new ArrayList<>();
    days.forEach(
        (day, urls) -> {
          Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
          urls.forEach(url -> counts.merge(standings.get(url), 1, Integer::sum));
          Stream<ArticleUrl> missing =
              urls.stream().filter(url -> standings.get(url) == Standing.MISSING);
          Integer there =
              captured == null ? null : (int) missing.filter(captured::contains).count();
          rows.add(lists.isKnown(day) ? new Row(day, counts, there) : new Row(day, null, null));
        });
    return new CompletenessReport(made, isOfSite, rows);
  }

  /**
   * The articles of a day.
   *
   * @param date the day in their URLs; null if there is none
   * @param counts how many articles have each standing; null if the lists of the day could not be
   *     read whole
   * @param wayback how many of the missing have a capture at the Wayback Machine; null if that is
   *     unknown
   */
  public record Row(
      @Nullable LocalDate date,
      @Nullable Map<Standing, Integer> counts,
      @Nullable Integer wayback) {
    /** The day for people. */
    public String day() {
      return date == null ? "no date" : date.toString();
    }

    /** How many articles have a standing; 0 if that is unknown. */
    public int count(Standing standing) {
      return counts == null ? 0 : counts.getOrDefault(standing, 0);
    }

    /** How many articles the site lists: the sum of all standings. */
    public int listed() {
      return counts == null ? 0 : counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * {@code date, listed, held, pending, givenUp, noArticle, missing, wayback}; null where
     * unknown.
     */
    public JsonObject json() {
      JsonObject json = new JsonObject();
      json.put("date", date == null ? null : date.toString());
      json.put("listed", counts == null ? null : listed());
      for (Standing standing : Standing.values()) {
        json.put(standing.member, counts == null ? null : count(standing));
      }
      json.put(WAYBACK, wayback);
      return json;
    }

    private static Row parse(JsonObject json) throws MalformedException {
      Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
      for (Standing standing : Standing.values()) {
        if (json.get(standing.member) != null) {
          counts.put(standing, Json.count(json, standing.member));
        }
      }
      return new Row(
          Json.day(json, "date"),
          counts.isEmpty() ? null : counts,
          json.get(WAYBACK) == null ? null : Json.count(json, WAYBACK));
    }
  }

  /** How many articles of the known days have a standing. */
  public int count(Standing standing) {
    return rows.stream().mapToInt(row -> row.count(standing)).sum();
  }

  /** How many days are unknown. */
  public int unknown() {
    return (int) rows.stream().filter(row -> row.date() != null && row.counts() == null).count();
  }

  /** The first day and the last, for people; empty where there is none. */
  public String span() {
    List<LocalDate> days = rows.stream().map(Row::date).filter(Objects::nonNull).toList();
    return days.isEmpty() ? "" : days.get(0) + " to " + days.get(days.size() - 1);
  }

  /** Whether nothing is missing and nothing unknown. */
  public boolean isComplete() {
    return count(Standing.MISSING) == 0 && rows.stream().allMatch(row -> row.counts() != null);
  }

  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("made", made.toString());
    json.put("source", isOfSite ? "site" : WAYBACK);
    json.put("days", new JsonArray(rows.stream().map(Row::json).toList()));
    return json;
  }

  static CompletenessReport parse(JsonObject json) throws MalformedException {
    List<Row> rows = new ArrayList<>();
    for (Object row : json.getArray("days", new JsonArray())) {
      rows.add(Row.parse(Json.object(row)));
    }
    return new CompletenessReport(
        Objects.requireNonNullElse(Json.moment(json, "made"), Instant.EPOCH),
        !WAYBACK.equals(Json.text(json, "source")),
        rows);
  }
}
