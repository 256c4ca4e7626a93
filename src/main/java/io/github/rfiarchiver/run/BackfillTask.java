package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.source.BackfillScope;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill looks for, where, and how it saves.
 *
 * @param asksSite whether the site is asked
 * @param wayback the URL of the Wayback Machine; null if it is not asked
 * @param saver holds the lock of the archive only while it saves
 * @param rate the least time between requests, for the estimate; the fetcher keeps to it
 */
public record BackfillTask(
    BackfillScope wanted,
    boolean asksSite,
    @Nullable String wayback,
    BatchSaver saver,
    RateLimit rate) {}
