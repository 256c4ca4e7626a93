package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.Standing;
import java.util.Locale;
import java.util.stream.Collectors;

/** The completeness report as a table. */
public final class CompletenessTable {
  private static final String FORM = "%-12s%8s%8s%9s%10s%12s%9s%9s\n";

  private CompletenessTable() {}

  /** An object a day. */
  public static String json(CompletenessReport report) {
    return report.rows().stream()
        .map(row -> JsonRenderer.line(row.json()) + "\n")
        .collect(Collectors.joining());
  }

  /** A header, and a line a day. */
  public static String of(CompletenessReport report) {
    StringBuilder table = new StringBuilder();
    table.append(
        line("date", "listed", "held", "pending", "given up", "no article", "missing", "wayback"));
    for (CompletenessReport.Row row : report.rows()) {
      String day = row.date() == null ? "no date" : row.date().toString();
      table.append(
          row.counts() == null
              ? String.format(Locale.ROOT, "%-12s%8s\n", day, "unknown")
              : line(
                  day,
                  row.listed(),
                  row.count(Standing.HELD),
                  row.count(Standing.PENDING),
                  row.count(Standing.GIVEN_UP),
                  row.count(Standing.NO_ARTICLE),
                  row.count(Standing.MISSING),
                  row.wayback() == null ? "-" : row.wayback()));
    }
    return table.toString();
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, FORM, cells);
  }
}
