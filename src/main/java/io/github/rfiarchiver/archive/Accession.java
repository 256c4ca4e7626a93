package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Wording;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes articles into an archive: decides whether one is new, a revision or known, and keeps it.
 * Safe to share among threads.
 */
public final class Accession {
  private final Archive archive;
  private final Optional<ArchiveWriter> writer;
  private final Clock clock;

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

  /** As {@link #keep(List)}, for one article. */
  public Kept keep(Offer offer) throws ArchiveException {
    return keep(List.of(offer)).get(0);
  }

  /**
   * Keeps articles: each as the first text of its key, as a revision where its wording is in no
   * text kept so far, or not at all. A revision bears the date of the first text. They are written
   * together, but dealt with as if one came after the other.
   *
   * @return what became of each
   * @throws ArchiveException where the archive cannot be read or written
   */
  public synchronized List<Kept> keep(List<Offer> offers) throws ArchiveException {
    List<Kept> kept = new ArrayList<>();
    // Not by hash: Java takes longer to make a record's hashCode than to write the first articles.
    Map<ArticleFileName, Article> unwritten = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    for (Offer offer : offers) {
      if (!keys.add(offer.article().address().key())) {
        write(unwritten); // it shows whether there is anything new in what came later
        unwritten.clear();
      }
      try {
        kept.add(keep(offer, unwritten));
      } catch (ArchiveException e) {
        write(unwritten); // one article that cannot be kept costs none in front of it
        throw e;
      }
    }
    write(unwritten);
    return kept;
  }

  private Kept keep(Offer offer, Map<ArticleFileName, Article> unwritten) throws ArchiveException {
    Article article = offer.article();
    List<ArticleFileName> texts = archive.find(article.address(), months(offer.dates()));
    if (texts.isEmpty()) {
      ArticleFileName name = ArticleFile.name(article);
      unwritten.put(name, article);
      return new Kept.New(archive.path(name), article);
    }
    ArticleFileName first = texts.get(0);
    Instant date = first.published();
    for (ArticleFileName text : texts) {
      Optional<Article> known = readable(text);
      if (known.isPresent()) {
        if (addsNothing(article, known.get())) {
          return new Kept.Known(archive.path(text), known.get());
        }
        // The file knows the date to the millisecond, its name to the second.
        date = text.equals(first) ? known.get().published() : date;
      }
    }
    ArticleFileName name = first.revisedAt(offer.revised().orElseGet(clock::instant));
    while (texts.contains(name)) {
      name = first.revisedAt(name.revised().orElseThrow().plus(1, ChronoUnit.SECONDS));
    }
    Article dated = article.publishedAt(date);
    unwritten.put(name, dated);
    return new Kept.Revised(archive.path(name), dated);
  }

  private void write(Map<ArticleFileName, Article> articles) throws ArchiveException {
    if (writer.isPresent()) {
      writer.get().write(articles);
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
