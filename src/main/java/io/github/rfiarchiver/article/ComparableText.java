package io.github.rfiarchiver.article;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * The text of an article for comparison, to distinguish an edit from another layout of the same
 * text: headline, lede and body text without whitespace. The printed date, the lead picture with
 * its caption, the author line and all markup are ignored.
 */
public record ComparableText(String headline, String text) {
  /** The text of an article whose body is cleaned. */
  public static ComparableText of(Article article) {
    BodyParts parts = BodyParts.of(article.body());
    StringBuilder text = new StringBuilder(parts.lede() == null ? "" : parts.lede().wholeText());
    parts.rest().forEach(node -> text.append(text(node)));
    return new ComparableText(
        Whitespace.removed(article.headline()), Whitespace.removed(text.toString()));
  }

  private static String text(Node node) {
    return node instanceof Element element
        ? element.wholeText()
        : node instanceof TextNode text ? text.getWholeText() : "";
  }

  /** Whether {@code other} has the same headline and its text starts with this text. */
  public boolean isContainedIn(ComparableText other) {
    return headline.equals(other.headline) && other.text.startsWith(text);
  }
}
