package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.http.RequestListener;

/** Shows what a run waits for, and with {@code -v} what happens to its requests. */
record ShownRequests(Terminal console) implements RequestListener {
  @Override
  public void skipped(String subject, String why) {
    console.failure(subject, why);
  }

  @Override
  public void waits(String host) {
    console.progress().await(host);
  }

  @Override
  public void resumes() {
    console.progress().resume();
  }

  @Override
  public void explains(String url, String what) {
    console.explain(url, what);
  }
}
