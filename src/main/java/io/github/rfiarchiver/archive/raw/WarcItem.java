package io.github.rfiarchiver.archive.raw;

/** A record of a WARC file that this program uses, or reports as unusable. */
public sealed interface WarcItem permits CapturedResponse, ArticleMetadata, SkippedRecord {
  /** The target URI of the record; empty if it has none. */
  String url();
}
