package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.state.CompletenessReport;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a backfill.
 *
 * @param completeness the completeness report after the run
 * @param added how many articles are new
 * @param revised how many have a new revision
 * @param failed how many pages have no article, now or in an earlier run, and how many lists and
 *     captures of feeds could not be read
 * @param outOfTime whether the deadline ended the run
 * @param failure why the run ended before that, since the archive cannot be written; null if it did
 *     not
 */
public record BackfillReport(
    CompletenessReport completeness,
    int added,
    int revised,
    int failed,
    boolean outOfTime,
    @Nullable ArchiveException failure) {
  /** Whether something failed, or something is missing and the deadline did not end the run. */
  public boolean isFailure() {
    return failed > 0 || (!outOfTime && !completeness.isComplete());
  }
}
