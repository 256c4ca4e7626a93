package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.SavedText;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Prints what is read of an archive, in order, as long as somebody reads it. Files that are damaged
 * are named on standard error, and the rest is printed.
 */
public final class ResultPrinter {
  private final Terminal console;
  private boolean failed;

  public ResultPrinter(Terminal console) {
    this.console = console;
  }

  /** A step: what is to be done for a file in its turn. */
  public Runnable step(SavedText text, Function<SavedText.Whole, Runnable> printing) {
    if (text instanceof SavedText.Whole whole) {
      return printing.apply(whole);
    }
    SavedText.Damaged damaged = (SavedText.Damaged) text;
    return () -> failed(damaged.path(), damaged.reason());
  }

  /** Takes the steps, each in its turn; none any more once the reader has gone. */
  public void print(Stream<Runnable> steps) {
    try (steps) {
      Iterator<Runnable> rest = steps.iterator();
      while (!console.isClosed() && rest.hasNext()) {
        rest.next().run();
      }
    }
  }

  /** Names something that failed while the rest is done. */
  public void failed(Path file, String reason) {
    failed(file.toString(), reason);
  }

  public void failed(String subject, String reason) {
    failed = true;
    console.failure(subject, reason);
  }

  /** Whether something failed. */
  public boolean hasFailed() {
    return failed;
  }
}
