package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.cli.output.ArticlePrinter;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.Format;
import io.github.rfiarchiver.run.Listener;
import org.jspecify.annotations.Nullable;

/** Prints what a run does: articles on standard output, messages and progress on standard error. */
class RunListener implements Listener, AutoCloseable {
  private final Terminal console;
  private final @Nullable ArticlePrinter printer;
  private final boolean printsKnown;

  /**
   * @param format how articles are printed; null for their paths
   * @param printsKnown whether known articles are printed too, where there is a format
   */
  RunListener(Terminal console, @Nullable Format format, boolean printsKnown) {
    this.console = console;
    this.printer = format == null ? null : new ArticlePrinter(console, format, 0);
    this.printsKnown = printsKnown;
  }

  @Override
  public void saved(SaveResult.Saved saved) {
    boolean known = saved instanceof SaveResult.Unchanged;
    if (printer == null) {
      if (!known) {
        console.printPath(saved.path());
      }
    } else if (!known || printsKnown) {
      String file = String.valueOf(saved.path().getFileName());
      printer.print(saved.article(), ArticleFileName.parse(file).orElseThrow());
      console.flush();
    }
  }

  @Override
  public void notice(String subject, String what) {
    console.notice(subject, what);
  }

  @Override
  public void warning(String subject, String what) {
    console.notice(subject, what);
  }

  @Override
  public void failure(String subject, String what, @Nullable Throwable cause) {
    console.failure(subject, what);
    if (cause != null) {
      console.trace(cause);
    }
  }

  @Override
  public void progress(int done, int all) {
    console.progress(done, all);
  }

  @Override
  public void close() {
    if (printer != null) {
      printer.close();
    }
  }
}
