package io.github.rfiarchiver.fetch;

import java.time.Duration;

/**
 * The bounds of one request.
 *
 * @param timeout the time that all of it may take: name look-up, connection, redirects, headers and
 *     body
 * @param maxBytes the size, in bytes after decompression, that a body may have; one byte more is a
 *     failure, never a cut
 */
public record HttpLimits(Duration timeout, long maxBytes) {
  /** How many redirects are followed. */
  static final int REDIRECTS = 10;

  public HttpLimits {
    if (timeout.isNegative() || timeout.isZero() || maxBytes < 1) {
      throw new IllegalArgumentException("a time and a size above zero are wanted");
    }
  }
}
