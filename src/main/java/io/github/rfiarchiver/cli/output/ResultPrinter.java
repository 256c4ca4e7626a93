package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.SavedText;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Prints what is read from an archive, in order, until the reader closes the pipe. Damaged files
 * are reported on standard error, and the rest is printed.
 */
public final class ResultPrinter {
  private final Terminal console;
  private boolean failed;
  private boolean empty = true;

  public ResultPrinter(Terminal console) {
    this.console = console;
  }

  /** The output of one file, printed in its turn. */
  public Runnable step(SavedText text, Function<SavedText.Whole, Runnable> printing) {
    if (text instanceof SavedText.Whole whole) {
      return printing.apply(whole);
    }
    SavedText.Damaged damaged = (SavedText.Damaged) text;
    return () -> failed(damaged.path(), damaged.reason());
  }

  /** Prints the files in their order; stops when the pipe is closed. */
  public void print(Stream<Runnable> steps) {
    try (steps) {
      Iterator<Runnable> rest = steps.iterator();
      while (!console.isClosed() && rest.hasNext()) {
        rest.next().run();
        empty = false;
      }
    }
  }

  /** Reports a failure; the rest is done. */
  public void failed(Path file, String reason) {
    failed(file.toString(), reason);
  }

  public void failed(String subject, String reason) {
    failed = true;
    console.failure(subject, reason);
  }

  /** Whether nothing was printed, and nothing failed. */
  public boolean isEmpty() {
    return empty && !failed;
  }

  /** Whether something failed. */
  public boolean hasFailed() {
    return failed;
  }
}
