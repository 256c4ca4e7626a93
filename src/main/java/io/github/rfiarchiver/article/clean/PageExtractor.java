package io.github.rfiarchiver.article.clean;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.clean.PageRules.Part;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the article from a page of rfi.fr, in the shape of the mirror's feed: printed date, lead
 * picture, lede, sound, body, author. Pure, and safe to share among threads.
 *
 * @param cleaner the cleaner of the extracted articles
 */
public record PageExtractor(ArticleCleaner cleaner, PageRules rules) {
  /**
   * In characters, for labels. An article with more text outside of the known parts has a part that
   * the rules do not name.
   */
  private static final int LONGEST_LEFTOVER = 60;

  private static final ExtractedPage CUT_OFF =
      new ExtractedPage.Unusable(
          "is cut off: the article's end tag, or </html> after it, is missing");
  private static final ExtractedPage NO_ARTICLE =
      new ExtractedPage.Unusable(
          "holds no article in the site's template; where the template has changed, --page-rules"
              + " names its new parts");

  private static final Pattern ARTICLE = Pattern.compile("(?i)<(?:article|main)\\b");
  private static final Pattern ARTICLE_END = Pattern.compile("(?i)</(article|main)\\s*>");

  /**
   * A box of a body that may have swallowed the text behind it; not a part behind the share bar.
   */
  private static final String SWALLOWING =
      ":is(div, section, aside)[class]:not(:has(> .t-content__shares) > [class*=t-content__]:not(.t-content__shares))"
          + ":has(p, h2, h3, ul, ol, table, figure, blockquote)";

  public PageExtractor(ArticleCleaner cleaner) {
    this(cleaner, PageRules.builtIn());
  }

  /** Whether HTML is a whole page, by its first 2,000 characters; otherwise a fragment. */
  public static boolean isPage(String html) {
    String start = html.substring(0, Math.min(html.length(), 2000)).toLowerCase(Locale.ROOT);
    return start.contains("<!doctype html") || start.contains("<html");
  }

  /**
   * Extracts the article, or says why it cannot.
   *
   * @param html the decoded page
   * @param url the page's URL, the base of relative URLs
   * @param headline the expected headline; null where unknown. A page in another template is
   *     accepted only with this headline
   */
  public ExtractedPage read(String html, ArticleUrl url, @Nullable String headline) {
    String repaired = TagRepair.repaired(html);
    Document page = parsed(repaired, url);
    try {
      Element article = rules.first(Part.ARTICLE, page).orElse(null);
      if (article != null
          && article.endSourceRange().isTracked()
          && (isCut(article)
              || count(ARTICLE_END, repaired) > count(ARTICLE, repaired)
              || rules.texts(article).stream().anyMatch(PageExtractor::isCut))) {
        repaired = withoutStrayEnds(repaired, article);
        article = rules.first(Part.ARTICLE, parsed(repaired, url)).orElse(null);
      }
      if (article != null) {
        return endsWhole(repaired, article) ? inTemplate(page, article, url) : CUT_OFF;
      }
      String title = headline == null ? "" : Headline.clean(headline);
      return title.isEmpty() ? NO_ARTICLE : inOtherTemplate(repaired, page, url, title);
    } catch (MalformedException e) {
      return new ExtractedPage.Unusable(e.reason());
    }
  }

  /** Whether a box has no end tag of its own: it ends with the one around it. */
  private static boolean isCut(Element box) {
    return !box.nameIs("p") && box.endSourceRange().isImplicit();
  }

  /**
   * The page from the start of its article on: there, a stray end tag of a box around it closes
   * nothing. Of several end tags of the article, only the last one stays.
   */
  private static String withoutStrayEnds(String html, Element article) {
    int end = article.endSourceRange().startPos();
    Matcher next = ARTICLE.matcher(html);
    int limit = next.find(end) ? next.start() : html.length();
    int last = end;
    Matcher close = ARTICLE_END.matcher(html).region(end, limit);
    while (close.find()) {
      last = article.nameIs(close.group(1).toLowerCase(Locale.ROOT)) ? close.start() : last;
    }
    return html.substring(article.sourceRange().startPos(), end)
        + ARTICLE_END.matcher(html.substring(end, last)).replaceAll("")
        + html.substring(last);
  }

