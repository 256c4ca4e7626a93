package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param feedsRead how many feeds were read, or needed no reading
 * @param feedsFailed how many could not be read
 * @param failures how many things failed that the exit status must tell of: feeds, entries, pages
 * @param added how many articles are new
 * @param revised how many have a new revision
 * @param known how many were known
 * @param pending how many entries wait for their pages
 * @param summaries how many summaries were left aside, since no pages were wanted
 * @param failure what ended the run before all was saved; null where nothing did
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
