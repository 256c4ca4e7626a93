package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.source.BackfillScope;

/**
 * What a backfill looks for, where, and how it saves.
 *
 * @param saver holds the lock of the archive only while it saves
 * @param rate the least time between requests, for the estimate; the fetcher keeps to it
 */
public record BackfillTask(
    BackfillScope wanted, BackfillSources from, BatchSaver saver, RateLimit rate) {}
