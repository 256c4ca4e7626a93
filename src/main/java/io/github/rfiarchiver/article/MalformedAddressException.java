package io.github.rfiarchiver.article;

/** Says that a text is no http or https address. The message names the text first. */
public final class MalformedAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Longer ones are cut in the message. */
  private static final int SHOWN = 200;

  private final String address;

  MalformedAddressException(String address, String reason) {
    super(shown(address) + ": " + reason);
    this.address = address;
  }

  private static String shown(String address) {
    return address.length() <= SHOWN ? address : address.substring(0, SHOWN) + "…";
  }

  /** The text that was taken for an address, as it came. */
  public String address() {
    return address;
  }
}
