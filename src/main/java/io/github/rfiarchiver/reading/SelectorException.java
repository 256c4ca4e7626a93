package io.github.rfiarchiver.reading;

/**
 * Says that a selector names no text of the archive, or more than one article. It is named first.
 */
public final class SelectorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String selector;

  SelectorException(String selector, String reason) {
    super(selector + ": " + reason);
    this.selector = selector;
  }

  /** The selector as it was given. */
  public String selector() {
    return selector;
  }
}
