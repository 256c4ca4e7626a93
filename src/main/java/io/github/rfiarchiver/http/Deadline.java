package io.github.rfiarchiver.http;

import java.time.Duration;

/**
 * The end of the time that a run may take ({@code --max-time}). It is measured in elapsed time from
 * its creation, so a clock that jumps does not end a run.
 */
public final class Deadline {
  /** No deadline. */
  public static final Deadline NONE = new Deadline(Duration.ofNanos(Long.MAX_VALUE));

  private final long start = System.nanoTime();
  private final long nanos;

  /** The deadline of a run that begins now. */
  public Deadline(Duration time) {
    nanos = time.toNanos();
  }

  /** Whether the time is over. */
  public boolean isOver() {
    return remaining().isZero();
  }

  /** The time until the deadline; zero where it is over. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start)));
  }
}
