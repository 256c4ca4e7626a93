package io.github.rfiarchiver.archive.raw;

/**
 * A captured response that is whole and cannot be used.
 *
 * @param url the URL that was captured; empty if the record has none
 * @param reason why it cannot be used, as a clause
 */
public record SkippedRecord(String url, String reason) implements WarcItem {}
