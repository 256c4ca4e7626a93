package io.github.rfiarchiver.article.clean;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleTooComplexException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.TreeEdits;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * Reads the article off a page of rfi.fr, in the site's template, and gives it the shape that the
 * mirror's feed has: printed date, lead picture, lede, body, author. Pure, and safe to share among
 * threads.
 */
public final class PageExtractor {
  private static final String ARTICLE = "article[data-article-content]";
  private static final String CAPTION = "figcaption, .a-media-legend";
  private static final Pattern START = Pattern.compile("(?i)<article");
  private static final Pattern MARK = Pattern.compile("(?i)data-article-content");

  private final ArticleCleaner cleaner;

  public PageExtractor(ArticleCleaner cleaner) {
    this.cleaner = cleaner;
  }

  /** Whether a document is a page rather than a fragment of one. */
  public static boolean isPage(String html) {
    String start = html.substring(0, Math.min(html.length(), 2000)).toLowerCase(Locale.ROOT);
    return start.contains("<!doctype html") || start.contains("<html");
  }

  /**
   * The article of a page, or why there is none.
   *
   * @param html the page, decoded
   * @param address where the page was found: relative addresses are relative to it
   */
  public ExtractedPage read(String html, ArticleUrl address) {
    Document page = Parser.htmlParser().parseInput(FusedTags.mended(html), address.toString());
    Element article = page.selectFirst(ARTICLE);
    if (article == null) {
      return new ExtractedPage.Unusable(
          "holds no article in the site's template (" + ARTICLE + ")");
    }
    Element body = article.selectFirst(".t-content__body");
    if (body == null) {
      return new ExtractedPage.Unusable("has an article without a body (.t-content__body)");
    }
    if (!endsWhole(html)) {
      return new ExtractedPage.Unusable("is cut off: it has no </html> behind the article");
    }
    try {
      MarkupLimits.check(article);
      // The lede and the date alone do not make an article.
      if (cleaner.clean(body.clone()).isEmpty()) {
        return new ExtractedPage.Unusable("has an article whose body is empty");
      }
      return new ExtractedPage.Whole(
          text(article, "h1.t-content__title").orElseGet(() -> meta(page, "og:title").orElse("")),
          canonical(page),
          published(page, article),
          cleaner.clean(parts(article, body)));
    } catch (ArticleTooComplexException e) {
      return new ExtractedPage.Unusable(e.reason());
    }
  }

  /** A page that came whole has its end tag behind the article's: a transfer cut short has not. */
  private static boolean endsWhole(String html) {
    int start = articleStart(html); // scripts in front of it may hold any end tag
    int end = html.lastIndexOf("</article");
    return start >= 0
        && end > start
        && html.substring(end).toLowerCase(Locale.ROOT).contains("</html");
  }

  /** Where the mark of the article's own start tag stands; -1 where there is none. */
  private static int articleStart(String html) {
    Matcher tag = START.matcher(html);
    int from = 0;
    while (tag.find(from)) {
      int end = html.indexOf('>', tag.end());
      end = end < 0 ? html.length() : end;
      Matcher mark = MARK.matcher(html).region(tag.end(), end);
      if (mark.find()) {
        return mark.end();
      }
      from = end;
    }
    return -1;
  }

  private Element parts(Element article, Element body) {
    Element parts = Document.createShell(article.baseUri()).body();
    Optional.ofNullable(article.selectFirst(".t-content__dates .m-pub-dates__date time"))
        .ifPresent(time -> parts.appendElement("div").text(time.text()));
    leadPicture(article).ifPresent(parts::appendChild);
    Optional.ofNullable(article.selectFirst("p.t-content__chapo"))
        .ifPresent(
            lede -> {
              Element bold = parts.appendElement("p").appendElement("strong").append(lede.html());
              TreeEdits edits = new TreeEdits();
              bold.select("strong strong, b").forEach(edits::unwrap);
              edits.apply();
            });
    parts.appendChild(body.clone());
    article.select(".t-copyright").stream()
        .filter(copyright -> isOutside(".t-content__body, .t-copyright", copyright))
        .forEach(copyright -> parts.appendElement("p").text(copyright.text()));
    Set<String> named = new HashSet<>(); // a page may print its author for narrow screens once more
    for (Element author : article.select(".m-from-author__name")) {
      if (isOutside(".t-content__body, .m-from-author__name", author) && named.add(author.text())) {
        parts.appendElement("div").text("作者：").appendChild(author.clone());
      }
    }
    return parts;
  }

