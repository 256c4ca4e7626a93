package io.github.rfiarchiver.state;

/** Says that the text of a state file is not what the program writes. */
final class MalformedStateException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedStateException(String what) {
    super(what);
  }

  MalformedStateException(Throwable cause) {
    super(cause);
  }
}
