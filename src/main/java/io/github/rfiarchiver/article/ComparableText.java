package io.github.rfiarchiver.article;

/**
 * The text of an article for comparison, to distinguish an edit from another layout of the same
 * text: headline, lede and body text without whitespace. The printed date, pictures with their
 * captions, author lines and all markup are ignored.
 */
public record ComparableText(String headline, String text) {
  /** The text of an article whose body is cleaned. */
  public static ComparableText of(Article article) {
    BodyParts parts = BodyParts.of(article.body());
    parts.rest().select("figcaption").remove();
    String lede = parts.lede() == null ? "" : parts.lede().wholeText();
    return new ComparableText(
        Whitespace.removed(article.headline()),
        Whitespace.removed(lede + parts.rest().wholeText()));
  }

  /** Whether {@code other} has the same headline and its text starts with this text. */
  public boolean isBeginningOf(ComparableText other) {
    return headline.equals(other.headline) && other.text.startsWith(text);
  }
}
