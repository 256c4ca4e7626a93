package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.article.render.MarkdownRenderer;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.util.List;
import java.util.Locale;

/**
 * The output formats of articles. The output for several articles is {@link #opening} with the
 * first article, {@link #render} of each with {@link #separator} between, and {@link #closing}; for
 * none it is empty. All parts that are not empty end in a line feed.
 */
public enum Format {
  /** The seed format, as the archive's files have it. */
  SEED,

  /** One document with an {@code <article>} each. */
  HTML,

  /** Plain text. */
  TEXT,

  /** CommonMark. */
  MARKDOWN,

  /** One object per line; {@link JsonRenderer} documents its members. */
  JSON;

  /**
   * The text before the first article: in HTML the head, and the table of contents of several.
   *
   * @param articles at least one; only the first where the others are not known
   */
  public String opening(List<HtmlRenderer.Heading> articles) {
    return this == HTML ? HtmlRenderer.opening(articles) : "";
  }

  /** What {@link #opening} needs to know of an article. */
  public static HtmlRenderer.Heading heading(SavedText.Whole text) {
    return HtmlRenderer.Heading.of(anchor(text), text.article());
  }

  /** The name of the file without its suffix, since an article may have several texts. */
  private static String anchor(SavedText.Whole text) {
    return text.name().toString().replaceFirst("\\.txt$", "");
  }

  /**
   * The article, ending in exactly one line feed.
   *
   * @param width the maximum columns of a line of {@link #TEXT}, at least 1; {@link
   *     TextRenderer#UNLIMITED} for no limit; the other formats ignore it
   */
  public String render(SavedText.Whole text, int width) {
    Article article = text.article();
    ArticleFileName name = text.name();
    return switch (this) {
      case SEED -> ArticleFile.text(article);
      case HTML -> HtmlRenderer.article(anchor(text), article);
      case TEXT -> TextRenderer.render(article, width);
      case MARKDOWN -> MarkdownRenderer.render(article);
      case JSON -> JsonRenderer.render(article, name.key(), name.revised(), text.path());
    };
  }

  /**
   * The text between two articles: in text a line of 72 equals signs, in markdown three hyphens,
   * each between empty lines; in markdown no article has such a rule. Empty in the other formats,
   * where the start of an article is visible.
   */
  public String separator() {
    return switch (this) {
      case TEXT -> "\n" + "=".repeat(72) + "\n\n";
      case MARKDOWN -> "\n---\n\n";
      case SEED, HTML, JSON -> "";
    };
  }

  /** The text after the last article. */
  public String closing() {
    return this == HTML ? HtmlRenderer.closing() : "";
  }

  /** The name on the command line: {@code seed}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
