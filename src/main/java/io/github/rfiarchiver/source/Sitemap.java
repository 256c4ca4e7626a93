package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sitemap document (sitemaps.org, protocol 0.9): a list of URLs, or an index of sitemaps. Its
 * {@code lastmod} is not read: it is often untrue.
 *
 * @param sitemaps the URLs of the sitemaps that an index names; one may be an index again
 * @param urls what a list names, in its order
 * @param withoutUrl how many entries have no URL: a caller that ignores them takes a hole for
 *     complete
 */
public record Sitemap(List<String> sitemaps, List<ListedUrl> urls, int withoutUrl) {
  private static final Pattern HOST = Pattern.compile("^[A-Za-z]+://[^/]*");

  /** Not within a longer number, nor behind the percent sign of an escape. */
  private static final Pattern MONTH =
      Pattern.compile(
          "(?<![\\d%])((?:19|20)\\d\\d)([-_/.]?)(0[1-9]|1[0-2])"
              + "(?:\\2(?:0[1-9]|[12]\\d|3[01]))?(?!\\d)");

  public Sitemap {
    sitemaps = List.copyOf(sitemaps);
    urls = List.copyOf(urls);
  }

  /**
   * A URL that a list names.
   *
   * @param url as the list gives it, without whitespace around it
   * @param newsDate the {@code publication_date} of Google's news sitemaps; null where there is
   *     none or it cannot be read
   */
  public record ListedUrl(String url, @Nullable Instant newsDate) {}

  /**
   * Parses a document, plain or gzip. Elements are matched by their local names, whatever their
   * namespace; a DOCTYPE is refused, so nothing is ever resolved.
   *
   * @param url names the document in a failure
   * @throws MalformedException where the document is cut off, empty, lists nothing (the schema asks
   *     for one entry), is over 50 MiB without its compression, has over 50,000 entries, or is no
   *     sitemap: nothing that it lists is complete then
   */
  public static Sitemap parse(String url, byte[] document) throws MalformedException {
    return new SitemapParser(url).parse(document);
  }

  /**
   * The one month that the name of a sitemap shows: {@code contents_202310.xml}, {@code 2023-10},
   * {@code 2023/10}, also with a day. Empty where it shows none or several: such a list may hold
   * any month.
   */
  public static Optional<YearMonth> monthOf(String sitemapUrl) {
    Matcher month = MONTH.matcher(HOST.matcher(sitemapUrl).replaceFirst(""));
    Set<YearMonth> months = new HashSet<>();
    while (month.find()) {
      months.add(YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(3))));
    }
    return months.size() == 1 ? Optional.of(months.iterator().next()) : Optional.empty();
  }
}
