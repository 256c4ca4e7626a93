package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.http.RequestListener;

/** Receives the events of a run, from one thread at a time; those of requests from several. */
public interface Listener extends RequestListener {
  /** An article is saved, or was known. */
  void saved(SaveResult.Saved article);

  /** Something to know, that may need action and is not a failure. */
  void notice(String subject, String what);

  /** Adds to the number of feeds, pages or others to do; another unit starts from zero. */
  default void begin(int count, String unit) {}

  /** Adds to the number of finished things. Called from any thread. */
  default void finish(int count) {}
}
