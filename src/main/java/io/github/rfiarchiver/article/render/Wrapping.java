package io.github.rfiarchiver.article.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Wraps lines by display width, by the rules of Chinese text: between any two characters, except
 * before closing and after opening punctuation. Words in other scripts, numbers and URLs are not
 * broken; one that is wider than a line overflows it.
 */
final class Wrapping {
  /** W3C, Requirements for Chinese Text Layout, 3.1.3: prohibited at the start of a line. */
  private static final String CLOSING = "。，、；：！？…—～·％）〕】》〉」』｝］”’〗〙〛.,;:!?)]}%";

  /** The same section: prohibited at the end of a line. */
  private static final String OPENING = "（〔【《〈「『｛［“‘〖〘〚([{";

  private Wrapping() {}

  /**
   * Wraps a text without line feeds.
   *
   * @param width the maximum in columns; each line has at least one character
   */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int columns = 0;
    int start = 0;
    while (start < text.length()) {
      int end = nextBreak(text, start);
      String unit = text.substring(start, end);
      int wide = DisplayWidth.of(unit.stripTrailing());
      if (columns > 0 && columns + wide > width) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        columns = 0;
      }
      line.append(unit);
      columns += DisplayWidth.of(unit);
      start = end;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** The index of the first break opportunity after {@code start}, or the end of the text. */
  private static int nextBreak(String text, int start) {
    int before = text.codePointAt(start);
    int i = start + Character.charCount(before);
    while (i < text.length()) {
      int after = text.codePointAt(i);
      if (mayBreak(before, after)) {
        break;
      }
      before = DisplayWidth.of(after) == 0 ? before : after;
      i += Character.charCount(after);
    }
    return i;
  }

  private static boolean mayBreak(int before, int after) {
    if (after == ' ' || DisplayWidth.of(after) == 0) {
      return false; // a space may end a line but not start one
    }
    boolean between = before == ' ' || DisplayWidth.of(before) == 2 || DisplayWidth.of(after) == 2;
    return between && OPENING.indexOf(before) < 0 && CLOSING.indexOf(after) < 0;
  }
}
