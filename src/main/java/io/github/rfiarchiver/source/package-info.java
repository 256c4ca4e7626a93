/** Where backfill learns URLs: the site's robots.txt and sitemaps. Pure: values in, values out. */
@NullMarked
package io.github.rfiarchiver.source;

import org.jspecify.annotations.NullMarked;
