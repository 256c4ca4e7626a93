package io.github.rfiarchiver.http;

import org.jspecify.annotations.Nullable;

/** Receives what happens to requests, from several threads at the same time. */
public interface RequestListener {
  /**
   * Something failed; the rest is done. Of a request: no more are sent to a host or, for the
   * subject of a URL, at all in this run.
   */
  void failure(String subject, String what, @Nullable Throwable cause);

  /** This thread waits for a host, until {@link #resumes}: retries and pauses included. */
  default void waits(String host) {}

  /** This thread waits no longer. */
  default void resumes() {}

  /** A detail that explains the run: an answer, a redirect, a pause or a retry. */
  default void explain(String subject, String what) {}
}
