package io.github.rfiarchiver.archive.raw;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Links a captured page to its article: the {@code metadata} record of this program.
 *
 * @param capture the record ID of the response
 * @param url the requested URL of the page
 * @param fields the data of the article, with {@link #PATH}, {@link #KEY} and {@link #RULES}
 */
public record ArticleMetadata(String capture, String url, List<HttpHeader> fields)
    implements WarcItem {
  /** The path of the article's file, relative to the archive. */
  public static final String PATH = "rfiArchiverPath";

  /** The key of the article. */
  public static final String KEY = "rfiArchiverKey";

  /** The digest of the rules by which it was extracted and cleaned. */
  public static final String RULES = "rfiArchiverRules";

  public ArticleMetadata {
    fields = List.copyOf(fields);
  }

  /** The value of a field; null if it is absent. */
  public @Nullable String field(String name) {
    return HttpHeader.first(fields, name);
  }
}
