package io.github.rfiarchiver.archive.raw;

import java.time.Instant;

/**
 * Says which article came from a captured page: the {@code metadata} record of this program.
 *
 * @param capture the record ID of the page's response, as {@link WarcWriter#write} returns it
 * @param url of the page
 * @param written when the record was written
 * @param path of the article's file, relative to the archive
 * @param key of the article
 * @param rules the digest of the rules by which the article was extracted and cleaned
 */
public record ArticleMetadata(
    String capture, String url, Instant written, String path, String key, String rules)
    implements WarcItem {
  static final String PATH = "rfiArchiverPath";
  static final String KEY = "rfiArchiverKey";
  static final String RULES = "rfiArchiverRules";

  /** Each value stands on one line: line breaks become spaces. */
  public ArticleMetadata {
    url = HttpHeader.oneLine(url);
    path = HttpHeader.oneLine(path);
    key = HttpHeader.oneLine(key);
    rules = HttpHeader.oneLine(rules);
  }

  /** As {@code application/warc-fields}. */
  String fields() {
    return PATH + ": " + path + "\r\n" + KEY + ": " + key + "\r\n" + RULES + ": " + rules + "\r\n";
  }
}
