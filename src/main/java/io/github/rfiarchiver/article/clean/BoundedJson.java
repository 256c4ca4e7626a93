package io.github.rfiarchiver.article.clean;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.Optional;

/** Reads JSON of strangers. nanojson recurses, so what is nested deeply is no JSON here. */
public final class BoundedJson {
  private static final int DEPTH = 100;

  private BoundedJson() {}

  /** The value that a text holds; empty where it does not parse, or is nested too deeply. */
  public static Optional<Object> parse(String json) {
    if (json.isBlank() || isTooDeep(json)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JsonParser.any().from(json));
    } catch (JsonParserException e) {
      return Optional.empty();
    }
  }

  /** Whether brackets outside of strings are open to a depth that would exhaust the stack. */
  public static boolean isTooDeep(String json) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        if (++depth > DEPTH) {
          return true;
        }
      } else if (c == ']' || c == '}') {
        depth--;
      }
    }
    return false;
  }
}
