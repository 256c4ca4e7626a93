package io.github.rfiarchiver.archive.raw;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of a WARC file that this program uses, or reports as unusable. */
public sealed interface WarcItem {
  /** The target URI of the record; empty if it has none. */
  String url();

  /**
   * A response that this program or another captured.
   *
   * @param recordId the WARC-Record-ID, usually {@code urn:uuid:…}
   * @param url the target URI
   * @param status the HTTP status, of any kind
   * @param contentType the value of the Content-Type header
   * @param location the value of the Location header
   * @param body whole and decoded, without chunks and compression; not copied, must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once: not worth a copy
  record CapturedResponse(
      String recordId,
      String url,
      Instant captured,
      int status,
      @Nullable String contentType,
      @Nullable String location,
      byte[] body)
      implements WarcItem {
    /** Whether it may hold a document. */
    public boolean hasDocument() {
      return hasDocument(status);
    }

    /**
     * Whether an answer of a status holds a document: 200, or 203 where a proxy has transformed it
     * (RFC 9110, section 15.3.4).
     */
    public static boolean hasDocument(int status) {
      return status == 200 || status == 203;
    }

    /** The charset in the Content-Type header; null if there is none. */
    public @Nullable String charset() {
      return HttpHeader.charset(contentType);
    }
  }

  /**
   * Links a captured page to its article: the {@code metadata} record of this program.
   *
   * @param capture the record ID of the response
   * @param url the requested URL of the page
   * @param fields the data of the article, with {@link #PATH}, {@link #KEY} and {@link #RULES}
   */
  record ArticleMetadata(String capture, String url, List<HttpHeader> fields) implements WarcItem {
    /** The path of the article's file, relative to the archive. */
    public static final String PATH = "rfiArchiverPath";

    /** The key of the article. */
    public static final String KEY = "rfiArchiverKey";

    /** The digest of the rules by which it was extracted and cleaned. */
    public static final String RULES = "rfiArchiverRules";

    /** The value of a field; null if it is absent. */
    public @Nullable String field(String name) {
      return HttpHeader.first(fields, name);
    }
  }

  /**
   * A record that cannot be used.
   *
   * @param url the target URI; empty if the record has none
   * @param reason why, as a clause
   */
  record SkippedRecord(String url, String reason) implements WarcItem {}
}
