package io.github.rfiarchiver.article.render;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.BodyParts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
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

  private JsonRenderer() {}

  /**
   * The article, ending in one line feed.
   *
   * @param revised when this revision was saved; null for the first text
   * @param path the file
   */
  public static String render(Article article, String key, @Nullable Instant revised, Path path) {
    BodyParts parts = BodyParts.of(article.body());
    List<Node> nodes =
        Stream.concat(Stream.of(parts.leadPicture(), parts.lede()), parts.rest().stream())
            .filter(Objects::nonNull)
            .map(Node.class::cast)
            .toList();
    List<String> images = images(nodes);
    JsonObject json = JsonLine.article(article, key, revised, path);
    json.put("author", author(parts).orElse(null));
    json.put("lede", parts.lede() == null ? null : InlineRenderer.text(parts.lede()));
    json.put("text", TextRenderer.text(nodes));
    json.put("html", article.body());
    json.put("images", images);
    return JsonLine.of(json) + "\n";
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
