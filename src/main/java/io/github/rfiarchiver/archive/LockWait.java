package io.github.rfiarchiver.archive;

import java.time.Duration;

/**
 * How long to wait for another run that holds an archive.
 *
 * @param atMost the longest time to wait
 * @param sleeper sleeps between two tries
 * @param onWait called once, before the first wait
 */
public record LockWait(Duration atMost, Sleeper sleeper, Runnable onWait) {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /**
   * Opens an archive for writing, as soon as no other run holds its lock.
   *
   * @throws ArchiveLockedException if another run still holds the lock at the end of the time
   * @throws ArchiveException if it cannot be written
   */
  public ArchiveWriter open(Archive archive) throws ArchiveException, InterruptedException {
    for (Duration left = atMost; ; left = left.minus(BETWEEN_TRIES)) {
      try {
        return ArchiveWriter.open(archive);
      } catch (ArchiveLockedException e) {
        if (left.isZero() || left.isNegative()) {
          throw e;
        }
      }
      if (left.equals(atMost)) {
        onWait.run();
      }
      sleeper.sleep(BETWEEN_TRIES);
    }
  }
}
