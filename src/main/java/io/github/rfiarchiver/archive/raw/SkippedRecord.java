package io.github.rfiarchiver.archive.raw;

/**
 * A captured response that is whole and yet cannot be used.
 *
 * @param url what was captured; empty where the record does not say so
 * @param position of the record in its file, in bytes
 * @param reason why it cannot be used, as a clause
 */
public record SkippedRecord(String url, long position, String reason) implements WarcItem {}
