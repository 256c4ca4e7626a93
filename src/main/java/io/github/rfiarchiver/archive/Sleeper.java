package io.github.rfiarchiver.archive;

import java.time.Duration;

/** Sleeps; in tests it need not. */
public interface Sleeper {
  /** Sleeps for the whole time. */
  Sleeper REAL = time -> Thread.sleep(time.toMillis());

  /** Sleeps for a time. */
  void sleep(Duration time) throws InterruptedException;
}
