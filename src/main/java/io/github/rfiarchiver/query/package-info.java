/** Selects, searches, formats and counts the articles of an archive. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.query;
