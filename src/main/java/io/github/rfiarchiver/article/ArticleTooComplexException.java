package io.github.rfiarchiver.article;

/** Says that markup has more elements than any article has, or nests them deeper. */
public final class ArticleTooComplexException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public ArticleTooComplexException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong with the markup, as a clause: {@code "has more than 50000 nodes"}. */
  public String reason() {
    return reason;
  }
}
