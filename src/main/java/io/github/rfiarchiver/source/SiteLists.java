package io.github.rfiarchiver.source;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The documents of a site, read or unreadable. */
public record SiteLists(List<SiteList> all) {
  public SiteLists with(SiteList list) {
    return new SiteLists(Stream.concat(all.stream(), Stream.of(list)).toList());
  }

  /**
   * The URLs of the lists to read: named, not read yet, and with a name that shows a month that
   * touches the span, or none.
   */
  public List<String> unread(Span span) {
    Set<String> read = all.stream().map(SiteList::url).collect(Collectors.toSet());
    return named()
        .distinct()
        .filter(list -> !read.contains(list))
        .filter(list -> Sitemap.daysOf(list).map(span::touchesMonthOf).orElse(true))
        .toList();
  }

  private Stream<String> named() {
    return all.stream().flatMap(list -> list.lists().stream());
  }

  /** Those that could not be read whole. */
  public List<SiteList> unreadable() {
    return all.stream().filter(list -> list.problem() != null).toList();
  }

  /** All articles, each once, by day; those without a day come last. */
  public List<ArticleUrl> urls() {
    return all.stream()
        .flatMap(list -> list.urls().stream())
        .distinct()
        .sorted(Comparator.comparing(url -> url.day().orElse(LocalDate.MAX)))
        .toList();
  }

  /** Whether all articles of all days are listed. */
  public boolean areKnown(Span span) {
    return span.days().stream().allMatch(this::isKnown);
  }

  /**
   * Whether all articles of a day are listed: a list covers it, and no list that may contain it is
   * unreadable.
   *
   * @param day null for the articles without a date in their URLs
   */
  public boolean isKnown(@Nullable LocalDate day) {
    return unreadable().stream().noneMatch(list -> mayHold(list, day))
        && (day == null || isCovered(day));
  }

  private static boolean mayHold(SiteList list, @Nullable LocalDate day) {
    return day == null || Sitemap.daysOf(list.url()).map(Span.of(day)::touchesMonthOf).orElse(true);
  }

  /** Lists that show no month cover what lies between their days, where no list shows a month. */
  private boolean isCovered(LocalDate day) {
    return covered(false).anyMatch(covered -> covered.contains(day))
        || (named().allMatch(list -> Sitemap.daysOf(list).isEmpty())
            && covered(true).anyMatch(part -> !part.since().isAfter(day))
            && covered(true).anyMatch(part -> part.until().isAfter(day)));
  }

  private Stream<Span> covered(boolean areParts) {
    return all.stream()
        .filter(list -> list.isPart() == areParts)
        .flatMap(list -> Stream.ofNullable(list.covered()));
  }
}
