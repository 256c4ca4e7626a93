package io.github.rfiarchiver.source;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An allow or disallow rule of a robots.txt (RFC 9309, sections 2.2.2 and 2.2.3).
 *
 * @param parts the texts between the wildcards, normalized
 * @param anchored whether the rule ends with {@code $}: the path must end there
 * @param length the rule's length in octets, wildcards included
 */
record RobotsRule(List<String> parts, boolean anchored, int length, boolean allow) {
  private static final String UNRESERVED_MARKS = "-._~";
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

  /** What a query may hold raw or escaped and mean the same (RFC 3986, section 3.4). */
  private static final String SAME_IN_QUERY = ":/?@";

  static RobotsRule of(String pattern, boolean allow) {
    String normal = normalized(pattern, "");
    boolean anchored = normal.endsWith("$");
    String path = anchored ? normal.substring(0, normal.length() - 1) : normal;
    List<String> parts = List.of(path.replace("$", "%24").split("\\*", -1));
    return new RobotsRule(parts, anchored, normal.length(), allow);
  }

  /** Takes time in proportion to the path's length for each wildcard, whatever the rule is. */
  boolean matches(String normalizedPath) {
    if (!normalizedPath.startsWith(parts.get(0))) {
      return false;
    }
    int at = parts.get(0).length();
    for (String part : parts.subList(1, parts.size())) {
      int found = normalizedPath.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    String last = parts.get(parts.size() - 1);
    boolean wild = parts.size() > 1;
    return !anchored || at == normalizedPath.length() || (wild && normalizedPath.endsWith(last));
  }

  /** The form in which the paths of URLs are compared; {@code *} and {@code $} are escaped. */
  static String normalized(String path) {
    return normalized(path, "*$");
  }

  /**
   * Escapes what is not ASCII, decodes the escapes of unreserved characters, and leaves those of
   * reserved ones alone: {@code %2F} in a path is no slash.
   */
  private static String normalized(String path, String escapedToo) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    StringBuilder normal = new StringBuilder(bytes.length);
    boolean inQuery = false;
    for (int i = 0; i < bytes.length; i++) {
      int escaped = escaped(bytes, i);
      int octet = escaped < 0 ? bytes[i] & 0xff : escaped;
      i += escaped < 0 ? 0 : 2;
      boolean plain =
          isUnreserved(octet)
              || (escaped < 0
                  ? RESERVED.indexOf(octet) >= 0 && escapedToo.indexOf(octet) < 0
                  : inQuery && SAME_IN_QUERY.indexOf(octet) >= 0);
      inQuery |= octet == '?' && escaped < 0;
      if (plain) {
        normal.append((char) octet);
      } else {
        normal.append('%').append(hex(octet >> 4)).append(hex(octet & 15));
      }
    }
    return normal.toString();
  }

  /** The octet that the escape at {@code i} stands for, or -1 where there is none. */
  private static int escaped(byte[] bytes, int i) {
    if (bytes[i] != '%' || i + 2 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[i + 1], 16);
    int low = Character.digit(bytes[i + 2], 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
