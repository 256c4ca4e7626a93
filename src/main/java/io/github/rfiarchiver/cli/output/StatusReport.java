package io.github.rfiarchiver.cli.output;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.query.Statistics;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.CompletenessReport.Row;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The status: the archive in numbers, its months and days, and its feeds. */
public final class StatusReport {
  /** The number of days in the second chart, up to today. */
  static final int DAYS = 30;

  private static final int MOST_MONTHS = 36;
  private static final int WIDEST_CELL = 6;
  private static final int SHOWN_GAPS = 5;
  private static final String INDENT = "  ";

  /** The columns of a label of a feed. */
  private static final int LABEL = 18;

  private final Terminal console;
  private final Instant now;
  private final LocalDate today;
  private final Archive archive;
  private final Statistics statistics;
  private final List<FeedState> feeds;
  private final @Nullable CompletenessReport completeness;
  private final int listedAlone;
  private final StyledText text;

  /**
   * The status of an archive.
   *
   * @param statistics in the zone in which the days are shown
   * @throws ArchiveException where its state cannot be read
   */
  public StatusReport(Terminal console, Instant now, Archive archive, Statistics statistics)
      throws ArchiveException {
    RunState state = new RunState(archive);
    this.console = console;
    this.now = now;
    this.today = LocalDate.ofInstant(now, statistics.zone());
    this.archive = archive;
    this.statistics = statistics;
    this.feeds = state.feeds().stream().map(feed -> feed.asOf(now)).toList();
    this.completeness = state.completeness().orElse(null);
    this.listedAlone = state.listedAlone(now);
    this.text = console.text();
  }

  /** The feeds, as of now. */
  public List<FeedState> feeds() {
    return feeds;
  }

