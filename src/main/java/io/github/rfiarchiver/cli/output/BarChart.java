package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.cli.output.StyledText.Style;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Numbers as vertical bars of block elements, with the largest number beside the top. A number
 * above zero shows at least an eighth of a row; zero shows as a dot.
 *
 * @param values the numbers, none below zero, at least one
 * @param labels the label below each bar, or an empty string. A label may be wider than its bar:
 *     then it extends below the next ones, and the labels that it covers are omitted
 * @param cell the columns of a bar with the gap beside it; at least 1
 * @param room the columns to the right of the {@link #MARGIN}
 */
record BarChart(List<Integer> values, List<List<String>> labels, int cell, int room) {
  /** The columns to the left of the bars. */
  static final int MARGIN = 9;

  private static final int ROWS = 4;
  private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";

  void addTo(StyledText text) {
    int greatest = Collections.max(values);
    for (int row = ROWS - 1; row >= 0; row--) {
      String scale = row == ROWS - 1 ? String.format(Locale.ROOT, "%,d", greatest) : "";
      text.add(Style.FAINT, String.format(Locale.ROOT, "%7s │", scale));
      text.add(Style.BAR, bars(row, greatest)).line();
    }
    text.add(Style.FAINT, String.format("%7s └", greatest == 0 ? "" : "0"));
    text.add(Style.FAINT, "─".repeat(values.size() * cell)).line();
    for (List<String> line : labels) {
      text.add(Style.FAINT, " ".repeat(MARGIN) + placed(line)).line();
    }
  }

  private String bars(int row, int greatest) {
    StringBuilder bars = new StringBuilder();
    for (int value : values) {
      int eighths = value == 0 ? 0 : Math.max(1, Math.round(value * (float) (ROWS * 8) / greatest));
      int here = Math.max(0, Math.min(8, eighths - row * 8));
      String block = value == 0 && row == 0 ? "·" : String.valueOf(EIGHTHS.charAt(here));
      int width = Math.max(1, cell - 1);
      bars.append((value == 0 ? block + " ".repeat(width - 1) : block.repeat(width)));
      bars.append(" ".repeat(cell - width));
    }
    return bars.toString().stripTrailing();
  }

  private String placed(List<String> line) {
    StringBuilder placed = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      String label = line.get(i);
      int from = i * cell;
      boolean fits =
          (placed.length() == 0 || placed.length() < from) && from + label.length() <= room;
      if (!label.isEmpty() && fits) {
        placed.append(" ".repeat(from - placed.length())).append(label);
      }
    }
    return placed.toString();
  }
}
