package io.github.rfiarchiver.article;

/** Says that a text is no http or https address. The message names the text first. */
public final class MalformedAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String address;

  MalformedAddressException(String address, String reason) {
    super(address + ": " + reason);
    this.address = address;
  }

  /** The text that was taken for an address, as it came. */
  public String address() {
    return address;
  }
}
