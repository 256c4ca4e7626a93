package io.github.rfiarchiver.source;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The articles to look for in the lists of a site.
 *
 * @param site a URL of the site, which names its host
 * @param edition the first path segment of the articles: {@code cn} or {@code tw}
 */
public record BackfillScope(ArticleUrl site, String edition, Span span) {
  /** A path segment that names an edition or a language of the site. */
  private static final Pattern EDITION = Pattern.compile("(?<=[^/]/)[a-z]{2}(?=/)");

  /** Whether an article is one of the edition, on the host of the site or of rfi.fr. */
  public boolean wants(ArticleUrl article) {
    String host = article.host();
    boolean isOnSite = host.equals(site.host()) || ArticleUrl.isRfi(host);
    return isOnSite && article.edition().equals(edition);
  }

  /** The start of the URLs of all articles of the edition. */
  public String prefix() {
    return site.origin() + "/" + edition + "/";
  }

  /** Whether an article may be of the span: its URL shows a day of it, or none. */
  public boolean mayTouch(ArticleUrl article) {
    return article.day().map(span::contains).orElse(true);
  }

  /**
   * Whether it has all days of another scope of the site, up to the last one that counts. The
   * editions need not be the same, since they have feeds and pages of their own.
   */
  public boolean hasDays(BackfillScope other, LocalDate last) {
    return site.equals(other.site)
        && !other.span.since().isBefore(span.since())
        && (last.isBefore(span.until()) || !other.span.until().isAfter(span.until()));
  }

  /**
   * Of the lists that one document names, those that may hold an edition. Where the paths of some
   * show it ({@code /sitemaps/cn/}), those that show another do not.
   */
  public static List<String> ofEdition(List<String> named, String edition) {
    String path = "/" + edition + "/";
    boolean areNamed = named.stream().anyMatch(list -> list.contains(path));
    return named.stream()
        .filter(list -> !areNamed || list.contains(path) || !EDITION.matcher(list).find())
        .toList();
  }
}
