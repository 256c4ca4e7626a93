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
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        }
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        if (++depth > limit) {
          return true;
        }
      } else if (c == ']' || c == '}') {
        depth--;
      }
    }
    return false;
  }
}
