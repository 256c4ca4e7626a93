package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * Sanitizes the markup of an article: jsoup copies only the elements and attributes of the
 * safelist, so that nothing else can pass.
 */
public final class Sanitizer {
  /** Elements that stand within a line of text. */
  public static final Set<String> INLINE =
      Set.of("strong", "em", "b", "i", "u", "s", "sub", "sup", "a", "img", "audio", "br");

  private static final Set<String> BLOCKS =
      Set.of(
          ("p div h1 h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd table thead tbody tr td th"
                  + " figure figcaption hr")
              .split(" "));

  private static final Safelist SAFELIST =
      new Safelist()
          .addTags(INLINE.toArray(String[]::new))
          .addTags(BLOCKS.toArray(String[]::new))
          .addAttributes("a", "href", "title")
          .addAttributes("img", "src", "alt")
          .addAttributes("audio", "src")
          .addAttributes("td", "colspan", "rowspan")
          .addAttributes("th", "colspan", "rowspan")
          .addAttributes("ol", "start");

  /** Elements that are dropped without a source. */
  static final Set<String> SOURCED = Set.of("img", "audio");

  /** Elements whose content is not text of the article, whatever the rules say. */
  private static final Set<String> DROPPED =
      Set.of("script", "style", "title", "noscript", "template");

  /**
   * Block elements of jsoup that are unwrapped: they stand in the middle of a text, or, as columns,
   * a block in their place would break the table.
   */
  private static final Set<String> UNWRAPPED = Set.of("math", "meta", "link", "col", "colgroup");

  /** Browsers remove them from URLs (WHATWG URL, section 4.4). */
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\t\\r\\n]");

  private Sanitizer() {}

  /**
   * The safe copy of an article's content. Unknown blocks become {@code div}; unknown inline
   * elements and links without an http or https URL leave their content; URLs are absolute.
   *
   * @param article loses its content
   */
  public static Element sanitize(Element article) {
    article.stream().skip(1).toList().forEach(Sanitizer::prepare);
    List<Node> content = List.copyOf(article.childNodes());
    Element body = Html.emptyBody(article.baseUri());
    article.empty(); // first, since moving nodes one by one takes quadratic time
    body.appendChildren(content);
    Document document = Objects.requireNonNull(body.ownerDocument());
    return new Cleaner(SAFELIST).clean(document).body();
  }

  /** Renames or moves what the safelist would drop and the article needs; resolves its URLs. */
  private static void prepare(Element element) {
    String name = element.normalName();
    makeAbsolute(element, "href");
    makeAbsolute(element, "src");
    if (DROPPED.contains(name)) {
      element.empty();
    } else if (name.equals("caption")) {
      moveAboveTable(element);
    } else if (name.equals("tfoot")) {
      element.tagName("tbody");
    } else if (name.equals("del") || name.equals("strike")) {
      element.tagName("s");
    } else if (name.equals("q") && element.text().matches("[^“\"「『«].*")) {
      element.prependText("“").appendText("”"); // as browsers show it
    } else if (name.equals("a") && !element.hasAttr("href")) {
      element.tagName("span");
    } else if (SOURCED.contains(name) && !element.hasAttr("src")) {
      element.empty().tagName("span");
    } else if (element.isBlock() && !BLOCKS.contains(name) && !UNWRAPPED.contains(name)) {
      element.tagName("div");
    }
  }

  /** Where browsers show a caption. */
  private static void moveAboveTable(Element caption) {
    Element table = caption.closest("table");
    caption.tagName("div");
    if (table != null && table.parent() != null) { // null where a dropped element contained it
      table.before(caption);
    }
  }

  /** Makes a URL absolute as a browser does; removes one that is empty or not http or https. */
  private static void makeAbsolute(Element element, String attribute) {
    if (!element.hasAttr(attribute)) {
      return;
    }
    String written = LINE_BREAKS.matcher(element.attr(attribute)).replaceAll("");
    String url = Whitespace.withoutControls(written).strip();
    if (!url.isEmpty() && !hasScheme(url, "http://") && !hasScheme(url, "https://")) {
      url = element.attr(attribute, url).absUrl(attribute);
    }
    if (hasScheme(url, "http:") || hasScheme(url, "https:")) {
      element.attr(attribute, url.replace("\u00a0", "%C2%A0"));
    } else {
      element.removeAttr(attribute);
    }
  }

  private static boolean hasScheme(String url, String scheme) {
    return url.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
