package io.github.rfiarchiver.article.render;

import java.util.ArrayList;
import java.util.List;

/** Renders tables as text, their columns aligned by display width. */
final class TableRenderer {
  private static final String BETWEEN = " | ";

  private TableRenderer() {}

  /**
   * The table's rows, those without words left out; a line of hyphens stands below a first row that
   * says what the columns hold. Where they would not fit into {@code width} the columns are not
   * aligned, and long rows are broken.
   */
  static String text(Block.Table table, int width) {
    List<List<String>> rows =
        table.rows().stream()
            .map(row -> row.stream().map(InlineRenderer::line).toList())
            .filter(row -> !row.stream().allMatch(String::isEmpty))
            .toList();
    if (rows.isEmpty()) {
      return "";
    }
    boolean headed =
        table.headed()
            && table.rows().get(0).stream().anyMatch(cell -> !InlineRenderer.line(cell).isEmpty());
    int[] columns = columns(rows);
    int whole = BETWEEN.length() * (columns.length - 1);
    for (int column : columns) {
      whole += column;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      if (whole > width) {
        lines.addAll(Wrapping.wrapped(String.join(BETWEEN, row), width));
        continue;
      }
      lines.add(aligned(row, columns));
      if (headed && lines.size() == 1 && rows.size() > 1) {
        lines.add(hyphens(columns));
      }
    }
    return String.join("\n", lines);
  }

  private static int[] columns(List<List<String>> rows) {
    int[] columns = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Math.max(columns[i], DisplayWidth.of(row.get(i)));
      }
    }
    return columns;
  }

  private static String aligned(List<String> row, int[] columns) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      cells.add(DisplayWidth.padded(row.get(i), columns[i]));
    }
    return String.join(BETWEEN, cells).stripTrailing();
  }

  private static String hyphens(int[] columns) {
    List<String> parts = new ArrayList<>();
    for (int column : columns) {
      parts.add("-".repeat(column));
    }
    return String.join("-+-", parts);
  }
}
