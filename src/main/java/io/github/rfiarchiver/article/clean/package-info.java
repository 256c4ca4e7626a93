/** Extracts and cleans the body of an article from the markup of feeds and pages. */
@NullMarked
package io.github.rfiarchiver.article.clean;

import org.jspecify.annotations.NullMarked;
