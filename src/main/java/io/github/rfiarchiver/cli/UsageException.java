package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;

/** An argument, or a value of the configuration, that cannot be used; exit status 2. */
final class UsageException extends ArchiverException {
  private static final long serialVersionUID = 1L;

  private final String option;

  /**
   * @param subject the option as it is written, or the argument
   */
  UsageException(String subject, String reason) {
    super(subject, reason, null);
    this.option = subject;
  }

  /** What {@code cause} says about the value of an option. */
  UsageException(String option, ArchiverException cause) {
    this(option, cause.subject(), cause.reason());
  }

  /** An option whose value names the subject: a file, for example. */
  UsageException(String option, String subject, String reason) {
    super(subject, reason, null);
    this.option = option;
  }

  /** The option whose value cannot be used, or the argument. */
  String option() {
    return option;
  }
}
