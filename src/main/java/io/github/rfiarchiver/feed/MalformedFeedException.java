package io.github.rfiarchiver.feed;

/** Says that a document is no feed, or no whole one. The message names its address first. */
public final class MalformedFeedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String address;
  private final String reason;

  MalformedFeedException(String address, String reason, Throwable cause) {
    super(address + ": " + reason, cause);
    this.address = address;
    this.reason = reason;
  }

  MalformedFeedException(String address, String reason) {
    super(address + ": " + reason);
    this.address = address;
    this.reason = reason;
  }

  /** The address or path of the document. */
  public String address() {
    return address;
  }

  /** What is wrong with it, as a clause. */
  public String reason() {
    return reason;
  }
}
