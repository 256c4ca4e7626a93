package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.SaveResult;
import java.util.Optional;

/** Is told what a run does while it does it, by one thread at a time. */
public interface Listener {
  /** An article is safely stored, or was before. */
  void saved(SaveResult.Saved article);

  /** Something worth knowing that needs nothing done. */
  void notice(String subject, String what);

  /** Something that may need a person's eye but did not fail the run. */
  void warning(String subject, String what);

  /** Something failed; the rest was done. */
  void failure(String subject, String what, Optional<? extends Throwable> cause);

  /** So many of so many entries are dealt with. */
  default void progress(int done, int all) {}
}
