package io.github.rfiarchiver.article.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    List<Integer> columns = columns(rows);
    int whole =
        columns.stream().mapToInt(Integer::intValue).sum()
            + BETWEEN.length() * (columns.size() - 1);
    if (whole > width) {
      return rows.stream()
          .flatMap(row -> Wrapping.wrapped(String.join(BETWEEN, row), width).stream())
          .collect(Collectors.joining("\n"));
    }
    List<String> lines = new ArrayList<>(rows.stream().map(row -> aligned(row, columns)).toList());
    if (headed && rows.size() > 1) {
      lines.add(1, columns.stream().map("-"::repeat).collect(Collectors.joining("-+-")));
    }
    return String.join("\n", lines);
  }

  /** The display width of each column. */
  private static List<Integer> columns(List<List<String>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .map(i -> rows.stream().mapToInt(row -> DisplayWidth.of(row.get(i))).max().orElse(0))
        .boxed()
        .toList();
  }

  private static String aligned(List<String> row, List<Integer> columns) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> DisplayWidth.padded(row.get(i), columns.get(i)))
        .collect(Collectors.joining(BETWEEN))
        .stripTrailing();
  }
}
