/**
 * The sources of URLs for backfill: robots.txt, sitemaps and the index of the Wayback Machine.
 * Pure: values in, values out.
 */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.source;
