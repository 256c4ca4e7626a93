package io.github.rfiarchiver.reading;

/** Says that something is no date in any form that is read. The message names it first. */
public final class MalformedDateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String date;

  MalformedDateException(String date, String reason) {
    super(date + ": " + reason + "; a date is " + Period.FORMS);
    this.date = date;
  }

  /** What was given for a date. */
  public String date() {
    return date;
  }
}
