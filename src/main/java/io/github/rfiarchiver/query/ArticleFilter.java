package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects texts of an archive and orders them by date.
 *
 * @param since the earliest date, inclusive; null for no bound
 * @param until the latest date, exclusive; null for no bound
 * @param headline must match in the headline; null for any
 * @param section the section's whole name or one of its parts; null for any
 * @param reverse latest first; otherwise earliest first
 * @param allRevisions all texts of an article; otherwise only its newest
 */
public record ArticleFilter(
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable SearchPattern headline,
    @Nullable String section,
    boolean reverse,
    boolean allRevisions) {
  /** The newest text of every article, earliest first. */
  public static final ArticleFilter ALL = new ArticleFilter(null, null, null, null, false, false);

  /**
   * The names of the texts whose dates are selected, in order. Headline and section are not
   * applied, since only the files contain them. A month's folder is read when the stream reaches
   * it; the folder of a month out of bounds is never read.
   *
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws java.io.UncheckedIOException from the stream, where a month's folder cannot be read;
   *     its cause names the folder
   */
  public Stream<ArticleFileName> names(Archive archive) throws ArchiveException {
    List<YearMonth> months = new ArrayList<>(archive.months());
    if (reverse) {
      Collections.reverse(months);
    }
    return months.stream()
        .filter(this::mayContain)
        .flatMap(month -> select(archive.names(month)).stream());
  }

  /**
   * The names whose dates and revisions are selected, in this filter's order.
   *
   * @param names in date order, the texts of an article side by side
   */
  List<ArticleFileName> select(List<ArticleFileName> names) {
    List<ArticleFileName> selected = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ArticleFileName name = names.get(i);
      boolean newest = i + 1 == names.size() || !name.article().equals(names.get(i + 1).article());
      if ((allRevisions || newest) && accepts(name.published())) {
        selected.add(name);
      }
    }
    if (reverse) {
      Collections.reverse(selected);
    }
    return selected;
  }

  /**
   * Whether an article of this date is selected.
   *
   * @param published to the second, as in file names
   */
  public boolean accepts(Instant published) {
    return (since == null || !published.isBefore(since))
        && (until == null || published.isBefore(until));
  }

  /** Whether an article's headline and section are selected. */
  public boolean accepts(Article article) {
    return (headline == null || headline.isIn(article.headline()))
        && (section == null || isInSection(article, section));
  }

  /**
   * Reads the texts of a list, on all cores, and gives those that are selected, in its order.
   *
   * @param names selected by their dates, as {@link #names} does
   * @param work gets every selected article, and every damaged file, since it may have been a
   *     selected article; must be thread-safe
   */
  public <R> Stream<R> texts(
      Archive archive, Stream<ArticleFileName> names, Function<SavedText, R> work) {
    return OrderedParallel.stream(
        names,
        name ->
            Optional.of(archive.saved(name))
                .filter(text -> !(text instanceof SavedText.Whole w) || accepts(w.article()))
                .map(work));
  }

  private boolean mayContain(YearMonth month) {
    return (since == null || since.isBefore(start(month.plusMonths(1))))
        && (until == null || until.isAfter(start(month)));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static boolean isInSection(Article article, String name) {
    return article
        .url()
        .section()
        .filter(whole -> whole.equals(name) || List.of(whole.split("/")).contains(name))
        .isPresent();
  }
}
