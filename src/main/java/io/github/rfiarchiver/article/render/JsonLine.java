package io.github.rfiarchiver.article.render;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.PublishedDate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON object on one line (RFC 8259). Nanojson escapes more than necessary: the slash of
 * an end tag, and U+2000 to U+20FF, frequent punctuation in Chinese text. These are written
 * unescaped, except U+2028 and U+2029, which some readers treat as line ends. Control characters
 * are written as {@code \\u} escapes.
 */
public final class JsonLine {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u(20(?!2[89])[0-9a-fA-F]{2})|.)|\u007f");

  private JsonLine() {}

  /** The object, without a line feed. */
  public static String of(JsonObject object) {
    return ESCAPE
        .matcher(JsonWriter.string(object))
        .replaceAll(escape -> Matcher.quoteReplacement(plain(escape)));
  }

  /**
   * The members that every object about an article begins with; README documents them.
   *
   * @param revised when this revision was saved; null for the first text
   * @param path the file
   */
  public static JsonObject article(
      Article article, String key, @Nullable Instant revised, Path path) {
    JsonObject json = new JsonObject();
    json.put("title", article.headline());
    json.put("url", article.address().toString());
    json.put("published", PublishedDate.text(article.published()));
    json.put("key", key);
    json.put("revision", revised == null ? null : PublishedDate.text(revised));
    json.put("section", article.address().section().orElse(null));
    json.put("language", article.address().language());
    json.put("path", path.toString());
    return json;
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
