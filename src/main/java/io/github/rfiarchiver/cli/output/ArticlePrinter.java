package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.TextRenderer;
import io.github.rfiarchiver.query.Format;

/** Prints articles one after the other in one format, and what the format wants around them. */
public final class ArticlePrinter implements AutoCloseable {
  private final Terminal console;
  private final Format format;
  private final int width;
  private boolean opened;

  /**
   * @param width the columns that a line of text may take; 0 for no limit
   */
  public ArticlePrinter(Terminal console, Format format, int width) {
    this.console = console;
    this.format = format;
    this.width = width;
  }

  public void print(Article article, ArticleFileName name) {
    print(rendered(article, name));
  }

  /** An article ready to be printed: what it takes, and what stands above it if it is the first. */
  public record Rendered(String opening, String text) {}

  /** Does the work of printing but for the writing; safe to be done for several at once. */
  public Rendered rendered(Article article, ArticleFileName name) {
    return new Rendered(
        format.opening(article),
        format.render(article, name, width == 0 ? TextRenderer.UNLIMITED : width));
  }

  public void print(Rendered article) {
    console.print(opened ? format.separator() : article.opening());
    opened = true;
    console.print(article.text());
  }

  /** Ends what was printed; of no articles nothing is. */
  @Override
  public void close() {
    if (opened) {
      console.print(format.closing());
    }
    console.flush();
  }
}
