package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which texts of an archive are wanted, and in what order.
 *
 * @param since the first moment whose articles are wanted
 * @param until the first moment behind it whose articles are not
 * @param headline what is to be found in the headline
 * @param section the section that the site files the article under: the whole of its name, or one
 *     of its parts
 * @param reverse the latest first; otherwise the earliest
 * @param limit how many articles at most; empty for all
 * @param allRevisions all texts of an article; otherwise its newest alone
 */
public record ArticleFilter(
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<SearchPattern> headline,
    Optional<String> section,
    boolean reverse,
    OptionalLong limit,
    boolean allRevisions) {

  /** The newest text of every article, the earliest article first. */
  public static final ArticleFilter ALL =
      new ArticleFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          OptionalLong.empty(),
          false);

  public ArticleFilter {
    if (limit.isPresent() && limit.getAsLong() < 0) {
      throw new IllegalArgumentException("a negative limit");
    }
  }

  /**
   * The names of the texts whose dates are wanted, in the order wanted. Headline, section and limit
   * are left aside: the files say these. A month's folder is read when its first name is asked for,
   * and one that is not wanted, never.
   *
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws UncheckedIOException from the stream, where a month's folder cannot be read; its
   *     message is the folder
   */
  public Stream<ArticleFileName> names(Archive archive) throws ArchiveException {
    List<YearMonth> months = new ArrayList<>(archive.months());
    if (reverse) {
      Collections.reverse(months);
    }
    return months.stream()
        .filter(this::mayHold)
        .flatMap(month -> ordered(archive.names(month)).stream());
  }

  /**
   * Those of {@code names}, in date order, whose dates and revisions are wanted, in the order
   * wanted.
   */
  List<ArticleFileName> ordered(List<ArticleFileName> names) {
    List<ArticleFileName> wanted = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ArticleFileName name = names.get(i);
      boolean newest = i + 1 == names.size() || !isSameArticle(name, names.get(i + 1));
      if ((allRevisions || newest) && accepts(name.published())) {
        wanted.add(name);
      }
    }
    if (reverse) {
      Collections.reverse(wanted);
    }
    return wanted;
  }

  /** Whether an article of this date is wanted, to the second, as names give it. */
  public boolean accepts(Instant published) {
    return since.filter(published::isBefore).isEmpty()
        && until.filter(end -> !published.isBefore(end)).isEmpty();
  }

  /** Whether an article with this headline and of this section is wanted. */
  public boolean accepts(Article article) {
    return headline.filter(pattern -> !pattern.isIn(article.headline())).isEmpty()
        && section.filter(name -> !isIn(article, name)).isEmpty();
  }

  /**
   * What {@code work} makes of each text that is wanted, in order; done by all cores.
   *
   * @param work given every wanted article, and every damaged file of a wanted date, which may have
   *     been one; safe to be done for several at once. Damaged files do not count for the limit
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws UncheckedIOException from the stream, where a month's folder cannot be read
   */
  public <R> Stream<R> texts(Archive archive, Function<SavedText, R> work) throws ArchiveException {
    return limit.isPresent() && limit.getAsLong() == 0
        ? Stream.empty()
        : texts(archive, names(archive).iterator(), work);
  }

  /** As {@link #texts(Archive, Function)}, of the names that selectors gave, in their order. */
  public <R> Stream<R> texts(
      Archive archive, Collection<ArticleFileName> names, Function<SavedText, R> work) {
    return texts(archive, names.iterator(), work);
  }

  private <R> Stream<R> texts(
      Archive archive, Iterator<ArticleFileName> names, Function<SavedText, R> work) {
    return limited(
        OrderedParallel.stream(
            names,
            name -> {
              SavedText text = SavedText.read(archive, name);
              return text instanceof SavedText.Whole whole
                  ? accepts(whole.article())
                      ? Optional.of(new Counted<>(work.apply(text), true))
                      : Optional.empty()
                  : Optional.of(new Counted<>(work.apply(text), false));
            }));
  }

  /** A result, and whether it counts for the limit. */
  record Counted<R>(R result, boolean counts) {}

  /** The results up to the limit; nothing behind the last one is asked for. */
  <R> Stream<R> limited(Stream<Counted<R>> results) {
    Iterator<Counted<R>> all = results.iterator();
    return OrderedParallel.stream(
        new Iterator<R>() {
          private long left = limit.orElse(Long.MAX_VALUE);

          @Override
          public boolean hasNext() {
            return left > 0 && all.hasNext();
          }

          @Override
          public R next() {
            Counted<R> next = all.next();
            left -= next.counts() ? 1 : 0;
            return next.result();
          }
        });
  }

  private boolean mayHold(YearMonth month) {
    Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return since.filter(moment -> !moment.isBefore(end)).isEmpty()
        && until.filter(moment -> !moment.isAfter(start)).isEmpty();
  }

  private static boolean isSameArticle(ArticleFileName one, ArticleFileName other) {
    return one.key().equals(other.key()) && one.published().equals(other.published());
  }

  private static boolean isIn(Article article, String name) {
    return article
        .address()
        .section()
        .filter(whole -> whole.equals(name) || Arrays.asList(whole.split("/")).contains(name))
        .isPresent();
  }
}
