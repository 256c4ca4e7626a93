package io.github.rfiarchiver.http;

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

  /** The size that a page may have in bytes, whatever feeds may have. */
  static final long PAGE_BYTES = 8 << 20;

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  public HttpLimits {
    if (timeout.isNegative() || timeout.isZero() || maxBytes < 1) {
      throw new IllegalArgumentException("the time and the size must be above zero");
    }
  }

  /**
   * How long connecting may take, and each step of the TLS handshake. Shorter than the timeout: a
   * connection that cannot be made is retried, a request that uses up its timeout is not.
   */
  Duration connectTimeout() {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT;
  }

  /** The size, in bytes, that a document of a kind may have. */
  long maxBytes(HttpRequest.Kind kind) {
    return kind == HttpRequest.Kind.PAGE ? Math.min(maxBytes, PAGE_BYTES) : maxBytes;
  }
}
