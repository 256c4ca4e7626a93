package io.github.rfiarchiver.query;

/**
 * A match with its context, on one line.
 *
 * @param inHeadline whether the match is in the headline; otherwise in the text
 * @param before the text before the match; starts with {@code …} where it was cut
 * @param match the matching text
 * @param after the text after the match; ends with {@code …} where it was cut
 */
public record Passage(boolean inHeadline, String before, String match, String after) {
  /** The maximum context on each side, in characters. */
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

  /** The index, moved out of a surrogate pair. */
  private static int edge(String text, int index) {
    boolean inside =
        index > 0
            && index < text.length()
            && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    return inside ? index + 1 : index;
  }
}
