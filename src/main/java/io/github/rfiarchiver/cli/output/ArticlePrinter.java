package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import io.github.rfiarchiver.article.render.TextRenderer;
import io.github.rfiarchiver.query.Format;
import java.util.List;

/** Prints articles one after the other in one format, with its header and footer. */
public final class ArticlePrinter implements AutoCloseable {
  private final Terminal console;
  private final Format format;
  private final int width;
  private final List<HtmlRenderer.Heading> contents;
  private boolean opened;

  /**
   * @param width the most columns of a line of text, or {@link TextRenderer#UNLIMITED}
   * @param contents the articles that will be printed; empty where they are not known
   */
  public ArticlePrinter(
      Terminal console, Format format, int width, List<HtmlRenderer.Heading> contents) {
    this.console = console;
    this.format = format;
    this.width = width;
    this.contents = contents;
  }

  /** Renders an article, and gives what prints it in its turn. Thread-safe. */
  public Runnable step(SavedText.Whole text) {
    Article article = text.article();
    String rendered =
        format == Format.TEXT && console.isTerminal()
            ? TextRenderer.render(
                article, width, console.moment(article.published()), article.url().legible())
            : format.render(text, width);
    return () -> {
      List<HtmlRenderer.Heading> known =
          contents.isEmpty() ? List.of(Format.heading(text)) : contents;
      console.print(opened ? format.separator() : format.opening(known));
      opened = true;
      console.print(rendered);
    };
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
