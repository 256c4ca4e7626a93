package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.DoubleEncodedEntities;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * The safelist: the elements and attributes that an archived article may hold, and no others. The
 * article is copied, and what the list does not name is not: nothing can get by it.
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

  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.of(
          "a", Set.of("href", "title"),
          "img", Set.of("src", "alt"),
          "audio", Set.of("src"),
          "td", Set.of("colspan", "rowspan"),
          "th", Set.of("colspan", "rowspan"),
          "ol", Set.of("start"));

  /** They are nothing without a source. */
  static final Set<String> SOURCED = Set.of("img", "audio");

  private static final Set<String> ADDRESSES = Set.of("href", "src");

  /** Blocks to jsoup that give way to their text, since they stand in the middle of it. */
  private static final Set<String> UNWRAPPED = Set.of("ins", "del", "picture", "video", "noscript");

  /** Browsers leave them out of URLs. */
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\t\\r\\n]");

  /** They hold nothing, and a block in their place would fall out of the table. */
  private static final Set<String> COLUMNS = Set.of("col", "colgroup");

  /** What they hold is for the browser, whatever a table of rules says. */
  private static final Set<String> MACHINERY =
      Set.of("script", "style", "title", "noscript", "template");

  /** The words since the last element, from however many elements that gave way. */
  private final StringBuilder words = new StringBuilder();

  private Sanitizer() {}

  /**
   * A copy of what {@code article} holds, as far as the safelist allows it: unknown blocks are
   * {@code div}, unknown inline elements have given way to what they held, and so have links to
   * nowhere; addresses are absolute.
   */
  public static Element of(Element article) {
    Element safe = Html.emptyBody("");
    new Sanitizer().copyInto(safe, article);
    return safe;
  }

  private void copyInto(Element safe, Element from) {
    copyNodes(safe, from);
    endWords(safe);
  }

  private void copyNodes(Element safe, Element from) {
    for (Node node : from.childNodes()) {
      if (node instanceof TextNode text) {
        words.append(text.getWholeText());
      } else if (node instanceof Element element && !MACHINERY.contains(element.normalName())) {
        copy(safe, element);
      }
    }
  }

  private void copy(Element safe, Element element) {
    String name = element.normalName();
    if (name.equals("caption")) {
      copyCaption(safe, element);
    } else if (INLINE.contains(name) || BLOCKS.contains(name)) {
      copyAllowed(safe, element);
    } else if (name.equals("tfoot")) {
      append(safe, new Element("tbody"), element);
    } else if (element.isBlock() && !UNWRAPPED.contains(name) && !COLUMNS.contains(name)) {
      append(safe, new Element("div"), element);
    } else {
      copyNodes(safe, element);
    }
  }

  private void append(Element safe, Element copy, Element element) {
    endWords(safe);
    safe.appendChild(copy);
    copyInto(copy, element);
  }

  /** Above its table, as browsers show it. */
  private void copyCaption(Element safe, Element caption) {
    Element table = safe.closest("table");
    if (table == null) {
      append(safe, new Element("div"), caption);
    } else {
      Element box = new Element("div");
      table.before(box);
      new Sanitizer().copyInto(box, caption); // the words that wait are the table's
    }
  }

  private void copyAllowed(Element safe, Element element) {
    String name = element.normalName();
    Element copy = new Element(element.tag(), "");
    Set<String> allowed = ATTRIBUTES.getOrDefault(name, Set.of());
    for (Attribute attribute : element.attributes()) {
      if (allowed.contains(attribute.getKey())) {
        copyAttribute(copy, element, attribute);
      }
    }
    if (name.equals("a") && !copy.hasAttr("href")) {
      copyNodes(safe, element);
    } else if (!SOURCED.contains(name) || copy.hasAttr("src")) {
      append(safe, copy, element);
    }
  }

  private static void copyAttribute(Element copy, Element element, Attribute attribute) {
    String value = attribute.getValue();
    if (ADDRESSES.contains(attribute.getKey())) {
      value = absolute(element, attribute);
      if (!startsWith(value, "http:") && !startsWith(value, "https:")) {
        return;
      }
    }
    copy.attr(attribute.getKey(), value);
  }

  /** What was encoded twice may come together only here: {@code &am} and {@code p;quot;}. */
  private void endWords(Element safe) {
    if (words.length() > 0) {
      safe.appendChild(new TextNode(DoubleEncodedEntities.decode(words.toString())));
      words.setLength(0);
    }
  }

  /** The address as a browser reads it; empty where there is none. */
  private static String absolute(Element element, Attribute attribute) {
    String address =
        Whitespace.withoutControls(LINE_BREAKS.matcher(attribute.getValue()).replaceAll(""))
            .strip();
    if (address.isEmpty()) {
      return ""; // resolved, it would become the page's own
    }
    boolean whole = startsWith(address, "http://") || startsWith(address, "https://");
    return (whole ? address : element.absUrl(attribute.getKey())).replace("\u00a0", "%C2%A0");
  }

  private static boolean startsWith(String address, String start) {
    return address.regionMatches(true, 0, start, 0, start.length());
  }
}
