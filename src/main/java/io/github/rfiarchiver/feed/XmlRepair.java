package io.github.rfiarchiver.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdom2.Verifier;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/**
 * Repairs a feed that is not well-formed XML: stray {@code &} and {@code <} become text, entities
 * of HTML are resolved, unknown ones stay as text, tags are matched, prefixes are declared, and of
 * what is after the root only entries are kept. jsoup parses the tags.
 */
final class XmlRepair {
  private static final String NAME = "[A-Za-z_][\\w.-]*";
  private static final String PREFIXED = "(?:" + NAME + ":)?";
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile(PREFIXED + NAME);
  private static final String TITLE = "<title";
  private static final String BROKEN_ATTRIBUTES = "broken attributes were dropped";

  /** The rest of a tag: jsoup reads to the next quote where one is missing, over other entries. */
  private static final String ATTRIBUTES =
      "(?:[^<>=]++|=(?!\\s*[\"'])|=\\s*(?:\"[^<\"]*\"|'[^<']*'))*+>";

  /** Attributes in quotes may contain any mark of markup. */
  private static final String QUOTED_ATTRIBUTES =
      "(?:\\s+[\\w:.-]+\\s*=\\s*(?:\"[^\"]*\"|'[^']*'))++\\s*/?>";

  /** The rest of any tag after its name. */
  private static final String REST = "(?:(?=[\\s/>])" + ATTRIBUTES + "|" + QUOTED_ATTRIBUTES + ")";

  /** A start tag of the root that would become text: then an entry, or a title, were the root. */
  private static final String BROKEN_ROOT =
      "\\A(?<root><" + PREFIXED + NAME + "(?=\\s))(?!" + REST + ")[^<>]*>?";

  /** Elements of an entry: where one begins, an element before it without an end tag ends. */
  private static final Set<String> PARTS =
      Set.of(
          ("item entry title link guid id description summary content encoded author creator enclosure"
                  + " category comments pubdate date published updated issued modified source")
              .split(" "));

  /** A start tag of such an element without its end, or with broken attributes. */
  private static final String BROKEN_START =
      ("(?<start><(?<tag>%s(?i:%s)))"
              + "(?:\\s*+(?=<!\\[CDATA\\[)|(?=[^<>]*+</\\k<tag>\\s*>)|(?!%s)\\s[^<>]*+>)")
          .formatted(PREFIXED, String.join("|", PARTS), REST);

