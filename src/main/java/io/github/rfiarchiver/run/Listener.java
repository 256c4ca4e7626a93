package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.SaveResult;
import org.jspecify.annotations.Nullable;

/** Receives the events of a run, from one thread at a time. */
public interface Listener {
  /** An article is saved, or was known. */
  void saved(SaveResult.Saved article);

  /** Something to know that needs no action. */
  void notice(String subject, String what);

  /** Something that may need action, and is not a failure. */
  void warning(String subject, String what);

  /** Something failed; the rest was done. */
  void failure(String subject, String what, @Nullable Throwable cause);

  /** {@code done} of {@code all} entries are finished. */
  default void progress(int done, int all) {}
}
