package io.github.rfiarchiver.article.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks lines by display width, as Chinese is set: between any two characters, but no line begins
 * with what closes and none ends with what opens; words in other scripts, numbers and addresses
 * stay whole, and reach over the edge where a line is too short for them.
 */
final class Wrapping {
  /** W3C, Requirements for Chinese Text Layout, 3.1.3: what may not begin a line. */
  private static final String CLOSING = "。，、；：！？…—～·％）〕】》〉」』｝］”’〗〙〛.,;:!?)]}%";

  /** The same: what may not end one. */
  private static final String OPENING = "（〔【《〈「『｛［“‘〖〘〚([{";

  private Wrapping() {}

  /**
   * The lines of a text on one line.
   *
   * @param width columns; at least one character stands on each line, however few they are
   */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int columns = 0;
    int start = 0;
    while (start < text.length()) {
      int end = unit(text, start);
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

  /** Where the text from {@code start} may be broken first: its end, at the latest. */
  private static int unit(String text, int start) {
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
      return false; // a blank ends a line, it begins none
    }
    boolean between = before == ' ' || DisplayWidth.of(before) == 2 || DisplayWidth.of(after) == 2;
    return between && OPENING.indexOf(before) < 0 && CLOSING.indexOf(after) < 0;
  }
}
