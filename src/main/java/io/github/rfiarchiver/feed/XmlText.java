package io.github.rfiarchiver.feed;

/**
 * The text of a document without the characters that XML 1.0 forbids (section 2.2), whether they
 * stood there raw or as references.
 *
 * @param dropped how many there were
 */
record XmlText(String text, int dropped) {
  static XmlText of(String raw) {
    StringBuilder kept = new StringBuilder();
    int dropped = 0;
    int from = 0;
    for (int i = 0; i < raw.length(); ) {
      char c = raw.charAt(i);
      if (c >= ' ' && c < Character.MIN_SURROGATE && c != '&') {
        i++; // nearly all of a feed: what follows would take longer than the rest of its reading
        continue;
      }
      int length = forbidden(raw, i);
      if (length > 0) {
        kept.append(raw, from, i);
        from = i + length;
        dropped++;
      }
      i += Math.max(length, 1);
    }
    return dropped == 0
        ? new XmlText(raw, 0)
        : new XmlText(kept.append(raw, from, raw.length()).toString(), dropped);
  }

  /**
   * The length of what is forbidden at {@code i}, a character or a reference; 0 where nothing is.
   */
  private static int forbidden(String raw, int i) {
    char c = raw.charAt(i);
    if (c == '&') {
      return forbiddenReference(raw, i);
    }
    if (c < 0xD800) {
      return isAllowed(c) ? 0 : 1;
    }
    int code = raw.codePointAt(i);
    boolean paired =
        code > c
            || (i > 0
                && Character.isLowSurrogate(c)
                && Character.isHighSurrogate(raw.charAt(i - 1)));
    return paired || isAllowed(c) ? 0 : 1;
  }

  private static int forbiddenReference(String raw, int start) {
    if (!raw.startsWith("&#", start)) {
      return 0;
    }
    boolean hex = start + 2 < raw.length() && (raw.charAt(start + 2) | 0x20) == 'x';
    int first = start + (hex ? 3 : 2);
    int end = first;
    int c = 0;
    while (end < raw.length() && isDigit(raw.charAt(end), hex)) {
      c =
          Math.min(
              c * (hex ? 16 : 10) + Character.digit(raw.charAt(end), 16),
              0x110000); // past any character
      end++;
    }
    boolean whole = end > first && end < raw.length() && raw.charAt(end) == ';';
    return whole && !isAllowed(c) ? end + 1 - start : 0;
  }

  private static boolean isDigit(char c, boolean hex) {
    return (c >= '0' && c <= '9') || (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  }

  private static boolean isAllowed(int c) {
    return c >= 0x20
        ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF)
        : c == '\t' || c == '\n' || c == '\r';
  }
}
