package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;

/** A wrong argument, or a wrong value in the configuration; exit status 2. */
final class UsageException extends ArchiverException {
  /** The option with the wrong value, or the argument. */
  final String option;

  /**
   * @param subject the option, such as {@code --since}, or the argument
   */
  UsageException(String subject, String reason) {
    this(subject, subject, reason);
  }

  /** An error in the value of an option. */
  UsageException(String option, ArchiverException cause) {
    this(option, cause.subject(), cause.reason());
  }

  /** An error in what the value of an option names, such as a file. */
  UsageException(String option, String subject, String reason) {
    super(subject, reason, null);
    this.option = option;
  }
}
