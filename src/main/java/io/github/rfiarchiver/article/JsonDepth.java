package io.github.rfiarchiver.article;

/**
 * Limits the nesting of JSON before it is parsed: nanojson recurses, so deep nesting would exhaust
 * its stack. Pure, in linear time.
 */
public final class JsonDepth {
  private JsonDepth() {}

  /** Whether arrays and objects are nested more than {@code limit} deep. */
  public static boolean exceeds(String json, int limit) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length() && depth <= limit; i++) {
      char c = json.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else {
        quoted = c == '"';
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      }
    }
    return depth > limit;
  }
}
