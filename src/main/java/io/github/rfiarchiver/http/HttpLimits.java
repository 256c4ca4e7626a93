package io.github.rfiarchiver.http;

import java.time.Duration;

/**
 * The bounds of one request.
 *
 * @param timeout the longest time for all of it: name look-up, connection, redirects, headers and
 *     body
 * @param maxBytes the largest size of a body, in bytes after decompression; a larger body is a
 *     failure, it is never truncated
 */
public record HttpLimits(Duration timeout, long maxBytes) {
  /** How many redirects are followed. */
  static final int REDIRECTS = 10;

  /** The largest size of a page, in bytes, where {@code maxBytes} is larger. */
  static final long PAGE_BYTES = 8 << 20;

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  public HttpLimits {
    if (timeout.isNegative() || timeout.isZero() || maxBytes < 1) {
      throw new IllegalArgumentException("the time and the size must be above zero");
    }
  }

  /**
   * The timeout of connecting, and of each step of the TLS handshake. Shorter than the timeout of
   * the request: a connection that times out is retried, a request that times out is not.
   */
  Duration connectTimeout() {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT;
  }

  /** The largest size of a document of a kind, in bytes. */
  long maxBytes(HttpRequest.Kind kind) {
    return kind == HttpRequest.Kind.PAGE ? Math.min(maxBytes, PAGE_BYTES) : maxBytes;
  }
}
