package io.github.rfiarchiver.cli.output;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal while a command runs: what is finished, of how many, what it waits
 * for, and the time since its start: {@code 3 of 17 pages, waiting for www.rfi.fr, 0:12}.
 * Thread-safe.
 */
public final class Progress implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 100;
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** A line that does not wrap (DECAWM): a terminal cuts it at its own width. */
  private static final String UNWRAPPED = CLEAR_LINE + "\u001b[?7l%s\u001b[?7h";

  private final PrintWriter err;
  private final Map<Thread, String> waits = new LinkedHashMap<>();
  private Thread end = new Thread();
  private @Nullable Timer timer;
  private long start;
  private String unit = "";
  private int done;
  private int all;
  private boolean isTyping;
  private boolean isInterrupted;
  private String shown = "";

  Progress(PrintWriter err) {
    this.err = err;
  }

  /**
   * Shows the line until it is closed, from a moment later on: a short command has none.
   *
   * @param kept the line if a signal ends the program; null for none
   */
  synchronized void open(@Nullable Supplier<String> kept) {
    start = System.nanoTime();
    end = new Thread(() -> Terminal.withinASecond(() -> interrupted(kept)), "end");
    Runtime.getRuntime().addShutdownHook(end);
    timer = new Timer("progress", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            draw();
          }
        },
        INTERVAL_MILLIS,
        INTERVAL_MILLIS);
  }

  /** Whether it is shown: only between a command's start and end, and only on a terminal. */
  public synchronized boolean isOpen() {
    return timer != null;
  }

  /** From now on draws nothing: it would erase what the user types at the terminal. */
  synchronized void yieldToTyping() {
    hide();
    isTyping = true;
  }

  /** Adds to the number of things to do; another unit starts from zero. */
  public synchronized void begin(int count, String ofUnit) {
    if (!unit.equals(ofUnit)) {
      unit = ofUnit;
      done = 0;
      all = 0;
    }
    all += count;
  }

  /** Adds to the number of finished things. */
  public synchronized void finish(int count) {
    done += count;
  }

  /** This thread waits for a host. */
  public synchronized void await(String host) {
    waits.put(Thread.currentThread(), host);
  }

  /** This thread does not wait any more. */
  public synchronized void resume() {
    waits.remove(Thread.currentThread());
  }

  /** Removes the line, after its last state. */
  @Override
  public synchronized void close() {
    if (!shown.isEmpty()) {
      draw();
    }
    hide();
    if (timer != null) {
      timer.cancel();
      timer = null;
      try {
        Runtime.getRuntime().removeShutdownHook(end);
      } catch (IllegalStateException e) {
        // a signal is ending the program
      }
    }
  }

  /** Prints something else on the terminal, above the line; nothing after an interrupt. */
  synchronized void above(String text, Consumer<String> printing) {
    if (isInterrupted) {
      return;
    }
    boolean wasShown = !shown.isEmpty();
    hide();
    printing.accept(text);
    if (wasShown) {
      draw();
    }
  }

  /** Ends the line, and everything else on the terminal, with a last message. */
  synchronized void interrupted(@Nullable Supplier<String> kept) {
    hide();
    timer = null;
    isInterrupted = true;
    if (kept != null) {
      print(kept.get());
    }
  }

  void print(String text) {
    err.print(text);
    err.flush();
  }

  private synchronized void draw() {
    String line = line();
    if (timer != null && !isTyping && !line.equals(shown)) {
      print(UNWRAPPED.formatted(line));
      shown = line;
    }
  }

  private void hide() {
    if (!shown.isEmpty()) {
      print(CLEAR_LINE);
      shown = "";
    }
  }

  private String line() {
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    String count =
        done + " of " + all + " " + (all == 1 ? unit.replaceFirst("s\\b", "") : unit) + ", ";
    String hosts = String.join(", ", new LinkedHashSet<>(waits.values()));
    return (all == 0 ? "" : count)
        + (hosts.isEmpty() ? "" : "waiting for " + hosts + ", ")
        + String.format("%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
