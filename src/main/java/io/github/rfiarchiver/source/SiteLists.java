package io.github.rfiarchiver.source;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The documents of a site that were read, or could not be. */
public record SiteLists(List<SiteList> all) {
  public SiteLists {
    all = List.copyOf(all);
  }

  public SiteLists with(SiteList list) {
    List<SiteList> more = new ArrayList<>(all);
    more.add(list);
    return new SiteLists(more);
  }

  /** The URL of the next list to read: one that is named and was not read yet. */
  public Optional<String> next() {
    Set<String> read = all.stream().map(SiteList::url).collect(Collectors.toSet());
    return all.stream().flatMap(l -> l.lists().stream()).filter(l -> !read.contains(l)).findFirst();
  }

  /** All articles, each once. */
  public Set<ArticleUrl> urls() {
    return all.stream()
        .flatMap(list -> list.urls().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Whether all articles of a day are listed: a list covers it, and none that may hold it is amiss.
   *
   * @param day null for the articles without a date in their URLs
   */
  public boolean isKnown(@Nullable LocalDate day) {
    return all.stream().noneMatch(list -> list.problem() != null && mayHold(list, day))
        && (day == null || isCovered(day));
  }

  private static boolean mayHold(SiteList list, @Nullable LocalDate day) {
    return day == null || Sitemap.daysOf(list.url()).map(Span.of(day)::touchesMonthOf).orElse(true);
  }

  private boolean isCovered(LocalDate day) {
    List<Span> parts =
        all.stream()
            .filter(SiteList::isPart)
            .map(SiteList::covered)
            .filter(Objects::nonNull)
            .toList();
    return all.stream().map(SiteList::covered).anyMatch(c -> c != null && c.contains(day))
        || (parts.stream().anyMatch(part -> !part.since().isAfter(day))
            && parts.stream().anyMatch(part -> part.until().isAfter(day)));
  }
}
