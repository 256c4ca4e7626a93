package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.state.CompletenessReport;
import java.util.ArrayList;
import java.util.List;
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
    return line("date", "listed", "held", "pending", "given up", "no article", "missing", "wayback")
        + report.rows().stream().map(CompletenessTable::line).collect(Collectors.joining());
  }

  /** The columns are the members of the JSON. */
  private static String line(CompletenessReport.Row row) {
    if (row.counts() == null) {
      return String.format(Locale.ROOT, "%-12s%8s\n", row.day(), "unknown");
    }
    List<Object> cells = new ArrayList<>(row.json().values());
    cells.replaceAll(cell -> cell == null ? "-" : cell);
    cells.set(0, row.day());
    return line(cells.toArray());
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, FORM, cells);
  }
}
