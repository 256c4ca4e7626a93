package io.github.rfiarchiver.archive.raw;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which article came from a captured page: the {@code metadata} record of this program.
 *
 * @param capture the record ID of the page's response
 * @param url the address of the page, as it was requested
 * @param fields what is known of the article, {@link #PATH}, {@link #KEY} and {@link #RULES} among
 *     it
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

  /** The value of a field; null where there is none. */
  public @Nullable String field(String name) {
    return HttpHeader.first(fields, name);
  }
}
