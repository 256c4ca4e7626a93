package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.http.Deadline;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Halts the program if a run has not ended a minute after its deadline: it would hold the lock for
 * ever, and no later run could write. Files are never half-written, so a halt loses nothing that
 * was saved.
 */
final class Watchdog implements AutoCloseable {
  /** The time between the deadline and the halt. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Deadline deadline;
  private final Duration grace;
  private final Terminal console;
  private final IntConsumer halt;
  private final Thread thread = new Thread(this::watch, "watchdog");

  /**
   * Watches a run until it is closed.
   *
   * @param halt ends the program with an exit status
   */
  Watchdog(Deadline deadline, Duration grace, Terminal console, IntConsumer halt) {
    this.deadline = deadline;
    this.grace = grace;
    this.console = console;
    this.halt = halt;
    if (deadline != Deadline.NONE) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Watches a run until it is closed. */
  static Watchdog over(Deadline deadline, Terminal console) {
    return new Watchdog(deadline, GRACE, console, Runtime.getRuntime()::halt);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      Thread.sleep(deadline.remaining().plus(grace).toMillis());
    } catch (InterruptedException e) {
      return; // the run has ended
    }
    String late = "the run did not end " + grace.toSeconds() + " s after --max-time";
    Terminal.withinASecond(
        () -> console.failure("time", late + "; halted; what was saved is kept"));
    if (!Thread.currentThread().isInterrupted()) {
      halt.accept(ExitStatus.FAILED.status());
    }
  }
}
