package io.github.rfiarchiver.article;

/** Says which line of a table of cleaning rules cannot be read, and why. */
public final class MalformedRulesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final int line;
  private final String reason;

  MalformedRulesException(String source, int line, String reason) {
    super(source + ": line " + line + ": " + reason);
    this.source = source;
    this.line = line;
    this.reason = reason;
  }

  /** What the table is called. */
  public String source() {
    return source;
  }

  /** What is wrong with the line, as a clause. */
  public String reason() {
    return reason;
  }

  /** The line's number, from 1. */
  public int line() {
    return line;
  }
}
