/** The sources of URLs for backfill: robots.txt and sitemaps. Pure: values in, values out. */
@NullMarked
package io.github.rfiarchiver.source;

import org.jspecify.annotations.NullMarked;
