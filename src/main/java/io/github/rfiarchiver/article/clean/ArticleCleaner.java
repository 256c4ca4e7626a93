package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Removes everything but the article from its markup. Pure, idempotent, and safe to share among
 * threads.
 */
public record ArticleCleaner(CleaningRules rules) {
  /**
   * The maximum number of further passes until the result stays the same. A removed element may
   * leave nested paragraphs, which parse differently, or text that a rule now matches.
   */
  private static final int PASSES = 16;

  /** Blocks, without lists and tables, and what may hold them: any parser reads them alike. */
  private static final Set<String> BOXES =
      Set.of("body", "div", "blockquote", "figure", "figcaption");

  private static final Set<String> PLAIN = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "hr");

  private static final Pattern AUTHOR_LABEL = Pattern.compile("^作者\\s*[:：]\\s*");

  /**
   * Cleans a fragment of HTML.
   *
   * @param html a fragment, such as the content of a feed entry
   * @param base the base of relative URLs
   * @return one line; empty where nothing is left
   * @throws MalformedException where the markup exceeds 50,000 nodes or is nested more than 200
   *     deep; its subject is {@code base}
   */
  public String clean(String html, ArticleUrl base) throws MalformedException {
    return clean(Jsoup.parseBodyFragment(TagRepair.repaired(html), base.toString()).body());
  }

  /** The article with its headline and body cleaned, as {@link #clean(String, ArticleUrl)} does. */
  public Article clean(Article article) throws MalformedException {
    return new Article(
        Headline.clean(article.headline()),
        article.url(),
        article.published(),
        clean(article.body(), article.url()));
  }

  /**
   * Adds the metadata of an entry to its cleaned body: missing sounds, then an author line where
   * the body has none.
   *
   * @param author null where the entry names none; ignored where longer than 60 characters
   * @param audio the absolute URLs of the entry's sounds
   * @throws MalformedException as {@link #clean(String, ArticleUrl)}
   */
  public String complete(String cleaned, @Nullable String author, List<String> audio)
      throws MalformedException {
    Element body = Html.body(cleaned);
    Set<String> present = Set.copyOf(body.select("audio").eachAttr("src"));
    audio.stream()
        .filter(url -> !present.contains(url))
        .distinct()
        .forEach(url -> body.appendElement("audio").attr("src", url));
    String name =
        author == null ? "" : AUTHOR_LABEL.matcher(Whitespace.collapsed(author)).replaceFirst("");
    boolean isName = !name.isEmpty() && name.length() <= BodyParts.LONGEST_AUTHOR;
    if (isName && body.select("div, p").stream().noneMatch(BodyParts::isAuthorLine)) {
      body.appendElement("div").text("作者：" + name);
    }
    return clean(body);
  }

  /** As {@link #clean(String, ArticleUrl)}, for the content of an element, which loses it. */
  String clean(Element article) throws MalformedException {
    MarkupLimits.check(article);
    Element safe = pass(article);
    String cleaned = Html.write(safe);
    for (int i = 0; i < PASSES && !isFinal(safe); i++) {
      safe = pass(Jsoup.parseBodyFragment(cleaned).body());
      String again = Html.write(safe);
      if (again.equals(cleaned)) {
        break;
      }
      cleaned = again;
    }
    return cleaned;
  }

  /**
   * Whether a further pass, which would parse what was written, changes nothing.
   *
   * @param safe is of no use where it is not final: it loses what a rule still finds
   */
  private boolean isFinal(Element safe) {
    return safe.stream().skip(1).allMatch(ArticleCleaner::isReadAsWritten)
        && SiteShape.leadingMissing(safe) == null
        && !rules.apply(safe);
  }

  /** Whether a parser surely puts an element where it is: no block in a paragraph, no table … */
  private static boolean isReadAsWritten(Element element) {
    Element parent = Objects.requireNonNull(element.parent());
    String name = element.normalName();
    return Sanitizer.INLINE.contains(name)
        ? !name.equals("a") || parent.closest("a") == null
        : (PLAIN.contains(name) || BOXES.contains(name)) && BOXES.contains(parent.normalName());
  }

  /**
   * One pass, in this order: decode text, since rules match it; repair pictures and reshape the
   * template's parts before scripts and noscript, which contain their URLs, are removed; apply the
   * rules before the sanitizer removes the attributes that they match; sanitize after everything
   * that reads the original markup; then only decode text, normalize whitespace and remove
   * elements.
   */
  private Element pass(Element article) {
    WhitespaceNormalizer.decode(article);
    Pictures.repair(article);
    SiteShape.apply(article);
    rules.apply(article);
    Element safe = Sanitizer.sanitize(article);
    WhitespaceNormalizer.decode(safe); // texts that spans divided
    WhitespaceNormalizer.normalize(safe);
    return safe;
  }
}
