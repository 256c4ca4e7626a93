package io.github.rfiarchiver.article;

/**
 * What counts as a blank: all white space that Unicode knows, the no-break space and the
 * ideographic one among it. The site and the mirror use them for one another.
 */
final class Blanks {
  private Blanks() {}

  static boolean isBlank(int c) {
    return c <= 0x7f
        ? c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f)
        : Character.isSpaceChar(c) || c == '\u0085';
  }

  static boolean isBlank(CharSequence text) {
    return text.chars().allMatch(Blanks::isBlank);
  }

  /** The text without control characters, blanks excepted: they are no characters of a text. */
  static String withoutControls(String text) {
    return text.chars().noneMatch(Blanks::isControl)
        ? text
        : text.codePoints()
            .filter(c -> !isControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) && !isBlank(c);
  }

  /** Every run of blanks made one U+0020, none at either end. */
  static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    append(folded, text, true);
    int end = folded.length();
    return end > 0 && folded.charAt(end - 1) == ' '
        ? folded.substring(0, end - 1)
        : folded.toString();
  }

  /**
   * Appends a text with every run of blanks made one U+0020.
   *
   * @param afterBlank whether a blank, or the beginning of a line, stands before it: then it begins
   *     with none
   * @return whether a blank, or what stood before, is now at the end
   */
  static boolean append(StringBuilder out, String text, boolean afterBlank) {
    boolean blank = afterBlank;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBlank(c)) {
        if (!blank) {
          out.append(' ');
        }
        blank = true;
      } else {
        out.append(c);
        blank = false;
      }
    }
    return blank;
  }

  /** The text without any blank: what is compared where white space must not decide. */
  static String removed(String text) {
    StringBuilder rest = new StringBuilder(text.length());
    text.chars().filter(c -> !isBlank(c)).forEach(c -> rest.append((char) c));
    return rest.toString();
  }
}
