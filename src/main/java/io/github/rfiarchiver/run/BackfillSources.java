package io.github.rfiarchiver.run;

import org.jspecify.annotations.Nullable;

/**
 * Where a backfill looks for articles.
 *
 * @param site whether the site is asked
 * @param wayback the URL of the Wayback Machine; null if it is not asked
 */
public record BackfillSources(boolean site, @Nullable String wayback) {}
