package io.github.rfiarchiver.http;

import java.io.IOException;

/** A part of an answer that is no body, or does not become one, is longer than it may be. */
final class OversizedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;
}
