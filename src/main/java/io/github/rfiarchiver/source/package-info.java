/**
 * The sources of URLs for backfill: robots.txt, sitemaps and the index of the Wayback Machine.
 * Pure: values in, values out.
 */
@NullMarked
package io.github.rfiarchiver.source;

import org.jspecify.annotations.NullMarked;