  /**
   * As one JSON object. It always has all of these members: {@code archive} (its folder), {@code
   * articles}, {@code revisions}, {@code bytes}, {@code first} and {@code last} (dates of articles,
   * or null), {@code months} and {@code days} (the articles of each month, and of each of the last
   * 30 days), {@code emptyDays} (days in a row without any article: {@code from}, {@code to},
   * {@code days}), {@code raw} (raw captures: {@code files}, {@code bytes}, {@code months}), {@code
   * completeness} (the last report: when it was {@code made}, and its {@code days}; or null),
   * {@code listedAlone} (how many pages are known from the news list only, and not archived), and
   * {@code feeds}, the state of each, without unknown values.
   */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("archive", archive.root().toString());
    json.put("articles", statistics.articles());
    json.put("revisions", statistics.revisions());
    json.put("bytes", statistics.bytes());
    json.put("first", iso(statistics.first()));
    json.put("last", iso(statistics.last()));
    json.put("months", counts(statistics.perMonth()));
    json.put("days", counts(statistics.lastDays(DAYS, today)));
    json.put(
        "emptyDays",
        new JsonArray(statistics.emptyDays().stream().map(StatusReport::json).toList()));
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
    JsonObject json = new JsonObject();
    json.put("from", gap.first().toString());
    json.put("to", gap.last().toString());
    json.put("days", gap.days());
    return json;
  }

  /** As text. */
  public StyledText text() {
    text.add(Style.TITLE, fitted(archive.root().toString(), 0)).line();
    glance();
    raw(statistics.raw());
    if (statistics.articles() > 0) {
      months();
      days();
      emptyDays(statistics.emptyDays());
    }
    if (completeness != null) {
      completeness(completeness);
    }
    title("Feeds", feeds.isEmpty() ? "none was fetched yet" : "");
    feeds.forEach(this::feed);
    if (listedAlone > 0) {
      row("site's list", count(listedAlone, "page") + " not archived");
    }
    return text;
  }

  private void glance() {
    Instant first = statistics.first();
    Instant newest = statistics.last();
    if (first == null || newest == null) {
      line("no article yet");
      return;
    }
    String revisions =
        statistics.revisions() == 0 ? "" : ", " + count(statistics.revisions(), "revision");
    line(count(statistics.articles(), "article") + revisions + ", " + size(statistics.bytes()));
    LocalDate last = LocalDate.ofInstant(newest, console.zone());
    long back = ChronoUnit.DAYS.between(last, today);
    String ago =
        back == 0
            ? " (today)"
            : back == 1 ? " (yesterday)" : back > 1 ? " (" + back + " days ago)" : "";
    text.add(INDENT + LocalDate.ofInstant(first, console.zone()) + " to " + last);
    text.add(Style.FAINT, ago).line();
  }

  private void raw(Statistics.Raw raw) {
    List<String> months = raw.months();
    if (!months.isEmpty()) {
      String last = months.get(months.size() - 1);
      line(count(raw.files(), "file") + " of raw captures, " + size(raw.bytes()));
      line(
          "from "
              + count(months.size(), "month")
              + (", " + months.get(0))
              + (months.size() == 1 ? "" : " to " + last));
    }
  }

  private void line(String words) {
    text.add(INDENT + words).line();
  }

  private void months() {
    int room = console.columns() - BarChart.MARGIN;
    List<YearMonth> months = new ArrayList<>(statistics.perMonth().keySet());
    int shown = Math.min(months.size(), Math.min(MOST_MONTHS, room / 2));
    months = months.subList(months.size() - shown, months.size());
    int cell = Math.max(2, Math.min(WIDEST_CELL, room / shown));
    YearMonth first = months.get(0);
    List<String> numbers = months.stream().map(month -> month.toString().substring(5)).toList();
    List<String> years =
        months.stream()
            .map(m -> m.equals(first) || m.getMonthValue() == 1 ? "" + m.getYear() : "")
            .toList();
    title(
        "Articles a month",
        shown < statistics.perMonth().size() ? "the last " + shown + " months" : "");
    List<Integer> values =
        months.stream().map(month -> statistics.perMonth().getOrDefault(month, 0)).toList();
    new BarChart(values, cell > 2 ? List.of(numbers, years) : List.of(years), cell, room)
        .addTo(text);
  }

  private void days() {
    List<Integer> values = List.copyOf(statistics.lastDays(DAYS, today).values());
    LocalDate first = today.minusDays(DAYS - 1L);
    List<String> labels =
        IntStream.range(0, DAYS)
            .mapToObj(i -> i % 7 == 1 ? first.plusDays(i).toString().substring(5) : "")
            .toList();
    int sum = values.stream().mapToInt(Integer::intValue).sum();
    title("The last " + DAYS + " days", count(sum, "article"));
    int room = console.columns() - BarChart.MARGIN;
    new BarChart(values, List.of(labels), room >= 2 * DAYS ? 2 : 1, room).addTo(text);
  }

  private void emptyDays(List<Statistics.EmptyDays> gaps) {
    long days = gaps.stream().mapToLong(Statistics.EmptyDays::days).sum();
    title("Days without any article", days == 0 ? "none" : String.format(Locale.ROOT, "%,d", days));
    List<Statistics.EmptyDays> latest = new ArrayList<>(gaps);
    Collections.reverse(latest);
    for (Statistics.EmptyDays gap : latest.subList(0, Math.min(SHOWN_GAPS, latest.size()))) {
      String when = gap.days() == 1 ? gap.first().toString() : gap.first() + " to " + gap.last();
      text.add(INDENT + String.format("%-26s", when)).add(count(gap.days(), "day")).line();
    }
    if (latest.size() > SHOWN_GAPS) {
      text.add(Style.FAINT, INDENT + "and " + count(latest.size() - SHOWN_GAPS, "earlier time"))
          .line();
    }
  }

  private void completeness(CompletenessReport report) {
    String asOf = console.isTerminal() ? "" : "as of "; // a terminal may have 40 columns
    title("Completeness", asOf + console.moment(report.made()));
    int listed = report.rows().stream().mapToInt(Row::listed).sum();
    String held = listed + " listed, " + report.count(Standing.HELD) + " held, ";
    line(report.span());
    line(held + report.count(Standing.MISSING) + " missing");
    if (report.unknown() > 0) {
      text.add(INDENT).add(Style.WARNING, count(report.unknown(), "day") + " unknown").line();
    }
    List<Row> holes =
        report.rows().stream().filter(row -> row.count(Standing.MISSING) > 0).toList();
    for (Row row : holes.subList(Math.max(0, holes.size() - SHOWN_GAPS), holes.size())) {
      String day = row.date() == null ? "no date" : row.date().toString();
      String missing = row.count(Standing.MISSING) + " of " + row.listed() + " missing";
      text.add(INDENT + String.format("%-12s", day)).add(Style.WARNING, missing).line();
    }
  }

  private void feed(FeedState feed) {
    boolean failing = feed.failures() > 0;
    text.add(INDENT)
        .add(failing ? Style.BAD : Style.BAR, failing ? "✗ " : "✓ ")
        .add(fitted(feed.url(), 4))
        .line();
    moment("last run", feed.lastRun(), "never");
    moment("last success", feed.lastSuccess(), "never");
    row("entries", feed.entries() + ", " + feed.added() + " new, " + feed.pending() + " pending");
    if (failing) {
      boolean trouble = feed.failures() >= FeedState.TOO_MANY_FAILURES;
      label("failures");
      text.add(trouble ? Style.BAD : Style.WARNING, feed.failures() + " in a row").line();
    }
    moment("next allowed", feed.nextAllowed(now).orElse(null), "now");
    if (feed.gap() != null) {
      String to = console.isTerminal() ? " to\n" + " ".repeat(LABEL) : " to ";
      label("gap");
      String gap = console.moment(feed.gap().from()) + to + console.moment(feed.gap().to());
      text.add(Style.WARNING, gap).line();
      label("");
      text.add(Style.FAINT, "articles may have been missed").line();
    }
  }

  private void moment(String name, @Nullable Instant moment, String otherwise) {
    if (moment == null) {
      row(name, otherwise);
      return;
    }
    label(name);
    text.add(console.moment(moment)).add(Style.FAINT, " (" + distance(moment) + ")").line();
  }

  private void row(String name, String value) {
    label(name);
    text.add(value).line();
  }

  private void label(String name) {
    text.add(Style.FAINT, String.format("%-" + LABEL + "s", "    " + name));
  }

  private void title(String title, String remark) {
    text.line().add(Style.TITLE, title);
    text.add(remark.isEmpty() ? "" : ": " + remark).line();
  }

  private String fitted(String words, int indent) {
    return console.isTerminal() ? ArticleLine.cut(words, console.columns() - indent) : words;
  }

  /** The distance of a time from now, in its largest unit. */
  private String distance(Instant moment) {
    long away = Duration.between(moment, now).abs().toSeconds();
    String span =
        away >= 2 * 86_400
            ? away / 86_400 + " days"
            : away >= 3600 ? away / 3600 + " h" : away >= 60 ? away / 60 + " min" : away + " s";
    return moment.isAfter(now) ? "in " + span : span + " ago";
  }

  private static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return Count.of(bytes, "byte", "bytes");
    }
    int unit = Math.min(4, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
    return String.format(
        Locale.ROOT, "%.1f %ciB", bytes / (double) (1L << (10 * unit)), " KMGT".charAt(unit));
  }
}
