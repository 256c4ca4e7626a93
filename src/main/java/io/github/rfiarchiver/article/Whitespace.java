package io.github.rfiarchiver.article;

/**
 * What counts as a blank: all white space that Unicode knows, the no-break space and the
 * ideographic one among it. The site and the mirror use them for one another.
 */
public final class Whitespace {
  private Whitespace() {}

  public static boolean isBlank(int c) {
    if (c > 0x3000) {
      return false; // behind the ideographic space Unicode has no white space
    }
    return c <= 0x7f
        ? c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f)
        : Character.isSpaceChar(c) || c == '\u0085';
  }

  public static boolean isBlank(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isBlank(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The text without control characters, blanks excepted: they are no characters of a text. */
  public static String withoutControls(String text) {
    StringBuilder rest = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(c)) {
        rest = rest == null ? new StringBuilder(text.length()).append(text, 0, i) : rest;
      } else if (rest != null) {
        rest.append(c);
      }
    }
    return rest == null ? text : rest.toString();
  }

  private static boolean isControl(int c) {
    return c < 0xa0 && Character.isISOControl(c) && !isBlank(c);
  }

  /** Every run of blanks made one U+0020, none at either end. */
  public static String folded(String text) {
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
  public static boolean append(StringBuilder out, String text, boolean afterBlank) {
    boolean blank = afterBlank;
    int word = -1;
    for (int i = 0; i < text.length(); i++) {
      if (!isBlank(text.charAt(i))) {
        word = word < 0 ? i : word;
        blank = false;
        continue;
      }
      if (word >= 0) {
        out.append(text, word, i);
        word = -1;
      }
      if (!blank) {
        out.append(' ');
      }
      blank = true;
    }
    if (word >= 0) {
      out.append(text, word, text.length());
    }
    return blank;
  }

  /** The text without any blank: what is compared where white space must not decide. */
  public static String removed(String text) {
    StringBuilder rest = new StringBuilder(text.length());
    text.chars().filter(c -> !isBlank(c)).forEach(c -> rest.append((char) c));
    return rest.toString();
  }
}
