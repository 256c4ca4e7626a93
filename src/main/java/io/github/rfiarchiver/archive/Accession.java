package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Wording;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes articles into an archive: decides whether one is new, a revision or known, and keeps it.
 * Safe to share among threads.
 */
public final class Accession {
  private static final int LOCKS = 64;

  private final Archive archive;
  private final Optional<ArchiveWriter> writer;
  private final Clock clock;
  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  /**
   * @param writer what writes to {@code archive}; empty where nothing is to be written, and {@link
   *     #keep} only says what it would do
   * @param clock gives the moment of a revision
   */
  public Accession(Archive archive, Optional<ArchiveWriter> writer, Clock clock) {
    this.archive = archive;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Keeps an article: as the first text of its key, as a revision where its wording is in no text
   * kept so far, or not at all. A revision bears the date of the first text.
   *
   * @param dates the dates that the article was seen under, its own among them: the months where an
   *     earlier text of it may be; empty to look in all months
   * @throws ArchiveException where the archive cannot be read or written
   */
  public Kept keep(Article article, Collection<Instant> dates) throws ArchiveException {
    return keep(article, dates, clock.instant());
  }

  /** As {@link #keep(Article, Collection)}, with the moment at which a revision was once kept. */
  public Kept keep(Article article, Collection<Instant> dates, Instant revised)
      throws ArchiveException {
    synchronized (locks[Math.floorMod(article.address().hashCode(), LOCKS)]) {
      List<ArticleFileName> texts = archive.find(article.address(), months(dates));
      if (texts.isEmpty()) {
        return new Kept.New(write(ArticleFile.name(article), article), article);
      }
      ArticleFileName first = texts.get(0);
      Instant date = first.published();
      for (ArticleFileName text : texts) {
        Optional<Article> kept = readable(text);
        if (kept.isPresent()) {
          if (addsNothing(article, kept.get())) {
            return new Kept.Known(archive.path(text), kept.get());
          }
          // The file knows the date to the millisecond, its name to the second.
          date = text.equals(first) ? kept.get().published() : date;
        }
      }
      ArticleFileName name = first.revisedAt(revised);
      while (texts.contains(name)) {
        name = first.revisedAt(name.revised().orElse(revised).plus(1, ChronoUnit.SECONDS));
      }
      Article dated = article.publishedAt(date);
      return new Kept.Revised(write(name, dated), dated);
    }
  }

  /** The months in which dates fall, in UTC. */
  public static List<YearMonth> months(Collection<Instant> dates) {
    List<YearMonth> months = new ArrayList<>();
    for (Instant date : dates) {
      months.add(YearMonth.from(date.atZone(ZoneOffset.UTC)));
    }
    return months;
  }

  private Path write(ArticleFileName name, Article article) throws ArchiveException {
    return writer.isPresent() ? writer.get().write(name, article) : archive.path(name);
  }

  /** Most articles come again letter by letter, and need not be parsed to be known. */
  private static boolean addsNothing(Article article, Article kept) {
    return (kept.headline().equals(article.headline()) && kept.body().equals(article.body()))
        || Wording.of(article).isContainedIn(Wording.of(kept));
  }

  /**
   * Empty where a text is damaged: it holds nothing to compare with, and what came is kept beside
   * it.
   */
  private Optional<Article> readable(ArticleFileName text) throws ArchiveException {
    try {
      return Optional.of(archive.read(text));
    } catch (MalformedArticleFileException e) {
      return Optional.empty();
    }
  }
}
