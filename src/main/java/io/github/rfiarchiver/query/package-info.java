/** Selects, searches, formats and counts the articles of an archive. */
@NullMarked
package io.github.rfiarchiver.query;

import org.jspecify.annotations.NullMarked;