  private static long count(Pattern tag, String html) {
    return tag.matcher(html).results().count();
  }

  /** Removes the class of unclosed boxes: by it they are junk, with the text that follows them. */
  private static void keepSwallowed(Element body) {
    for (Element box : body.select(SWALLOWING)) {
      if (box != body && (isCut(box) || isCut(body))) {
        box.removeAttr("class");
      }
    }
  }

  private static Document parsed(String html, ArticleUrl url) {
    Document page = Parser.htmlParser().setTrackPosition(true).parseInput(html, url.toString());
    page.select("template, svg").remove(); // not shown; icons, whose titles would be text
    return page;
  }

  private ExtractedPage inTemplate(Document page, Element article, ArticleUrl url)
      throws MalformedException {
    MarkupLimits.check(article);
    Pictures.repair(article);
    rules.texts(article).forEach(PageExtractor::keepSwallowed);
    rules.all(Part.RELATED, article).forEach(Element::remove);
    Element parts = Html.emptyBody(article.baseUri());
    Set<Element> bodies = rules.texts(article);
    addHead(article, bodies, parts);
    bodies.forEach(body -> parts.appendChild(body.clone()));
    if (!hasContent(cleaner.clean(parts.clone()))) {
      return leftover(article).length() > LONGEST_LEFTOVER
          ? new ExtractedPage.Unusable(
              "has an article without a body; --page-rules can name its new place")
          : new ExtractedPage.Empty("has neither text, sound nor film");
    }
    addFoot(article, bodies, parts);
    ExtractedPage.Whole whole = whole(page, article, url, cleaner.clean(parts));
    bodies.forEach(Element::remove);
    String leftover = leftover(article);
    return leftover.length() > LONGEST_LEFTOVER
        ? whole.withNotice(
            "has text outside of the known parts, which is not kept (\""
                + leftover.substring(0, LONGEST_LEFTOVER)
                + "…\"); --page-rules can name its place")
        : whole;
  }

  /** Whether there is text, sound or a film: a lede, a date and a picture are not an article. */
  private static boolean hasContent(String cleaned) {
    Element content = BodyParts.of(cleaned).rest();
    return content.hasText() || content.selectFirst("audio") != null;
  }

  /** The text outside of all known parts, without junk. */
  private String leftover(Element article) throws MalformedException {
    Element rest = article.clone();
    for (Part part : EnumSet.complementOf(PageRules.BESIDE)) {
      rules.all(part, rest).stream().filter(known -> known != rest).forEach(Element::remove);
    }
    return Html.body(cleaner.clean(Html.emptyBody("").appendChild(rest))).text();
  }

  private ExtractedPage inOtherTemplate(String html, Document page, ArticleUrl url, String headline)
      throws MalformedException {
    for (Element article : rules.all(Part.FALLBACK, page)) {
      if (headline.equals(ownTitle(article))) { // og:title would accept any article of the page
        if (!endsWhole(html, article)) {
          return CUT_OFF;
        }
        Element copy = article.clone();
        copy.select("h1, nav").remove();
        Element body = Html.emptyBody(article.baseUri()).appendChild(copy);
        String cleaned = cleaner.clean(body);
        if (hasContent(cleaned)) {
          return whole(page, article, url, cleaned);
        }
      }
    }
    for (JsonObject object : newsArticles(page).toList()) {
      if (headline.equals(Headline.clean(object.getString("headline", "")))) {
        Element body = Html.emptyBody(page.baseUri());
        String text = object.getString("articleBody", "");
        body.append(text.contains("</p>") ? text : "<p>" + Html.escape(text).replace("\n", "<p>"));
        String cleaned = cleaner.clean(body);
        if (hasContent(cleaned)) {
          return whole(page, page, url, cleaned);
        }
      }
    }
    return NO_ARTICLE;
  }

  private ExtractedPage.Whole whole(Document page, Element article, ArticleUrl url, String body) {
    return new ExtractedPage.Whole(
        title(page, article),
        canonical(page, url).orElse(null),
        published(page, article).orElse(null),
        body,
        null);
  }

