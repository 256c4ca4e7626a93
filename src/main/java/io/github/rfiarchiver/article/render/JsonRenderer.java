package io.github.rfiarchiver.article.render;

import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.PublishedDate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * Renders an article as one JSON object on one line. Its members, always all of them and in this
 * order; what an article does not have is {@code null}:
 *
 * <ul>
 *   <li>{@code title}: the headline
 *   <li>{@code url}: the address, as the feed gave it
 *   <li>{@code published}: the date, ISO 8601 in UTC, to the second
 *   <li>{@code key}: 10 hex digits, the same for all texts of one article
 *   <li>{@code revision}: when this text was kept beside an earlier one, as {@code published}; null
 *       for the first text
 *   <li>{@code section}: of the site, from the address; null for agency copy
 *   <li>{@code author}: of a column; several are joined by {@code 、}
 *   <li>{@code lede}: the paragraph in bold that opens the article
 *   <li>{@code text}: lede and body as plain text, an empty line between paragraphs; without
 *       headline, printed date and author
 *   <li>{@code html}: the cleaned body
 *   <li>{@code images}: the addresses of all pictures, in order, each once
 * </ul>
 */
public final class JsonRenderer {
  private static final Pattern LABEL = Pattern.compile("^[^:：]*[:：] ?");

  /** An escape; in group 1 punctuation that needs none. U+2028 and U+2029 end a line to some. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(20(?!2[89])[0-9a-fA-F]{2})|.)");

  private JsonRenderer() {}

  /**
   * The article, ending in one line feed.
   *
   * @param revised when this text was kept as a revision; null for the first text
   */
  public static String render(Article article, String key, @Nullable Instant revised) {
    BodyParts parts = BodyParts.of(article.body());
    List<Node> nodes =
        Stream.concat(Stream.of(parts.leadPicture(), parts.lede()), parts.rest().stream())
            .filter(Objects::nonNull)
            .map(Node.class::cast)
            .toList();
    List<String> images = images(nodes);
    String json =
        JsonWriter.string()
            .object()
            .value("title", article.headline())
            .value("url", article.address().toString())
            .value("published", PublishedDate.text(article.published()))
            .value("key", key)
            .value("revision", revised == null ? null : PublishedDate.text(revised))
            .value("section", article.address().section().orElse(null))
            .value("author", author(parts).orElse(null))
            .value("lede", parts.lede() == null ? null : InlineRenderer.text(parts.lede()))
            .value("text", TextRenderer.text(nodes))
            .value("html", article.body())
            .array("images", images)
            .end()
            .done();
    return unescaped(json) + "\n";
  }

  /** The writer escapes quotation marks and dashes, and every slash of an end tag: needlessly. */
  private static String unescaped(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(
            escape -> {
              String plain =
                  escape.group(1) != null
                      ? Character.toString(Integer.parseInt(escape.group(1), 16))
                      : escape.group().equals("\\/") ? "/" : escape.group();
              return Matcher.quoteReplacement(plain);
            });
  }

  private static Optional<String> author(BodyParts parts) {
    return parts.authors().stream()
        .map(line -> LABEL.matcher(InlineRenderer.line(line)).replaceFirst(""))
        .filter(name -> !name.isEmpty())
        .reduce((one, other) -> one + "、" + other);
  }

  private static List<String> images(List<Node> nodes) {
    return nodes.stream()
        .flatMap(
            node -> node instanceof Element element ? element.select("img[src]").stream() : null)
        .map(image -> image.attr("src"))
        .distinct()
        .toList();
  }
}
