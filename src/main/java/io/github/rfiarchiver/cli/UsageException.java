package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;

/** Says that an argument cannot be used. The message names it first. */
final class UsageException extends ArchiverException {
  private static final long serialVersionUID = 1L;

  UsageException(String subject, String what) {
    super(subject, what, null);
  }
}
