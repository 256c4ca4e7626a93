package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.SavedText;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Prints what is read from an archive, in order, until the reader closes the pipe. Damaged files
 * are reported on standard error, and the rest is printed.
 */
public final class ResultPrinter {
  private final Terminal console;
  private final long limit;
  private boolean failed;
  private long printed;

  /**
   * @param limit the maximum number of articles
   */
  public ResultPrinter(Terminal console, long limit) {
    this.console = console;
    this.limit = limit;
  }

  /** The output of one file, printed in its turn. */
  public Runnable step(SavedText text, Function<SavedText.Whole, Runnable> printing) {
    if (text instanceof SavedText.Whole whole) {
      Runnable print = printing.apply(whole);
      return () -> {
        print.run();
        printed++;
      };
    }
    SavedText.Damaged damaged = (SavedText.Damaged) text;
    return () -> failed(damaged.path().toString(), damaged.reason());
  }

  /** Prints the files in their order, up to the limit; stops when the pipe is closed. */
  public void print(Stream<Runnable> steps) {
    try (steps) {
      Iterator<Runnable> rest = steps.iterator();
      while (printed < limit && !console.isClosed() && rest.hasNext()) {
        rest.next().run();
      }
    }
  }

  /** How many articles were printed. */
  public long printed() {
    return printed;
  }

  /** Reports a failure; the rest is done. */
  public void failed(String subject, String reason) {
    failed = true;
    console.failure(subject, reason);
  }

  /** Whether nothing was printed, and nothing failed. */
  public boolean isEmpty() {
    return printed == 0 && !failed;
  }

  /** Whether something failed. */
  public boolean hasFailed() {
    return failed;
  }
}
