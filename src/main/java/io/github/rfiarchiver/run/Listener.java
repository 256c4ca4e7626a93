package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.SaveResult;
import org.jspecify.annotations.Nullable;

/** Receives the events of a run, from one thread at a time. */
public interface Listener {
  /** An article is saved, or was known. */
  void saved(SaveResult.Saved article);

  /** Something to know, that may need action and is not a failure. */
  void notice(String subject, String what);

  /** Something failed; the rest was done. */
  void failure(String subject, String what, @Nullable Throwable cause);

  /** A detail that explains the run. */
  default void explain(String subject, String what) {}

  /** Adds to the number of feeds, pages or others to do; another unit starts from zero. */
  default void begin(int count, String unit) {}

  /** Adds to the number of finished things. Called from any thread. */
  default void finish(int count) {}
}
