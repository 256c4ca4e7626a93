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
 * @param withoutUrl how many entries have no URL, and so are missing in {@code urls}
 */
public record Sitemap(List<String> sitemaps, List<ListedUrl> urls, int withoutUrl) {
  private static final Pattern HOST = Pattern.compile("^[A-Za-z]+://[^/]*");

  /** Not within a longer number, nor behind the percent sign of an escape. */
  private static final Pattern MONTH =
      Pattern.compile(
          "(?<![\\d%])((?:19|20)\\d\\d)([-_/.]?)(0[1-9]|1[0-2])"
              + "(?:\\2(0[1-9]|[12]\\d|3[01]))?(?!\\d)");

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
   *     sitemap: the list is not complete then
   */
  public static Sitemap parse(String url, byte[] document) throws MalformedException {
    return new SitemapParser(url).parse(document);
  }

  /**
   * The days that the name of a sitemap shows: of one month ({@code contents_202310.xml}, {@code
   * 2023-10}, {@code 2023/10}), or one day. Empty where it shows no month or several: such a list
   * may hold any day.
   */
  public static Optional<Span> daysOf(String sitemapUrl) {
    Matcher name = MONTH.matcher(HOST.matcher(sitemapUrl).replaceFirst(""));
    Set<YearMonth> months = new HashSet<>();
    Span days = null;
    while (name.find()) {
      YearMonth month = YearMonth.parse(name.group(1) + "-" + name.group(3));
      months.add(month);
      String day = name.group(4);
      if (day != null && Integer.parseInt(day) <= month.lengthOfMonth()) {
        days = Span.of(month.atDay(Integer.parseInt(day)));
      } else if (days == null) {
        days = Span.of(month);
      }
    }
    return months.size() == 1 ? Optional.ofNullable(days) : Optional.empty();
  }
}
