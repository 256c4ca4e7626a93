package io.github.rfiarchiver.article;

import java.util.regex.Pattern;

/**
 * What counts as a blank: all white space that Unicode knows, the no-break space and the
 * ideographic one among it. The site and the mirror use them for one another.
 */
public final class Whitespace {
  /** All of Unicode's category Cc that is no whitespace, and what XML forbids. */
  private static final Pattern CONTROLS =
      Pattern.compile("[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]");

  private Whitespace() {}

  public static boolean isBlank(int c) {
    return (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || Character.isSpaceChar(c);
  }

  public static boolean isBlank(CharSequence text) {
    return text.chars().allMatch(Whitespace::isBlank);
  }

  /** The text without control characters and what is no character, whitespace excepted. */
  public static String withoutControls(String text) {
    return CONTROLS.matcher(text).replaceAll("");
  }

  /** The text without whitespace at its ends. */
  static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Every run of blanks made one U+0020, none at either end. */
  public static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    append(folded, text, true);
    return stripped(folded.toString());
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
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean next = isBlank(c);
      if (!next) {
        out.append(c);
      } else if (!blank) {
        out.append(' ');
      }
      blank = next;
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
