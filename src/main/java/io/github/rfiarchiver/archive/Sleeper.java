package io.github.rfiarchiver.archive;

import java.time.Duration;

/** Sleeps; in tests it need not. */
@FunctionalInterface
public interface Sleeper {
  /** Sleeps for a time. */
  void sleep(Duration time) throws InterruptedException;
}
