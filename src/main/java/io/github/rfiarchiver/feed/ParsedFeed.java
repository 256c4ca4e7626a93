package io.github.rfiarchiver.feed;

import java.util.List;

/**
 * A feed that is not cut off.
 *
 * @param entries its entries, in the order of the document
 * @param notices what was repaired, guessed or unreadable, each as a clause without its subject:
 *     {@code "its XML was repaired: …"}
 */
public record ParsedFeed(List<FeedEntry> entries, List<String> notices) {}
