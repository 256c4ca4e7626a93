package io.github.rfiarchiver.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Excludes files that do not contain a word by their bytes, without parsing the markup. It never
 * excludes a file with the word: tags inside the word are skipped, and a file counts as a candidate
 * where a character reference or anything unusual could be part of the word.
 */
final class ByteScan {
  private static final byte[][] ESCAPES =
      Stream.of("amp;", "lt;", "gt;", "quot;", "apos;", "nbsp;")
          .map(name -> name.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private final String text;
  private final byte[] word;
  private final boolean ignoreCase;

  /** The index of the last byte of the first character: Chinese characters share the others. */
  private final int rare;

  /** HTML has no named character references for U+2E80 to U+D7FF. */
  private final boolean ideographic;

  private ByteScan(String text, boolean ignoreCase) {
    this.text = text;
    this.word = lowerIf(ignoreCase, text.getBytes(StandardCharsets.UTF_8));
    this.ignoreCase = ignoreCase;
    this.rare = Character.toString(text.codePointAt(0)).getBytes(StandardCharsets.UTF_8).length - 1;
    this.ideographic = text.chars().allMatch(c -> c >= 0x2e80 && c < 0xd800);
  }

  /**
   * A scan for the longest part of {@code words} without whitespace and characters that HTML
   * escapes; empty where no part is left.
   *
   * @param ignoreCase ASCII letters match in either case; other cased letters are not scanned for
   */
  static Optional<ByteScan> of(String words, boolean ignoreCase) {
    StringBuilder plain = new StringBuilder();
    words
        .codePoints()
        .forEach(
            c -> plain.appendCodePoint(isPlain(c) && !(ignoreCase && isCased(c, words)) ? c : ' '));
    return Arrays.stream(plain.toString().split(" "))
        .filter(part -> !part.isEmpty())
        .max(Comparator.comparing(String::length))
        .map(part -> new ByteScan(part, ignoreCase));
  }

  /** Whether the word may be in the text of a file; false excludes it. */
  boolean mayBeIn(byte[] file) {
    byte lower = word[rare];
    byte upper = ignoreCase && lower >= 'a' && lower <= 'z' ? (byte) (lower - 32) : lower;
    for (int i = 0; i < file.length; i++) {
      byte b = file[i];
      if (b == '&'
          ? mayRefer(file, i + 1)
          : (b == lower || b == upper) && mayBeAt(file, i - rare)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeAt(byte[] file, int start) {
    int i = Math.max(start, 0);
    int matched = 0;
    while (matched < word.length) {
      if (i >= file.length) {
        return false;
      }
      byte b = file[i];
      if (b == word[matched] || (ignoreCase && lower(b) == word[matched])) {
        i++;
        matched++;
      } else if (b == '<') {
        i = afterTag(file, i);
        if (i < 0) {
          return true;
        }
      } else {
        return b == '&'
            || (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t')
            || b == 0x7f
            || isControl(file, i);
      }
    }
    return true;
  }

  /** U+0080 to U+009F in UTF-8: control characters, which are removed from the text. */
  private static boolean isControl(byte[] file, int i) {
    return file[i] == (byte) 0xc2 && i + 1 < file.length && (file[i + 1] & 0xff) < 0xa0;
  }

  /** The index after the tag that starts at {@code i}; -1 where it is not a simple tag. */
  private static int afterTag(byte[] file, int i) {
    int next = i + 1 < file.length ? file[i + 1] : 0;
    if (next != '/' && !(lower((byte) next) >= 'a' && lower((byte) next) <= 'z')) {
      return -1;
    }
    int quote = 0;
    for (int at = i + 1; at < file.length; at++) {
      int b = file[at];
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '"' || b == '\'') {
        quote = b;
      } else if (b == '>') {
        return at + 1;
      }
    }
    return -1;
  }

  /** Whether the bytes after an ampersand may refer to a character of the word. */
  private boolean mayRefer(byte[] file, int at) {
    int b = at < file.length ? lower(file[at]) : 0;
    if (b != '#') {
      return b >= 'a' && b <= 'z' && !ideographic && !isEscape(file, at);
    }
    boolean hex = at + 1 < file.length && lower(file[at + 1]) == 'x';
    long code = 0;
    int digit;
    for (int i = at + (hex ? 2 : 1);
        i < file.length && (digit = Character.digit(file[i], hex ? 16 : 10)) >= 0;
        i++) {
      code = Math.min(Integer.MAX_VALUE, code * (hex ? 16 : 10) + digit);
    }
    // Control characters are removed, or mean a character of windows-1252, such as a quotation
    // mark.
    return (code < 0x20 && !isBlank(code)) || (code >= 0x7f && code < 0xa0) || contains((int) code);
  }

  private static boolean isBlank(long code) {
    return code == '\t' || code == '\n' || code == '\r' || code == ' ';
  }

  private boolean contains(int code) {
    return text.codePoints()
        .anyMatch(
            c ->
                c == code
                    || (ignoreCase && Character.toLowerCase(c) == Character.toLowerCase(code)));
  }

  /** Whether a reference names a character that {@link #of} never scans for. */
  private static boolean isEscape(byte[] file, int at) {
    for (byte[] name : ESCAPES) {
      if (at + name.length <= file.length
          && Arrays.equals(file, at, at + name.length, name, 0, name.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(int c) {
    return c > ' '
        && "<>&\"'".indexOf(c) < 0
        && !Character.isSpaceChar(c)
        && !Character.isISOControl(c);
  }

  private static boolean isCased(int c, String words) {
    boolean cased = Character.toLowerCase(c) != c || Character.toUpperCase(c) != c;
    return cased && (c >= 0x80 || words.chars().anyMatch(other -> other >= 0x80));
  }

  private static byte[] lowerIf(boolean ignoreCase, byte[] bytes) {
    byte[] lower = bytes.clone();
    for (int i = 0; ignoreCase && i < lower.length; i++) {
      lower[i] = (byte) lower(lower[i]);
    }
    return lower;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }
}
