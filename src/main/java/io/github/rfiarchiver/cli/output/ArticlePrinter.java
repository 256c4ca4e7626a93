package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.TextRenderer;
import io.github.rfiarchiver.query.Format;

/** Prints articles one after the other in one format, with its header and footer. */
public final class ArticlePrinter implements AutoCloseable {
  private final Terminal console;
  private final Format format;
  private final int width;
  private boolean opened;

  /**
   * @param width the most columns of a line of text; 0 for no limit
   */
  public ArticlePrinter(Terminal console, Format format, int width) {
    this.console = console;
    this.format = format;
    this.width = width;
  }

  public void print(Article article, ArticleFileName name) {
    print(rendered(article, name));
  }

  /** A rendered article, and the header that precedes the first one. */
  public record Rendered(String opening, String text) {}

  /** Renders an article. Thread-safe. */
  public Rendered rendered(Article article, ArticleFileName name) {
    int columns = width == 0 ? TextRenderer.UNLIMITED : width;
    return new Rendered(
        format.opening(article),
        format == Format.TEXT && console.isTerminal()
            ? TextRenderer.render(article, columns, article.address().legible())
            : format.render(article, name, columns));
  }

  public void print(Rendered article) {
    console.print(opened ? format.separator() : article.opening());
    opened = true;
    console.print(article.text());
  }

  /** Prints the footer, if any article was printed. */
  @Override
  public void close() {
    if (opened) {
      console.print(format.closing());
    }
    console.flush();
  }
}
