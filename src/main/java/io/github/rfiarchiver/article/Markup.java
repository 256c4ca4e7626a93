package io.github.rfiarchiver.article;

import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Writes markup that has passed the safelist: on one line, with no more entities than HTML needs.
 * jsoup's own writer can do more, and asks at each character what of it is wanted.
 */
public final class Markup {
  /** They hold nothing, and have no end tag (HTML, section 13.1.2). */
  private static final Set<String> VOID = Set.of("br", "hr", "img");

  private final StringBuilder out = new StringBuilder();

  private Markup() {}

  /** What {@code safe} holds, as HTML. */
  public static String of(Element safe) {
    Markup markup = new Markup();
    markup.writeBelow(safe);
    return markup.out.toString();
  }

  private void writeBelow(Element box) {
    for (int i = 0; i < box.childNodeSize(); i++) {
      Node node = box.childNode(i);
      if (node instanceof TextNode text) {
        escape(text.getWholeText(), false);
      } else if (node instanceof Element element) {
        write(element);
      }
    }
  }

  private void write(Element element) {
    String name = element.normalName();
    out.append('<').append(name);
    if (element.attributesSize() > 0) {
      for (Attribute attribute : element.attributes()) {
        out.append(' ').append(attribute.getKey()).append("=\"");
        escape(attribute.getValue(), true);
        out.append('"');
      }
    }
    out.append('>');
    if (!VOID.contains(name)) {
      writeBelow(element);
      out.append("</").append(name).append('>');
    }
  }

  private void escape(String text, boolean quoted) {
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '>' && c < Character.MIN_SURROGATE) {
        continue; // nearly all of a text
      }
      String as =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> quoted ? "&quot;" : "\"";
            case '\n' -> "&#10;"; // only preformatted text still holds any
            default -> isCharacter(text, i) ? null : "";
          };
      if (as != null) {
        out.append(text, written, i).append(as);
        written = i + 1;
      }
    }
    out.append(text, written, text.length());
  }

  /** Whether a character, or half of one, stands at {@code i}: XML 1.0, section 2.2, says which. */
  private static boolean isCharacter(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c >= ' ' ? c <= '\uFFFD' : c == '\t' || c == '\r';
  }
}
