package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.article.render.MarkdownRenderer;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.util.Locale;

/**
 * The formats that articles are printed in. What is printed of several is: {@link #opening} with
 * the first of them, {@link #render} of each with {@link #separator} between, {@link #closing}; of
 * none it is nothing. All parts that are not empty end in a line feed.
 */
public enum Format {
  /** The file as it is kept. */
  SEED,

  /** One document, an {@code <article>} each. */
  HTML,

  /** Plain text. */
  TEXT,

  /** CommonMark. */
  MARKDOWN,

  /** One object a line; {@link JsonRenderer} says what it holds. */
  JSON;

  /**
   * What stands above the first article: in HTML the head, whose title is that article's headline.
   */
  public String opening(Article first) {
    return this == HTML ? HtmlRenderer.opening(first) : "";
  }

  /**
   * The article, ending in exactly one line feed.
   *
   * @param name its file's, which says its key and whether it is a revision
   * @param width the maximum columns of a line of {@link #TEXT}, at least 1; {@link
   *     TextRenderer#UNLIMITED} for no limit; the other formats ignore it
   */
  public String render(Article article, ArticleFileName name, int width) {
    return switch (this) {
      case SEED -> ArticleFile.text(article);
      case HTML -> HtmlRenderer.article(article);
      case TEXT -> TextRenderer.render(article, width);
      case MARKDOWN -> MarkdownRenderer.render(article);
      case JSON -> JsonRenderer.render(article, name.key(), name.revised());
    };
  }

  /**
   * What stands between two articles: a line of 72 equals signs in text and three hyphens in
   * markdown, neither of which an article's own text is rendered as, with an empty line around;
   * nothing in the other formats, whose articles show where they begin.
   */
  public String separator() {
    return switch (this) {
      case TEXT -> "\n" + "=".repeat(72) + "\n\n";
      case MARKDOWN -> "\n---\n\n";
      case SEED, HTML, JSON -> "";
    };
  }

  /** What stands below the last article. */
  public String closing() {
    return this == HTML ? HtmlRenderer.closing() : "";
  }

  /** The name that it has on the command line: {@code seed}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
