package io.github.rfiarchiver.archive.raw;

/** What a WARC file holds, as far as this program uses it or has to say why it does not. */
public sealed interface WarcItem permits CapturedResponse, ArticleMetadata, SkippedRecord {
  /** The URL that the record is about; empty where the record names none. */
  String url();
}