  /** An element with CDATA in which other CDATA, or its end alone, ends it too early. */
  private static final String NESTED =
      "(?<cdata><(?<parent>[\\w:.-]+)(?:\\s[^<>]*)?>\\s*+<!\\[CDATA\\[)(?<nested>TEXT(?:(?:<!\\[CDATA\\[TEXT)?+]]>(?!END)TEXT){1,20}+)]]>(?=END)"
          .replace("TEXT", "(?:[^<\\]]++|<(?!!\\[CDATA\\[|/\\k<parent>\\W)|](?!]>))*+")
          .replace("END", "\\s*+</\\k<parent>\\s*>");

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)"
              + NESTED
              + "|<!\\[CDATA\\[.*?]]>|(?<cdataEnd>]]>)"
              + "|(?<skipped><[^<>]*\\z|<!--(?:-?>|.*?(?:-->|\\z))|<\\?[^<]*?\\?>)|"
              + BROKEN_ROOT
              + ("|(?<entry><(?<end>/?)(?<name>" + PREFIXED + "(?i:item|entry))(?=[\\s/><])")
              + ("(?:" + REST + "|(?<broken>[^<>]*>|\\s*(?=<))))")
              + ("|" + BROKEN_START)
              + ("|(?<void><(?i:br|hr|img|wbr|input|embed)(?=[\\s/>])" + ATTRIBUTES + ")")
              + ("|<(?!/?" + PREFIXED + NAME + REST + ")")
              + "|&(?:#0*(?<decimal>\\d+)|#[xX]0*(?<hex>[0-9A-Fa-f]+)|(?<entity>\\w+));|&");

  /** With a blank in front of the name, or without its end in front of another tag. */
  private static final Pattern BROKEN_END =
      Pattern.compile("</\\s*+(" + PREFIXED + NAME + ")\\s*+(?:>|(?=<))");

  /** What XML 1.0, section 2.2, does not allow. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private static final Set<String> CONTAINERS =
      Set.of("rss", "rdf", "feed", "channel", "item", "entry");

  private static final Set<String> XML_ENTITIES = Set.of("amp", "lt", "gt", "quot", "apos");

  private final Map<String, Integer> repairs = new LinkedHashMap<>();

  /** The repaired document. */
  final String xml;

  /** Repairs a document that begins with its root element. */
  XmlRepair(String broken) {
    String tags = BROKEN_END.matcher(withoutForbidden(broken)).replaceAll("</$1>");
    String escaped = withoutForbidden(escaped(withoutOpenCdata(tags)));
    Document document = Jsoup.parse(escaped, Parser.xmlParser().setTrackPosition(true));
    Element root = onlyRoot(document);
    matchTags(root);
    declarePrefixes(root);
    xml = root.outerHtml();
  }

  /** The text without the characters that XML forbids. */
  static String allowed(String text) {
    boolean isAllowed = Verifier.checkCharacterData(text) == null; // which is far faster
    return isAllowed ? text : FORBIDDEN.matcher(text).replaceAll("");
  }

  /** The text without {@code <![CDATA[} that has no end. */
  static String withoutOpenCdata(String text) {
    int end = text.lastIndexOf("]]>");
    return text.substring(0, end + 1) + text.substring(end + 1).replace("<![CDATA[", "");
  }

  /** What was repaired, each as a clause. */
  List<String> repairs() {
    List<String> clauses = new ArrayList<>();
    repairs.forEach((what, times) -> clauses.add(times > 1 ? times + " " + what : what));
    return clauses.isEmpty() ? List.of("markup was normalized") : clauses;
  }

  private void count(String repair) {
    repairs.merge(repair, 1, Integer::sum);
  }

  private String escaped(String broken) {
    StringBuilder text = new StringBuilder();
    Matcher token = TOKEN.matcher(broken);
    String open = ""; // the entry that has no end tag yet
    int after = 0; // where the last tag of an entry ends
    while (token.find()) {
      token.appendReplacement(text, "");
      String tag = token.group("entry");
      if (tag == null) {
        text.append(replacement(token));
      } else {
        boolean isStart = token.group("end").isEmpty();
        if (token.group("broken") != null) {
          count(BROKEN_ATTRIBUTES);
          tag = "<" + token.group("end") + token.group("name") + ">";
        }
        if (isStart && !open.isEmpty()) {
          repairs.putIfAbsent("tags were matched", 1);
          text.append(open);
        }
        if (!isStart && open.isEmpty()) {
          addStartTag(text, after, token.group("name"));
        }
        text.append(isStart || open.isEmpty() ? tag : open); // </item> ends <Item>, too
        after = text.length();
        open = isStart && !tag.endsWith("/>") ? "</" + token.group("name") + ">" : "";
      }
    }
    return token.appendTail(text).toString();
  }

  /**
   * Adds the start tag of an entry that has only its end tag, if it has a title.
   *
   * @param after where the entry before it ends; 0 for the first entry, which begins with its title
   */
  private void addStartTag(StringBuilder text, int after, String name) {
    int start = after > 0 ? after : text.lastIndexOf(TITLE);
    boolean hasTitle = text.indexOf(TITLE, start) >= 0;
    if (hasTitle && text.indexOf(TITLE) < start) { // the first title is the channel's
      count("start tags of entries were added");
      text.insert(start, "<" + name + ">");
    }
  }

  private String replacement(Matcher token) {
    if (token.group("skipped") != null) {
      return "";
    }
    if (token.group("nested") != null) {
      count("nested CDATA was joined");
      return token.group("cdata")
          + token.group("nested").replaceAll("<!\\[CDATA\\[|]]>", "")
          + "]]>";
    }
    String start = token.group(token.group("root") == null ? "start" : "root");
    if (start != null) {
      count(BROKEN_ATTRIBUTES);
      return start + ">";
    }
    if (token.group("cdataEnd") != null) {
      count("stray ]]> was dropped");
      return "";
    }
    if (token.group("void") != null) {
      return token.group().replaceFirst("/?>$", "/>");
    }
    if (token.group().length() == 1) {
      count("stray " + token.group() + " became text");
      return token.group().equals("<") ? "&lt;" : "&amp;";
    }
    boolean isHex = token.group("hex") != null;
    if (isHex || token.group("decimal") != null) {
      return reference(token.group(), token.group(isHex ? "hex" : "decimal"), isHex ? 16 : 10);
    }
    String name = token.group("entity");
    return name == null || XML_ENTITIES.contains(name) ? token.group() : entity(token.group());
  }

  private String entity(String reference) {
    String known = Parser.unescapeEntities(reference, true);
    if (known.equals(reference)) {
      count("unknown entities stay as text");
      return "&amp;" + reference.substring(1);
    }
    count("entities of HTML were resolved");
    return known.replace("&", "&amp;").replace("<", "&lt;");
  }

  private String withoutForbidden(String text) {
    String forbidden = "characters that XML forbids were dropped";
    FORBIDDEN.matcher(text).results().forEach(character -> count(forbidden));
    return allowed(text);
  }

  /**
   * A numeric reference, or the character itself, where XML forbids it: references to two
   * surrogates are one character.
   *
   * @param digits its number, without leading zeros
   */
  private String reference(String reference, String digits, int radix) {
    int code = digits.length() > 7 ? -1 : Integer.parseInt(digits, radix);
    boolean isAllowed =
        Character.isValidCodePoint(code) && allowed(Character.toString(code)).length() > 0;
    return isAllowed ? reference : String.valueOf((char) Math.min(code, 0xFFFF));
  }

  /**
   * Removes what is after the root, but keeps entries: of a second document, or after an end tag of
   * the root that was meant as text.
   */
  private Element onlyRoot(Document document) {
    Element root = document.child(0);
    for (Node other : root.siblingNodes()) {
      if (other instanceof Element || (other instanceof TextNode text && !text.isBlank())) {
        repairs.putIfAbsent("text after the root element was skipped", 1);
      }
      other.remove();
      if (other instanceof Element element && CONTAINERS.contains(local(element))) {
        root.appendChild(element);
      }
    }
    return root;
  }

  /**
   * Ends an element without an end tag where the next element of the entry begins; jsoup ends it at
   * the end of the entry.
   */
  private void matchTags(Element root) {
    if (isOpen(root)) {
      count("the root's end tag was added");
    }
    for (Element element : List.copyOf(root.getAllElements())) {
      if (element == root || !isOpen(element)) {
        continue;
      }
      repairs.putIfAbsent("tags were matched", 1);
      if (CONTAINERS.contains(local(element))) {
        continue;
      }
      Node last = outermostOpen(element);
      boolean isNext = false;
      for (Node child : List.copyOf(element.childNodes())) {
        isNext |= child instanceof Element part && PARTS.contains(local(part));
        if (isNext) {
          last.after(child);
          last = child;
        }
      }
    }
  }

  /** Whether an element has no end tag, and contains what is after it. */
  private static boolean isOpen(Element element) {
    return element.endSourceRange().isImplicit() && element.childNodeSize() > 0;
  }

  private static Element outermostOpen(Element element) {
    return element.parents().stream()
        .takeWhile(parent -> isOpen(parent) && !CONTAINERS.contains(local(parent)))
        .reduce(element, (inner, outer) -> outer);
  }

  /** Declares all prefixes on the root, and none elsewhere. */
  private void declarePrefixes(Element root) {
    Map<String, String> declared = new LinkedHashMap<>();
    Set<String> used = new TreeSet<>();
    for (Element element : root.getAllElements()) {
      used.add(element.tag().prefix());
      for (Attribute attribute : element.attributes().asList()) {
        String key = attribute.getKey();
        if (!ATTRIBUTE_NAME.matcher(key).matches()) {
          count(BROKEN_ATTRIBUTES);
          element.removeAttr(key);
        } else if (key.startsWith("xmlns")) {
          String prefix = key.startsWith("xmlns:") ? key.substring(6) : "";
          String uri = attribute.getValue().strip();
          boolean isUsed = prefix.isEmpty() ? element == root : !prefix.startsWith("xml");
          if (isUsed && !uri.isEmpty() && Verifier.checkNamespaceURI(uri) == null) {
            if (!uri.equals(attribute.getValue())) {
              count("whitespace around a namespace was dropped");
            }
            declared.putIfAbsent(prefix, uri);
          }
          element.removeAttr(key);
        } else {
          used.add(attribute.prefix());
        }
      }
    }
    used.removeAll(Set.of("", "xml"));
    used.removeAll(declared.keySet());
    for (String prefix : used) {
      declared.put(prefix, "urn:undeclared:" + prefix);
      repairs.putIfAbsent("prefix " + prefix + " was declared", 1);
    }
    declared.forEach(
        (prefix, uri) -> root.attr(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri));
  }

  private static String local(Element element) {
    return element.tag().localName().toLowerCase(Locale.ROOT);
  }
}
