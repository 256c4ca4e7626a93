package io.github.rfiarchiver.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells from a file's bytes, without reading its markup, that a word is not in its text. It errs on
 * one side alone: tags in the middle of the word are passed over, and wherever a character
 * reference or anything unusual could make the word up, it may be there.
 */
final class ByteScan {
  private static final byte[][] ESCAPES =
      Stream.of("amp;", "lt;", "gt;", "quot;", "apos;", "nbsp;")
          .map(name -> name.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private final String text;
  private final byte[] word;
  private final boolean ignoreCase;

  /** HTML has names for no character from here on, up to the private ones. */
  private final boolean ideographic;

  private ByteScan(String text, boolean ignoreCase) {
    this.text = text;
    this.word = lowerIf(ignoreCase, text.getBytes(StandardCharsets.UTF_8));
    this.ignoreCase = ignoreCase;
    this.ideographic = text.chars().allMatch(c -> c >= 0x2e80 && c < 0xd800);
  }

  /**
   * A scan for the longest part of {@code words} that stands in a file as it is written: without
   * blanks and without what HTML escapes. Empty where no part does.
   *
   * @param ignoreCase ASCII letters match in either case; others that have cases are left out
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

  /** Whether the word may be in the text of a file. */
  boolean mayBeIn(byte[] file) {
    byte first = word[0];
    for (int i = 0; i < file.length; i++) {
      byte b = file[i];
      if (b == '&') {
        if (mayRefer(file, i + 1)) {
          return true;
        }
      } else if ((b == first || (ignoreCase && lower(b) == first)) && mayBeAt(file, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeAt(byte[] file, int start) {
    int i = start;
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
        i = behindTag(file, i);
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

  /** Controls of two bytes, U+0080 to U+009F: they are dropped from the text. */
  private static boolean isControl(byte[] file, int i) {
    return file[i] == (byte) 0xc2 && i + 1 < file.length && (file[i + 1] & 0xff) < 0xa0;
  }

  /** Where the tag that begins at {@code i} has ended; -1 where it is no plain tag. */
  private static int behindTag(byte[] file, int i) {
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

  /** Whether what stands behind an ampersand may be a reference to a character of the word. */
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
    // Controls are dropped from the text, or mean something else: Windows' quotation marks, for
    // one.
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

  /** Whether a reference names a character that {@link #of} leaves out of every word. */
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
