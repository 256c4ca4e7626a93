package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a run.
 *
 * @param feedsRead how many feeds were read, or were unchanged or cached
 * @param feedsFailed how many could not be read
 * @param failures how many feeds, entries and pages failed, for the exit status
 * @param added how many articles are new
 * @param revised how many have a new revision
 * @param known how many were known
 * @param pending how many entries are pending
 * @param summaries how many summary entries were skipped ({@code --no-pages})
 * @param failure why the run ended before everything was saved; null if it did not
 */
public record FetchReport(
    int feedsRead,
    int feedsFailed,
    int failures,
    int added,
    int revised,
    int known,
    int pending,
    int summaries,
    @Nullable ArchiveException failure) {}
