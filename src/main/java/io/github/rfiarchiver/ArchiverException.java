package io.github.rfiarchiver;

import org.jspecify.annotations.Nullable;

/**
 * An error that a user can understand and act on: what it is about and what is wrong with it,
 * apart.
 */
public abstract class ArchiverException extends Exception {
  /** A longer subject is cut off in messages: it is a line of megabytes, not a URL or a path. */
  private static final int SHOWN = 8192;

  private final String subject;
  private final String reason;

  protected ArchiverException(String subject, String reason, @Nullable Throwable cause) {
    super(shown(subject) + ": " + reason, cause);
    this.subject = subject;
    this.reason = reason;
  }

  /** A subject as messages show it. */
  public static String shown(String subject) {
    return subject.length() <= SHOWN ? subject : subject.substring(0, SHOWN) + "…";
  }

  /** The file, URL, option or other input that the error is about, as it was given. */
  public String subject() {
    return subject;
  }

  /** What is wrong with the subject, as a clause without it. */
  public String reason() {
    return reason;
  }
}
