package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.reading.Format;
import java.util.OptionalInt;

/** Prints articles one after the other in one format, and what the format wants around them. */
final class ArticlePrinter implements AutoCloseable {
  private final Console console;
  private final Format format;
  private final OptionalInt width;
  private boolean opened;

  /**
   * @param width the columns that a line of text may take
   */
  ArticlePrinter(Console console, Format format, OptionalInt width) {
    this.console = console;
    this.format = format;
    this.width = width;
  }

  void print(Article article, ArticleFileName name) {
    console.print(opened ? format.separator() : format.opening(article));
    opened = true;
    console.print(format.render(article, name, width));
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
