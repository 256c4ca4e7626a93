package io.github.rfiarchiver.article.render;

import java.util.Arrays;

/**
 * The width of text on a terminal, in columns: two for a wide or fullwidth character (Unicode
 * Standard Annex 11), zero for combining marks, format and control characters, one for all others.
 * Ambiguous characters, such as quotation marks, have one column; so have wide symbols that stand
 * singly among narrow ones, such as U+231A.
 */
public final class DisplayWidth {
  /** First and last of each range, ascending: the scripts of East Asia, and emoji. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
    0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x1b2fb, 0x1f200,
    0x1faff, 0x20000, 0x3fffd
  };

  private DisplayWidth() {}

  /** The width of a text on one line. */
  public static int of(CharSequence text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /** The width of a character: 0, 1 or 2. */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return Character.isISOControl(codePoint) ? 0 : 1;
    }
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  /** The longest start of a text that fits into {@code columns}. */
  public static String cut(String text, int columns) {
    int end = 0;
    int width = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      width += of(c);
      if (width > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  /** The text padded with spaces to {@code columns}; unchanged where it is wider. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  private static boolean isWide(int codePoint) {
    int found = Arrays.binarySearch(WIDE, codePoint);
    return found >= 0 || ~found % 2 == 1; // between the first and last of a range
  }
}
