package io.github.rfiarchiver.feed;

import org.jspecify.annotations.Nullable;

/**
 * A document's text, without a byte order mark.
 *
 * @param notice what was guessed or damaged, as a clause; null where the declared charset is right
 * @param damaged whether the text contains U+FFFD in place of invalid bytes
 */
public record DecodedText(String text, @Nullable String notice, boolean damaged) {}
