package io.github.rfiarchiver.article.render;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON object on one line (RFC 8259). Nanojson also escapes the punctuation from U+2000 to
 * U+20FF, which Chinese text is full of, and the slash of an end tag: these stay as they are,
 * except U+2028 and U+2029, which some take for the end of a line. Control characters are written
 * as numbers.
 */
public final class JsonLine {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u(20(?!2[89])[0-9a-fA-F]{2})|.)|\u007f");

  private JsonLine() {}

  /** The object; nothing ends it. */
  public static String of(JsonObject object) {
    return ESCAPE
        .matcher(JsonWriter.string(object))
        .replaceAll(escape -> Matcher.quoteReplacement(plain(escape)));
  }

  private static String plain(MatchResult escape) {
    if (escape.group(1) != null) {
      return Character.toString(Integer.parseInt(escape.group(1), 16));
    }
    return switch (escape.group()) {
      case "\\/" -> "/";
      case "\\b" -> "\\u0008";
      case "\\f" -> "\\u000c";
      case "\u007f" -> "\\u007f";
      default -> escape.group();
    };
  }
}
