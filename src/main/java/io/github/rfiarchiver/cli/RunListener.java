package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.article.render.TextRenderer.UNLIMITED;

import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.cli.output.ArticlePrinter;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.Format;
import io.github.rfiarchiver.run.Listener;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Prints what a run does: articles on standard output, messages and progress on standard error. */
class RunListener implements Listener, AutoCloseable {
  final Terminal console;
  private final Progress progress;
  private final @Nullable ArticlePrinter printer;
  private final boolean printsKnown;
  private final AtomicInteger saved = new AtomicInteger();

  /**
   * @param command the command that saves; null for a dry run
   * @param format how articles are printed; null for their paths
   * @param printsKnown whether known articles are printed too, where there is a format
   */
  RunListener(
      Terminal console, @Nullable String command, @Nullable Format format, boolean printsKnown) {
    this.console = console;
    this.progress =
        console.openProgress(command == null ? null : () -> interrupted(command, saved.get()));
    this.printer =
        format == null ? null : new ArticlePrinter(console, format, UNLIMITED, List.of());
    this.printsKnown = printsKnown;
  }

  @Override
  public void saved(SaveResult.Saved saved) {
    saved(saved.text().article().url().toString(), saved);
  }

  /**
   * Prints a saved article.
   *
   * @param subject its URL, or the file that it is from
   */
  void saved(String subject, SaveResult.Saved saved) {
    this.saved.addAndGet(saved.isNew() ? 1 : 0);
    explain(subject, outcome(saved));
    if (printer == null) {
      if (saved.isNew()) {
        console.printPath(saved.text().path());
      }
    } else if (saved.isNew() || printsKnown) {
      printer.step(saved.text()).run();
      console.flush();
    }
  }

  @Override
  public void notice(String subject, String what) {
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
  public void explain(String subject, String what) {
    console.explain(subject, what);
  }

  @Override
  public void begin(int count, String unit) {
    progress.begin(count, unit);
  }

  @Override
  public void finish(int count) {
    progress.finish(count);
  }

  @Override
  public void waits(String host) {
    progress.await(host);
  }

  @Override
  public void resumes() {
    progress.resume();
  }

  /** What is said if a signal ends a command that saves. */
  private static String interrupted(String command, int saved) {
    String texts = saved + (saved == 1 ? " new text is" : " new texts are");
    return Terminal.line(
        command, "interrupted; " + texts + " saved; the same command does the rest");
  }

  /** What a saved article is, as a clause. */
  private static String outcome(SaveResult.Saved saved) {
    return saved.isNew()
        ? (saved instanceof SaveResult.Revised ? "revised: " : "new: ") + saved.text().path()
        : "known: its text is in the archive";
  }

  @Override
  public void close() {
    progress.close();
    if (printer != null) {
      printer.close();
    }
  }
}
