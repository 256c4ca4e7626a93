package io.github.rfiarchiver.article;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** The safelist: the elements and attributes that an archived article may hold, and no others. */
final class SafeMarkup {
  private static final String[] ELEMENTS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "br",
    "hr",
    "a",
    "img",
    "audio"
  };

  private static final Safelist SAFELIST =
      new Safelist()
          .addTags(ELEMENTS)
          .addAttributes("a", "href", "title")
          .addAttributes("img", "src", "alt")
          .addAttributes("audio", "src")
          .addAttributes("td", "colspan", "rowspan")
          .addAttributes("th", "colspan", "rowspan")
          .addAttributes("ol", "start")
          .addProtocols("a", "href", "http", "https")
          .addProtocols("img", "src", "http", "https")
          .addProtocols("audio", "src", "http", "https")
          .preserveRelativeLinks(true); // they are absolute by now; otherwise jsoup rewrites them

  /** Blocks to jsoup that give way to their text, since they stand in the middle of it. */
  private static final Set<String> INLINE = Set.of("ins", "del", "picture", "video", "noscript");

  /** They hold nothing, and a block in their place would fall out of the table. */
  private static final Set<String> COLUMNS = Set.of("col", "colgroup");

  /** What they hold is for the browser, whatever a table of rules says. */
  private static final Set<String> MACHINERY =
      Set.of("script", "style", "title", "noscript", "template");

  /** Browsers leave them out of addresses. */
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\t\\r\\n]");

  private SafeMarkup() {}

  /**
   * A copy of {@code article} that holds only what the safelist allows: unknown blocks are {@code
   * div}, unknown inline elements have given way to what they held.
   */
  static Element of(Element article) {
    for (Element element : article.getAllElements()) {
      String name = element.normalName();
      if (MACHINERY.contains(name)) {
        element.remove();
      } else if (name.equals("tfoot")) {
        element.tagName("tbody");
      } else if (name.equals("caption")) {
        aboveItsTable(element);
      } else if (!element.equals(article)
          && element.isBlock()
          && !SAFELIST.isSafeTag(name)
          && !INLINE.contains(name)
          && !COLUMNS.contains(name)) {
        element.tagName("div");
      }
      makeAddressesAbsolute(element);
    }
    Document shell = Document.createShell("");
    shell.body().appendChildren(article.childNodes());
    return new Cleaner(SAFELIST).clean(shell).body();
  }

  private static boolean isHttp(String address, String start) {
    return address.regionMatches(true, 0, start, 0, start.length());
  }

  private static void aboveItsTable(Element caption) {
    Element table = caption.closest("table");
    caption.tagName("div");
    if (table != null) {
      table.before(caption);
    }
  }

  private static void makeAddressesAbsolute(Element element) {
    for (String name : new String[] {"href", "src"}) {
      Attribute attribute = element.attribute(name);
      if (attribute != null) {
        String address = LINE_BREAKS.matcher(attribute.getValue()).replaceAll("");
        address = Blanks.withoutControls(address).strip();
        boolean absolute = isHttp(address, "http://") || isHttp(address, "https://");
        attribute.setValue(
            absolute || address.isEmpty() // an empty one would become the page's own
                ? address.replace("\u00a0", "%C2%A0")
                : element.absUrl(name));
      }
    }
  }
}
