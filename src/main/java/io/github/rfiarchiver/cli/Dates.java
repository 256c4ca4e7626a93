package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.reading.Period;
import java.time.Instant;
import java.util.Optional;

/** Dates on the command line. */
final class Dates {
  private Dates() {}

  /** The first moment of what an option names; empty where the option is not given. */
  static Optional<Instant> start(String option, Optional<String> date, Instant now)
      throws UsageException {
    if (date.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Period.parse(date.get(), now).start());
    } catch (MalformedException e) {
      throw new UsageException(option, String.valueOf(e.getMessage()));
    }
  }
}
