package io.github.rfiarchiver.source;

import java.time.Instant;

/**
 * A row of the CDX index: one response that the Wayback Machine holds.
 *
 * @param url the original URL, as it was captured
 * @param timestamp when, to the second
 * @param status the HTTP status, or {@link #REVISIT}
 * @param digest of the response's body: base 32 of SHA-1
 */
public record Capture(String url, Instant timestamp, String mimetype, int status, String digest) {
  /** The status of a revisit: the response was the same as in an earlier capture. */
  public static final int REVISIT = 0;

  /** Whether this is a revisit, which the index shows with the status {@code -}. */
  public boolean isRevisit() {
    return status == REVISIT;
  }

  /**
   * The URL of this capture as it was served, without the Wayback Machine's own markup ({@code
   * id_}).
   *
   * @param server {@code https://web.archive.org}
   */
  public String replayUrl(String server) {
    String original = url.replace("#", "%23"); // a fragment would never be sent
    return CdxQuery.withoutSlash(server)
        + "/web/"
        + CdxIndex.timestamp(timestamp)
        + "id_/"
        + original;
  }
}
