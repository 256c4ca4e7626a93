package io.github.rfiarchiver.article;

import java.util.function.IntPredicate;

/**
 * Whitespace: all that Unicode knows, and the separators U+001C to U+001F. The no-break space
 * U+00A0 and the ideographic space U+3000 belong to it: the site and the mirror use them
 * interchangeably.
 */
public final class Whitespace {
  private Whitespace() {}

  /** Whether a character is whitespace. */
  public static boolean isBlank(int c) {
    return c <= 0x3000 // no whitespace is above; most characters are
        && ((c >= '\t' && c <= '\r')
            || (c >= 0x1c && c <= 0x20)
            || c == 0x85
            || Character.isSpaceChar(c));
  }

  /** Whether a character takes no place in a line: Unicode's category Cf, such as U+200B. */
  public static boolean isZeroWidth(int c) {
    return (c < 0x2e80 || c > 0xf8ff) // between them, where most characters are, is none
        && Character.getType(c) == Character.FORMAT;
  }

  /** Whether a text is empty or only whitespace. */
  public static boolean isBlank(CharSequence text) {
    return text.chars().allMatch(Whitespace::isBlank);
  }

  /** The text without control characters, U+FFFE and U+FFFF; whitespace stays. */
  public static String withoutControls(String text) {
    return without(text, Whitespace::isControl);
  }

  /** Unicode's category Cc without whitespace, and the noncharacters that XML 1.0 forbids. */
  private static boolean isControl(int c) {
    return c < 0xa0 ? Character.isISOControl(c) && !isBlank(c) : c >= 0xfffe;
  }

  /** The text without whitespace at its ends. */
  public static String stripped(String text) {
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

  /** The text with each run of whitespace replaced by one U+0020, and none at its ends. */
  public static String collapsed(String text) {
    StringBuilder collapsed = new StringBuilder(text.length());
    append(collapsed, text, true);
    return collapsed.toString().stripTrailing();
  }

  /**
   * Appends a text with each run of whitespace replaced by one U+0020.
   *
   * @param afterBlank whether whitespace, or the start of a line, precedes it: then leading
   *     whitespace is dropped
   * @return whether whitespace is now at the end; {@code afterBlank} for an empty text
   */
  public static boolean append(StringBuilder out, String text, boolean afterBlank) {
    boolean blank = afterBlank;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean next = isBlank(c);
      if (!next || !blank) {
        out.append(next ? ' ' : c);
      }
      blank = next;
    }
    return blank;
  }

  /** The text without any whitespace, to compare texts that differ only in it. */
  public static String removed(String text) {
    return without(text, Whitespace::isBlank);
  }

  private static String without(String text, IntPredicate kind) {
    for (int i = 0; i < text.length(); i++) {
      if (kind.test(text.charAt(i))) {
        StringBuilder rest = new StringBuilder().append(text, 0, i);
        text.chars().skip(i).filter(kind.negate()).forEach(c -> rest.append((char) c));
        return rest.toString();
      }
    }
    return text; // mostly
  }
}
