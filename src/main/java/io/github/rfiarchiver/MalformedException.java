package io.github.rfiarchiver;

import org.jspecify.annotations.Nullable;

/** Input that cannot be used: a URL, a date, a pattern, a feed, an article file, rules. */
public final class MalformedException extends ArchiverException {
  public MalformedException(String subject, String reason) {
    super(subject, reason, null);
  }

  public MalformedException(String subject, String reason, @Nullable Throwable cause) {
    super(subject, reason, cause);
  }
}
