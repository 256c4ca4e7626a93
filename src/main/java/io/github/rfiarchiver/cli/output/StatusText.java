package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.query.Statistics;
import io.github.rfiarchiver.query.Statistics.EmptyDays;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.CompletenessReport.Row;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the status of an archive as text: its numbers, its months and days, and its feeds. */
public final class StatusText {
  private static final int MOST_MONTHS = 36;
  private static final int WIDEST_CELL = 6;
  private static final int SHOWN_GAPS = 5;
  private static final String INDENT = "  ";

  /** The columns of a label of a feed. */
  private static final int LABEL = 18;

  private final Terminal console;
  private final ArchiveStatus status;
  private final Statistics statistics;
  private final StyledText text;

  private StatusText(ArchiveStatus status, Terminal console) {
    this.console = console;
    this.status = status;
    this.statistics = status.statistics();
    this.text = console.text();
  }

  /** The text of a status, as wide as the terminal. */
  public static StyledText of(ArchiveStatus status, Terminal console) {
    return new StatusText(status, console).whole();
  }

  private StyledText whole() {
    text.add(Style.TITLE, fitted(status.archive().toString(), 0)).line();
    glance();
    raw(statistics.raw());
    if (statistics.articles() > 0) {
      months();
      days();
      emptyDays(statistics.emptyDays());
    }
    if (status.completeness() != null) {
      completeness(status.completeness());
    }
    title("Feeds", status.feeds().isEmpty() ? "none was fetched yet" : "");
    status.feeds().forEach(this::feed);
    if (status.listedAlone() > 0) {
      row("site's list", Count.grouped(status.listedAlone(), "page") + " not archived", "");
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
    String articles = Count.grouped(statistics.articles(), "article") + ", ";
    String revisions = Count.grouped(statistics.revisions(), "revision") + ", ";
    line(articles + (statistics.revisions() == 0 ? "" : revisions) + size(statistics.bytes()));
    LocalDate last = LocalDate.ofInstant(newest, console.zone());
    long back = ChronoUnit.DAYS.between(last, status.today());
    String ago = back == 0 ? "today" : back == 1 ? "yesterday" : back + " days ago";
    String remark = back < 0 ? "" : " (" + ago + ")";
    line(LocalDate.ofInstant(first, console.zone()) + " to " + last, Style.FAINT, remark);
  }

  private void raw(Statistics.Raw raw) {
    List<String> months = raw.months();
    if (!months.isEmpty()) {
      String files = Count.grouped(raw.files(), "file");
      line(files + " of raw captures, " + size(raw.bytes()));
      String last = months.size() == 1 ? "" : " to " + months.get(months.size() - 1);
      line("from " + Count.grouped(months.size(), "month") + ", " + months.get(0) + last);
    }
  }

  private void months() {
    int room = console.columns() - BarChart.MARGIN;
    int all = statistics.perMonth().size();
    int shown = Math.min(all, Math.min(MOST_MONTHS, room / 2));
    List<YearMonth> months = List.copyOf(statistics.perMonth().keySet()).subList(all - shown, all);
    int cell = Math.max(2, Math.min(WIDEST_CELL, room / shown));
    List<String> numbers = months.stream().map(month -> month.toString().substring(5)).toList();
    List<String> years =
        months.stream()
            .map(m -> m.equals(months.get(0)) || m.getMonthValue() == 1 ? "" + m.getYear() : "")
            .toList();
    title("Articles a month", shown < all ? "the last " + shown + " months" : "");
    new BarChart(
            List.copyOf(statistics.perMonth().values()).subList(all - shown, all),
            cell > 2 ? List.of(numbers, years) : List.of(years),
            cell,
            room)
        .addTo(text);
  }

  private void days() {
    int days = ArchiveStatus.DAYS;
    List<Integer> values = List.copyOf(statistics.lastDays(days, status.today()).values());
    LocalDate first = status.today().minusDays(days - 1L);
    List<String> labels =
        IntStream.range(0, days)
            .mapToObj(i -> i % 7 == 1 ? first.plusDays(i).toString().substring(5) : "")
            .toList();
    int sum = values.stream().mapToInt(Integer::intValue).sum();
    title("The last " + days + " days", Count.grouped(sum, "article"));
    int room = console.columns() - BarChart.MARGIN;
    new BarChart(values, List.of(labels), room >= 2 * days ? 2 : 1, room).addTo(text);
  }

  private void emptyDays(List<EmptyDays> gaps) {
    long days = gaps.stream().mapToLong(EmptyDays::days).sum();
    title("Days without any article", days == 0 ? "none" : String.format(Locale.ROOT, "%,d", days));
    int earlier = Math.max(0, gaps.size() - SHOWN_GAPS);
    for (int i = gaps.size() - 1; i >= earlier; i--) {
      EmptyDays gap = gaps.get(i);
      String when = gap.days() == 1 ? gap.first().toString() : gap.first() + " to " + gap.last();
      line(String.format("%-26s", when) + Count.grouped(gap.days(), "day"));
    }
    earlier(earlier, "earlier time");
  }

  /** Says what is not shown. */
  private void earlier(int count, String unit) {
    if (count > 0) {
      text.add(Style.FAINT, INDENT + "and " + Count.grouped(count, unit)).line();
    }
  }

  private void completeness(CompletenessReport report) {
    String asOf = console.isTerminal() ? "" : "as of "; // a terminal may have 40 columns
    title("Completeness", asOf + console.moment(report.made()));
    int listed = report.rows().stream().mapToInt(Row::listed).sum();
    String held = listed + " listed, " + report.count(Standing.HELD) + " held, ";
    line(report.span());
    if (!report.isOfSite()) {
      line("", Style.WARNING, "listed by the Wayback Machine alone");
    }
    line(held + report.count(Standing.MISSING) + " missing");
    if (listed > report.count(Standing.HELD) + report.count(Standing.MISSING)) {
      String tried = report.count(Standing.PENDING) + " pending, ";
      String ended = report.count(Standing.GIVEN_UP) + " given up, ";
      line(tried + ended + report.count(Standing.NO_ARTICLE) + " no article");
    }
    if (report.unknown() > 0) {
      line("", Style.WARNING, Count.grouped(report.unknown(), "day") + " unknown");
    }
    List<Row> holes =
        report.rows().stream().filter(row -> row.count(Standing.MISSING) > 0).toList();
    int earlier = Math.max(0, holes.size() - SHOWN_GAPS);
    for (Row row : holes.subList(earlier, holes.size())) {
      String missing = row.count(Standing.MISSING) + " of " + row.listed() + " missing";
      line(String.format("%-12s", row.day()), Style.WARNING, missing);
    }
    earlier(earlier, "earlier day");
  }

  private void feed(FeedState feed) {
    boolean failing = feed.failures() > 0;
    String mark = failing ? "✗ " : feed.lastSuccess() == null ? "- " : "✓ ";
    text.add(INDENT).add(failing ? Style.BAD : Style.BAR, mark);
    text.add(fitted(feed.url(), 4)).line();
    moment("last run", feed.lastRun(), "never");
    moment("last success", feed.lastSuccess(), "never");
    String counts = feed.entries() + ", " + feed.added() + " new, ";
    row("entries", counts + feed.pending() + " pending", "");
    if (failing) {
      boolean trouble = feed.failures() >= FeedState.TOO_MANY_FAILURES;
      row("failures", trouble ? Style.BAD : Style.WARNING, feed.failures() + " in a row");
    }
    moment("next allowed", feed.nextAllowed(status.now()).orElse(null), "now");
    if (feed.gap() != null) {
      String to = console.isTerminal() ? " to\n" + " ".repeat(LABEL) : " to ";
      String gap = console.moment(feed.gap().from()) + to + console.moment(feed.gap().to());
      row("gap", Style.WARNING, gap);
      row("", Style.FAINT, "articles may have been missed");
    }
  }

  private void moment(String name, @Nullable Instant moment, String otherwise) {
    String remark = moment == null ? "" : " (" + distance(moment) + ")";
    row(name, moment == null ? otherwise : console.moment(moment), remark);
  }

  private void line(String words) {
    text.add(INDENT + words).line();
  }

  private void line(String start, Style style, String words) {
    text.add(INDENT + start).add(style, words).line();
  }

  private void row(String name, String value, String remark) {
    label(name).add(value).add(Style.FAINT, remark).line();
  }

  private void row(String name, Style style, String value) {
    label(name).add(style, value).line();
  }

  private StyledText label(String name) {
    return text.add(Style.FAINT, String.format("%-" + LABEL + "s", "    " + name));
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
    long away = Duration.between(moment, status.now()).abs().toSeconds();
    String span =
        away >= 2 * 86_400
            ? away / 86_400 + " days"
            : away >= 3600 ? away / 3600 + " h" : away >= 60 ? away / 60 + " min" : away + " s";
    return moment.isAfter(status.now()) ? "in " + span : span + " ago";
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
