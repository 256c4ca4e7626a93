package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.source.Sitemap.ListedUrl;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The content of one document of the site, for a {@link BackfillScope}: robots.txt, an index or a
 * list.
 *
 * @param url of the document
 * @param lists the lists that it names and that may hold the edition
 * @param urls the articles that it lists: of the span, and those without a date in their URLs where
 *     the name of the list shows a month
 * @param covered the days of which it lists every article; null for none
 * @param isPart whether it is no news list and its name shows no month
 * @param problem why it may be incomplete; null if it is whole
 */
public record SiteList(
    String url,
    List<String> lists,
    List<ArticleUrl> urls,
    @Nullable Span covered,
    boolean isPart,
    @Nullable String problem) {
  /** A document that could not be read. */
  public static SiteList unread(String url, String problem) {
    return new SiteList(url, List.of(), List.of(), null, false, problem);
  }

  /**
   * The captured pages of the edition that have a date.
   *
   * @param covered the days of which they stand for the site's own lists; null for none
   * @param problem why there may be more captures; null if these are all
   */
  public static SiteList ofCaptures(
      String url,
      Collection<ArticleUrl> captured,
      @Nullable Span covered,
      @Nullable String problem) {
    List<ArticleUrl> dated = captured.stream().filter(page -> page.day().isPresent()).toList();
    boolean covers = covered != null && !dated.isEmpty();
    return new SiteList(
        url, List.of(), dated, covers ? covered : null, false, covers ? problem : null);
  }

  /** A robots.txt; one that names no list is a problem. */
  public static SiteList of(String url, RobotsTxt robots, BackfillScope wanted) {
    List<String> lists = robots.sitemaps(wanted.edition());
    return lists.isEmpty()
        ? unread(url, "names no sitemap of the edition")
        : new SiteList(url, lists, List.of(), null, false, null);
  }

  /**
   * An index or a list.
   *
   * <p>A list whose name shows a month covers it, one whose name shows a day covers that. Of
   * others, a news list holds the last 48 hours, so it covers yesterday and today, but for the
   * first day that it lists, and nothing where it lists neither; any other covers those from the
   * first that it lists to the last. A list without any article of the edition, or of the days in
   * its name, covers nothing.
   *
   * @param read when it was read: what today is, in the zone of the site
   */
  public static SiteList of(String url, Sitemap sitemap, BackfillScope wanted, Instant read) {
    Optional<Span> named = Sitemap.daysOf(url);
    Set<ArticleUrl> urls = new LinkedHashSet<>();
    TreeSet<LocalDate> days = new TreeSet<>();
    int unusable = sitemap.withoutUrl();
    boolean isNews = false;
    for (ListedUrl listed : sitemap.urls()) {
      try {
        ArticleUrl article = ArticleUrl.of(listed.url());
        if (wanted.wants(article)) {
          isNews |= listed.newsDate() != null;
          article.day().ifPresent(days::add);
          if (article.day().map(wanted.span()::contains).orElse(named.isPresent())) {
            urls.add(article);
          }
        }
      } catch (MalformedException e) {
        unusable++;
      }
    }
    Span covered = named.filter(span -> days.stream().anyMatch(span::contains)).orElse(null);
    if (named.isEmpty() && !days.isEmpty()) {
      LocalDate second = days.first().plusDays(1);
      LocalDate today = LocalDate.ofInstant(read, PrintedDate.ZONE);
      LocalDate yesterday = today.minusDays(1);
      covered =
          isNews
              ? new Span(
                  second.isAfter(yesterday) ? second : yesterday,
                  days.last().isBefore(yesterday) ? yesterday : today.plusDays(1))
              : new Span(days.first(), days.last().plusDays(1));
    }
    return new SiteList(
        url,
        BackfillScope.ofEdition(sitemap.sitemaps(), wanted.edition()),
        List.copyOf(urls),
        covered,
        named.isEmpty() && !isNews,
        unusable == 0
            ? null
            : Count.of(unusable, "of its entries has", "of its entries have") + " no valid URL");
  }
}
