package io.github.rfiarchiver.archive.raw;

/**
 * A captured response that is whole and yet cannot be used.
 *
 * @param url what was captured; empty where the record does not say so
 * @param reason why it cannot be used, as a clause
 */
public record SkippedRecord(String url, String reason) implements WarcItem {}
