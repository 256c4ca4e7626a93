package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.query.DateRange;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dates on the command line. */
final class Dates {
  private Dates() {}

  /**
   * The start of the date that an option names; empty if the option is absent.
   *
   * @param clock the time from which durations count back, and the user's time zone
   */
  static Optional<Instant> start(String option, @Nullable String date, Clock clock)
      throws UsageException {
    if (date == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateRange.parse(date, clock).start());
    } catch (MalformedException e) {
      throw new UsageException(option, e.subject() + ": " + e.reason());
    }
  }
}
