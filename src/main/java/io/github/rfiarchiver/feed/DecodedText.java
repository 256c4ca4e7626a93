package io.github.rfiarchiver.feed;

import org.jspecify.annotations.Nullable;

/**
 * A document's text, without a byte order mark.
 *
 * @param notice what was guessed or damaged, as a clause; null where the text is what the document
 *     says it is
 * @param damaged whether U+FFFD stands in the text for bytes that are no characters
 */
public record DecodedText(String text, @Nullable String notice, boolean damaged) {}
