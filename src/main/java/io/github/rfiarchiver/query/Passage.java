package io.github.rfiarchiver.query;

/**
 * A match and the words around it, on one line.
 *
 * @param inHeadline whether it is in the headline; else in the text
 * @param before what stands in front of it, cut where it is long: it then begins with {@code …}
 * @param match what was found
 * @param after what stands behind it, cut where it is long: it then ends in {@code …}
 */
public record Passage(boolean inHeadline, String before, String match, String after) {
  /** How many characters around a match are shown. */
  private static final int AROUND = 30;

  static Passage of(boolean inHeadline, String paragraph, int start, int end) {
    int from = edge(paragraph, Math.max(0, start - AROUND));
    int to = edge(paragraph, Math.min(paragraph.length(), end + AROUND));
    return new Passage(
        inHeadline,
        (from > 0 ? "…" : "") + onOneLine(paragraph.substring(from, start)),
        onOneLine(paragraph.substring(start, end)),
        onOneLine(paragraph.substring(end, to)) + (to < paragraph.length() ? "…" : ""));
  }

  private static String onOneLine(String text) {
    return text.replace('\n', ' ');
  }

  /** The index, moved off the middle of a character of two halves. */
  private static int edge(String text, int index) {
    boolean inside =
        index > 0
            && index < text.length()
            && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    return inside ? index + 1 : index;
  }
}
