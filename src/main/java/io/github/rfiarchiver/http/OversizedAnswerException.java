package io.github.rfiarchiver.http;

import java.io.IOException;

/** The headers of an answer, or data that is not part of its decoded body, are too long. */
final class OversizedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;
}
