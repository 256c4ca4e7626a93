package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.article.Html;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdom2.CDATA;
import org.jdom2.Content;
import org.jdom2.Element;
import org.jdom2.Text;
import org.jdom2.filter.Filters;
import org.jdom2.output.Format;
import org.jdom2.output.XMLOutputter;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;

/**
 * Reads the texts of an entry as HTML. Texts of RSS 2.0 are HTML by convention; Atom has a type
 * (RFC 4287, section 3.1.1), Atom 0.3 a mode. Child elements are markup in all of them, whatever
 * the type is.
 */
final class EntryText {
  /** Deeper nesting would overflow the stack of {@link XMLOutputter}; only its text is kept. */
  static final int DEEPEST = 400;

  private static final Pattern PREFIX = Pattern.compile("(</?)[\\w.-]+:");
  private static final Pattern VOID_END =
      Pattern.compile("(?i)</(?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)>");
  private static final Pattern TAG =
      Pattern.compile("<(/?([A-Za-z][A-Za-z0-9]*))(?:\\s[^<>]*)?/?>");
  private static final Pattern ESCAPED_TAGS =
      Pattern.compile(
          "(?s)\\s*+&(?:amp;){0,9}lt;[A-Za-z!].*(?:lt;/\\w+|/)&(?:amp;){0,9}gt;\\s*+\\z");

  /** Of a media type: {@code ; charset=utf-8}. */
  private static final Pattern PARAMETERS = Pattern.compile("\\s?;.*");

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern LESS_THAN = Pattern.compile("<(?!!--)");
  private static final Set<String> WITHOUT_END = Set.of("br", "img", "wbr");

  private EntryText() {}

  /**
   * The content of {@code element} as HTML; empty where its media type is not a text.
   *
   * @param isAtom whether a text without a type is plain text, not HTML
   */
  static String html(Element element, boolean isAtom) {
    if (isDeeper(element, DEEPEST)) {
      return escaped(text(element));
    }
    if (!element.getChildren().isEmpty()) {
      return markup(element);
    }
    if (isBase64(element)) {
      try {
        String base64 = BLANKS.matcher(element.getText()).replaceAll("");
        byte[] bytes = Base64.getDecoder().decode(base64);
        return XmlRepair.allowed(new String(bytes, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        // it is not encoded, whatever its mode says
      }
    }
    String type = PARAMETERS.matcher(RssItem.lower(element, "type")).replaceFirst("");
    boolean isHtml = type.endsWith("html") || type.endsWith("xml");
    if (isHtml || (!isAtom && !type.equals("text/plain"))) {
      return unescaped(element.getText());
    }
    boolean isText = type.indexOf('/') < 0 || type.startsWith("text/");
    return isText ? escaped(element.getText()) : "";
  }

  /** HTML that was escaped once too often: instead of tags, it has text that looks like them. */
  private static String unescaped(String html) {
    boolean isEscaped = ESCAPED_TAGS.matcher(html).lookingAt() && html.indexOf('<') < 0;
    return isEscaped ? unescaped(Parser.unescapeEntities(html, false)) : html;
  }

  /** A title as text. A title of RSS is HTML only where its tags have end tags. */
  static String title(Element element, boolean isAtom) {
    if (isAtom || !element.getChildren().isEmpty() || isBase64(element)) {
      return XmlRepair.allowed(Jsoup.parse(html(element, isAtom)).text());
    }
    String title = Html.withoutCdata(element.getText());
    return title.indexOf('<') < 0 && title.indexOf('&') < 0
        ? title
        : XmlRepair.allowed(
            Parser.unescapeEntities(Jsoup.parse(withEscapedNames(title)).text(), true));
  }

  /** The number of characters of HTML that are its text. */
  static int length(String html) {
    return Jsoup.parse(html).text().length();
  }

  /** Escapes each {@code <} of a tag without an end tag: {@code the <head> element}. */
  private static String withEscapedNames(String title) {
    Set<String> tags =
        TAG.matcher(title).results().map(tag -> lower(tag.group(1))).collect(Collectors.toSet());
    return LESS_THAN
        .matcher(title)
        .replaceAll(
            found -> {
              Matcher tag = TAG.matcher(title).region(found.start(), title.length());
              return tag.lookingAt() && isMarkup(lower(tag.group(2)), tags) ? "<" : "&lt;";
            });
  }

  private static boolean isMarkup(String name, Set<String> tags) {
    return WITHOUT_END.contains(name) || (tags.contains(name) && tags.contains("/" + name));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isDeeper(Element element, int levels) {
    return levels == 0
        || element.getChildren().stream().anyMatch(child -> isDeeper(child, levels - 1));
  }

  private static String text(Element element) {
    StringBuilder text = new StringBuilder();
    element.getDescendants(Filters.text()).forEach(part -> text.append(part.getText()));
    return text.toString();
  }

  /**
   * The content as HTML: without prefixes, void elements without end tags. Text beside the child
   * elements may be escaped markup, too. The div around XHTML is no part of it (RFC 4287, section
   * 4.1.3.3).
   */
  private static String markup(Element element) {
    boolean isXhtml =
        element.getChildren().size() == 1 && RssItem.lower(element, "type").contains("xhtml");
    List<CDATA> sections = new ArrayList<>();
    element.getDescendants(Filters.cdata()).forEach(sections::add);
    for (CDATA part : sections) {
      part.getParent().setContent(part.getParent().indexOf(part), new Text(part.getText()));
    }
    XMLOutputter outputter = new XMLOutputter(Format.getRawFormat().setExpandEmptyElements(true));
    StringBuilder html = new StringBuilder();
    for (Content part : element.getContent()) {
      if (part instanceof Text text) {
        boolean isMarkup = TAG.matcher(text.getText()).find();
        html.append(isMarkup ? text.getText() : escaped(text.getText()));
      } else if (part instanceof Element child) {
        boolean isBox = isXhtml && RssItem.local(child).equals("div");
        String xml =
            isBox ? outputter.outputString(child.getContent()) : outputter.outputString(child);
        xml = PREFIX.matcher(xml).replaceAll("$1");
        html.append(VOID_END.matcher(xml).replaceAll(""));
      }
    }
    return html.toString();
  }

  /** The mode of Atom 0.3. */
  private static boolean isBase64(Element element) {
    return RssItem.lower(element, "mode").equals("base64");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
