package io.github.rfiarchiver.article;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * What an article says, for telling an edit from another way to print the same: headline, lede and
 * body text with every blank removed. Left aside are the printed date, the lead picture with its
 * caption, the author line and all markup.
 */
public record ComparableText(String headline, String text) {
  /** The wording of an article whose body is cleaned. */
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

  /** Whether {@code other} says the same, or more: then this one adds nothing to it. */
  public boolean isContainedIn(ComparableText other) {
    return headline.equals(other.headline) && other.text.startsWith(text);
  }
}
