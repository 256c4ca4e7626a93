/**
 * The sources of backfill: the site's robots.txt and sitemaps, and the index of the Wayback
 * Machine. Pure: values in, values out.
 */
@NullMarked
package io.github.rfiarchiver.source;

import org.jspecify.annotations.NullMarked;
