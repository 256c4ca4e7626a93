package io.github.rfiarchiver.article.render;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.PublishedDate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Renders an article as one JSON object on one line. The members are always present, in this order;
 * a missing value is {@code null}:
 *
 * <ul>
 *   <li>{@code title}: the headline
 *   <li>{@code url}: the URL as the feed gave it, percent-encoded
 *   <li>{@code published}: the date, ISO 8601 in UTC, to the second
 *   <li>{@code key}: 10 hex digits (16 where two URLs share 10), the same for all texts of an
 *       article
 *   <li>{@code revision}: when this revision was saved, as {@code published}; null for the first
 *       text
 *   <li>{@code section}: the site's section, from the URL; null for agency copy
 *   <li>{@code language}: {@code zh-Hans} or {@code zh-Hant}, by the edition
 *   <li>{@code path}: the file
 *   <li>{@code author}: the authors of a column, joined by {@code 、}
 *   <li>{@code lede}: the bold paragraph at the start of the article
 *   <li>{@code text}: lede and body as plain text, with an empty line between paragraphs, without
 *       headline, printed date and author
 *   <li>{@code html}: the cleaned body
 *   <li>{@code images}: the URLs of all pictures, in order, without duplicates
 * </ul>
 */
public final class JsonRenderer {
  private static final Pattern LABEL = Pattern.compile("^[^:：]*[:：] ?");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(20(?!2[89])[0-9a-fA-F]{2})|.)");

  private JsonRenderer() {}

  /**
   * The article, ending in one line feed.
   *
   * @param revised when this revision was saved; null for the first text
   * @param path the file
   */
  public static String render(Article article, String key, @Nullable Instant revised, Path path) {
    BodyParts parts = BodyParts.of(article.body());
    JsonObject json = members(article, key, revised, path);
    json.put("author", author(parts).orElse(null));
    json.put("lede", parts.lede() == null ? null : InlineRenderer.text(parts.lede()));
    Element text = parts.rest();
    Stream.of(parts.lede(), parts.leadPicture())
        .filter(Objects::nonNull)
        .forEach(text::prependChild);
    List<String> images = text.select("img[src]").eachAttr("src").stream().distinct().toList();
    json.put("text", TextRenderer.text(text.childNodes()));
    json.put("html", article.body());
    json.put("images", images);
    return line(json) + "\n";
  }

  private static Optional<String> author(BodyParts parts) {
    return parts.authors().stream()
        .map(line -> LABEL.matcher(InlineRenderer.line(line)).replaceFirst(""))
        .filter(name -> !name.isEmpty())
        .reduce((one, other) -> one + "、" + other);
  }

  /**
   * An object on one line (RFC 8259), without a line feed. Nanojson escapes more than necessary:
   * the slash of an end tag, and U+2000 to U+20FF, frequent punctuation in Chinese text. These are
   * written unescaped, except U+2028 and U+2029, which some readers treat as line ends.
   */
  public static String line(JsonObject object) {
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
  public static JsonObject members(
      Article article, String key, @Nullable Instant revised, Path path) {
    JsonObject json = new JsonObject();
    json.put("title", article.headline());
    json.put("url", article.url().toString());
    json.put("published", PublishedDate.text(article.published()));
    json.put("key", key);
    json.put("revision", revised == null ? null : PublishedDate.text(revised));
    json.put("section", article.url().section().orElse(null));
    json.put("language", article.url().language());
    json.put("path", path.toString());
    return json;
  }

  private static String plain(MatchResult escape) {
    return escape.group(1) == null
        ? escape.group().replace("\\/", "/")
        : Character.toString(Integer.parseInt(escape.group(1), 16));
  }
}
