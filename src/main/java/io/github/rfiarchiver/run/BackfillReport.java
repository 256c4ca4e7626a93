package io.github.rfiarchiver.run;

import io.github.rfiarchiver.state.CompletenessReport;

/**
 * What a backfill did.
 *
 * @param completeness what the archive holds after it of what the site lists
 * @param added how many articles are new
 * @param revised how many have a new revision
 * @param failed how many pages gave no article, or were marked as such before, and how many lists
 *     could not be had
 * @param left how many pages were not asked for
 * @param outOfTime whether the time of the run ended it
 */
public record BackfillReport(
    CompletenessReport completeness,
    int added,
    int revised,
    int failed,
    int left,
    boolean outOfTime) {
  /** Whether something failed, or, where the time did not end the run, something is missing. */
  public boolean isFailure() {
    return failed > 0 || (!outOfTime && !completeness.isComplete());
  }
}
