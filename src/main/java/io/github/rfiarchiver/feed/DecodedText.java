package io.github.rfiarchiver.feed;

import org.jspecify.annotations.Nullable;

/**
 * A document's text, without a byte order mark.
 *
 * @param notice what was guessed or damaged, as a clause; null for nothing
 * @param damaged whether the text contains U+FFFD in place of invalid bytes
 */
public record DecodedText(String text, @Nullable String notice, boolean damaged) {}