  /** Whether no element around this one is such: what is nested would be said twice. */
  private static boolean isOutside(String selector, Element element) {
    Element parent = element.parent();
    return parent == null || parent.closest(selector) == null;
  }

  /** The lead picture: with its caption as a figure, bare without one, as the mirror gives it. */
  private static Optional<Element> leadPicture(Element article) {
    Element media = article.selectFirst(".t-content__main-media");
    if (media == null) {
      return Optional.empty();
    }
    Pictures.mend(media);
    Element image = media.selectFirst("img");
    if (image == null) {
      return Optional.empty();
    }
    Element picture = image.clone();
    String caption =
        String.join(
            " ",
            media.select(CAPTION).stream()
                .filter(words -> isOutside(CAPTION, words))
                .map(Element::text)
                .filter(words -> !words.isEmpty())
                .toList());
    if (caption.isBlank()) {
      return Optional.of(picture);
    }
    Element figure = new Element("figure").appendChild(picture);
    figure.appendElement("figcaption").text(caption);
    return Optional.of(figure);
  }

  private static Optional<ArticleUrl> canonical(Document page) {
    Element link = page.selectFirst("link[rel=canonical][href]");
    if (link == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ArticleUrl.of(link.absUrl("href")));
    } catch (MalformedException e) {
      return Optional.empty(); // then the page has no address of its own, and the asked one serves
    }
  }

  private static Optional<Instant> published(Document page, Element article) {
    Stream<Supplier<Optional<Instant>>> sources =
        Stream.of(
            () -> meta(page, "article:published_time").flatMap(PageExtractor::moment),
            () -> datePublished(page),
            () ->
                Optional.ofNullable(article.selectFirst(".m-pub-dates__date time[datetime]"))
                    .flatMap(time -> moment(time.attr("datetime"))),
            () ->
                Optional.ofNullable(article.selectFirst(".m-pub-dates__date time"))
                    .flatMap(time -> PrintedDate.parse(time.text())));
    return sources.map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  /** JSON-LD has been broken more than once: used where it parses, never needed. */
  private static Optional<Instant> datePublished(Document page) {
    return page.select("script[type=application/ld+json]").stream()
        .flatMap(script -> objects(script.data()))
        .filter(object -> "NewsArticle".equals(object.get("@type")))
        .flatMap(object -> Optional.ofNullable(object.getString("datePublished")).stream())
        .flatMap(date -> moment(date).stream())
        .findFirst();
  }

  private static Stream<JsonObject> objects(String json) {
    Object parsed = BoundedJson.parse(json).orElse(null);
    if (parsed instanceof JsonObject graph && graph.get("@graph") instanceof JsonArray inner) {
      parsed = inner;
    }
    return (parsed instanceof JsonArray array ? array.stream() : Stream.ofNullable(parsed))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  private static Optional<Instant> moment(String iso8601) {
    try {
      return Optional.of(OffsetDateTime.parse(iso8601.strip()).toInstant())
          .filter(PublishedDate::isPossible);
    } catch (DateTimeException e) {
      return Optional.empty(); // another source of the date is asked
    }
  }

  private static Optional<String> text(Element within, String selector) {
    return Optional.ofNullable(within.selectFirst(selector))
        .map(element -> Headline.clean(element.wholeText()))
        .filter(text -> !text.isEmpty());
  }

  private static Optional<String> meta(Document page, String property) {
    return Optional.ofNullable(page.selectFirst("meta[property=" + property + "]"))
        .map(meta -> Headline.clean(meta.attr("content")))
        .filter(content -> !content.isEmpty());
  }
}
