package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sitemap document (sitemaps.org, protocol 0.9): a list of URLs, or an index of sitemaps. */
public sealed interface Sitemap {
  /** The entries without a URL: a caller that ignores them takes a hole for complete. */
  int withoutUrl();

  /**
   * An index of sitemaps; never empty. One of them may be an index again.
   *
   * @param withoutUrl how many entries have no URL
   */
  record SitemapIndex(List<SitemapRef> sitemaps, int withoutUrl) implements Sitemap {
    public SitemapIndex {
      sitemaps = List.copyOf(sitemaps);
    }
  }

  /**
   * A list of URLs, in its order; never empty.
   *
   * @param withoutUrl how many entries have no URL
   */
  record UrlList(List<ListedUrl> urls, int withoutUrl) implements Sitemap {
    public UrlList {
      urls = List.copyOf(urls);
    }
  }

  /**
   * A sitemap that an index names.
   *
   * @param url as the index gives it, without whitespace around it
   * @param lastmod as the index gives it; often untrue
   */
  record SitemapRef(String url, @Nullable String lastmod) {}

  /**
   * A URL that a list names. The news fields are those of Google's news sitemaps.
   *
   * @param url as the list gives it, without whitespace around it
   * @param newsDate {@code publication_date}; a day begins at 00:00 UTC, a time without a zone is
   *     UTC; null where there is none or it cannot be read
   * @param newsTitle {@code title}
   * @param newsLanguage {@code language}: {@code zh-cn}, {@code zh-tw}
   * @param lastmod as the list gives it; often untrue
   */
  record ListedUrl(
      String url,
      @Nullable Instant newsDate,
      @Nullable String newsTitle,
      @Nullable String newsLanguage,
      @Nullable String lastmod) {}

  /**
   * Parses a document, plain or gzip. Elements are matched by their local names, whatever their
   * namespace; a DOCTYPE is refused, so nothing is ever resolved.
   *
   * @param url names the document in a failure
   * @throws MalformedException where the document is cut off, empty, lists nothing (the schema asks
   *     for one entry), is over 50 MiB without its compression, has over 50,000 entries, or is no
   *     sitemap: nothing that it lists is complete then
   */
  static Sitemap parse(String url, byte[] document) throws MalformedException {
    return new SitemapParser(url).parse(document);
  }

  /**
   * The one month that the name of a sitemap shows: {@code contents_202310.xml}, {@code 2023-10},
   * {@code 2023/10}, also with a day. Empty where it shows none or several: such a list may hold
   * any month.
   */
  static Optional<YearMonth> monthOf(String sitemapUrl) {
    return MonthInName.of(sitemapUrl);
  }
}
