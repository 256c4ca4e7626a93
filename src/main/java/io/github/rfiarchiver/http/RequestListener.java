package io.github.rfiarchiver.http;

/** Receives what happens to requests, from several threads at the same time. */
public interface RequestListener {
  /** No more requests are sent to a host or, for the subject of a URL, at all in this run. */
  void skipped(String subject, String why);

  /** This thread waits for a host, until {@link #resumes}: retries and pauses included. */
  default void waits(String host) {}

  /** This thread waits no longer. */
  default void resumes() {}

  /** A detail: an answer, a redirect, a pause or a retry. */
  default void explain(String url, String what) {}
}