  /** Whether the page's end tags are present: a transfer that was cut off lacks them. */
  private static boolean endsWhole(String html, Element article) {
    Range end = article.endSourceRange();
    return end.isTracked()
        && !end.isImplicit()
        && html.substring(end.endPos()).toLowerCase(Locale.ROOT).contains("</html");
  }

  /** Adds the printed date, the lede, the lead media, and the sound of a programme's player. */
  private void addHead(Element article, Set<Element> bodies, Element parts) {
    rules
        .first(Part.PRINTED, article)
        .ifPresent(printed -> parts.appendElement("div").text(printed.text()));
    rules
        .first(Part.LEDE, article)
        .ifPresent(lede -> parts.appendChild(lede.clone().addClass(SiteShape.LEDE_CLASS)));
    rules
        .first(Part.MEDIA, article)
        .ifPresent(media -> parts.appendChild(media.clone().addClass(SiteShape.MEDIA_CLASS)));
    Elements known = new Elements(bodies);
    known.add(parts);
    rules
        .first(Part.SOUND, article)
        .map(player -> EmbeddedJson.source(player.data()).orElse(player.attr("src")))
        .filter(url -> !known.select("audio").eachAttr("src").contains(url))
        .ifPresent(url -> parts.appendElement("audio").attr("src", url)); // removed if it is empty
  }

  /** Adds the agency's copyright and the authors that are outside of the body. */
  private void addFoot(Element article, Set<Element> bodies, Element parts) {
    for (Element copyright : rules.all(Part.COPYRIGHT, article)) {
      if (Collections.disjoint(copyright.parents(), bodies)) {
        parts.appendElement("p").text(copyright.text());
      }
    }
    Set<String> named = new HashSet<>(); // the template repeats the author for narrow screens
    for (Element author : rules.all(Part.AUTHOR, article)) {
      if (Collections.disjoint(author.parents(), bodies) && named.add(author.text())) {
        parts.appendElement("div").text("作者：").appendChild(author.clone());
      }
    }
  }

  /** The page's canonical URL; empty where it is missing or cannot be right. */
  private Optional<ArticleUrl> canonical(Document page, ArticleUrl url) {
    return rules
        .first(Part.CANONICAL, page)
        .flatMap(link -> ArticleUrl.parse(link.absUrl("href")))
        .filter(url::mayHaveCanonical);
  }

  private Optional<Instant> published(Document page, Element article) {
    Optional<Element> printed = rules.first(Part.PRINTED, article);
    return rules
        .first(Part.DATE, page)
        .flatMap(date -> moment(date.attr("content")))
        .or(
            () ->
                newsArticles(page)
                    .flatMap(object -> moment(object.getString("datePublished", "")).stream())
                    .findFirst())
        .or(() -> printed.flatMap(time -> moment(time.attr("datetime"))))
        .or(() -> printed.flatMap(time -> PrintedDate.parse(time.text())));
  }

  private static Stream<JsonObject> newsArticles(Document page) {
    return page.select("script[type^=application/ld+json]").stream()
        .flatMap(script -> EmbeddedJson.objects(script.data()).stream())
        .filter(object -> String.valueOf(object.get("@type")).contains("Article"));
  }

  /** Parses a date with a zone; PHP's own format has no colon in it. */
  private static Optional<Instant> moment(String iso8601) {
    try {
      String date =
          iso8601.strip().replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2").replace(' ', 'T');
      return Optional.of(OffsetDateTime.parse(date).toInstant()).filter(PublishedDate::isPossible);
    } catch (DateTimeException e) {
      return Optional.empty(); // the next source of the date is tried
    }
  }

  private String ownTitle(Element article) {
    return rules
        .first(Part.TITLE, article)
        .map(title -> Headline.clean(title.wholeText()))
        .orElse("");
  }

  private String title(Document page, Element article) {
    String text = ownTitle(article);
    Element meta = page.selectFirst("meta[property=og:title]");
    return text.isEmpty() && meta != null ? Headline.clean(meta.attr("content")) : text;
  }
}
