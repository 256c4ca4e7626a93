package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.RawStore;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.ComparableText;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes articles into an archive: decides whether one is new, a revision or known, and keeps it.
 * Safe to share among threads.
 */
public final class ArticleStore {
  private final Archive archive;
  private final Optional<ArchiveWriter> writer;
  private final Clock clock;
  private final boolean isExact;

  /** The texts of the articles that were looked up, with those that this run has saved. */
  private final Map<ArticleUrl, List<SavedText>> lookedUp = new HashMap<>();

  /**
   * @param writer what writes to {@code archive}; empty where nothing is to be written, and {@link
   *     #save} only says what it would do
   * @param clock gives the moment of a revision
   */
  public ArticleStore(Archive archive, Optional<ArchiveWriter> writer, Clock clock) {
    this(archive, writer, clock, false);
  }

  /**
   * @param isExact whether a text is known only where its body equals a saved one, character for
   *     character; otherwise wordings are compared
   */
  public ArticleStore(
      Archive archive, Optional<ArchiveWriter> writer, Clock clock, boolean isExact) {
    this.archive = archive;
    this.writer = writer;
    this.clock = clock;
    this.isExact = isExact;
  }

  /** Where raw captures are kept, if they are. */
  public Optional<RawStore> raw() {
    return writer.flatMap(ArchiveWriter::raw);
  }

  /** The same articles, with now as the moment at which they are kept as revisions. */
  public List<NewArticle> stamped(List<NewArticle> articles) {
    Optional<Instant> now = Optional.of(clock.instant());
    return articles.stream().map(a -> new NewArticle(a.article(), a.dates(), now)).toList();
  }

  /** What {@link #save} would do with articles, each seen for itself; nothing is written. */
  public List<SaveResult> preview(List<NewArticle> articles) {
    return new ArticleStore(archive, Optional.empty(), clock).save(articles);
  }

  /**
   * Whether the archive holds an article. What is read for the answer is not read again where the
   * article is saved.
   *
   * @param dates the dates under which the article was seen: the months where it may be
   */
  public synchronized boolean isKnown(ArticleUrl address, Collection<Instant> dates)
      throws ArchiveException {
    if (!lookedUp.containsKey(address)) {
      lookedUp.put(address, new ArrayList<>(archive.find(address, months(dates))));
    }
    return !saved(address, dates).isEmpty();
  }

  private List<SavedText> saved(ArticleUrl address, Collection<Instant> dates)
      throws ArchiveException {
    List<SavedText> texts = lookedUp.get(address);
    return texts == null ? archive.find(address, months(dates)) : texts;
  }

  /**
   * Saves articles: each as the first text of its key, as a revision where its wording is in no
   * text saved so far, or not at all. A revision bears the date of the first text. They are written
   * together, but decided as if one came after the other.
   *
   * @return the result of each, in the order of the articles: one that fails costs no other
   */
  public synchronized List<SaveResult> save(List<NewArticle> articles) {
    SaveResult[] results = new SaveResult[articles.size()];
    Map<ArticleFileName, Unwritten> unwritten = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < results.length; i++) {
      if (!keys.add(articles.get(i).article().address().key())) {
        write(unwritten, results); // it shows whether there is anything new in what came later
        unwritten.clear();
      }
      results[i] = decide(new Unwritten(i, articles.get(i)), unwritten);
    }
    write(unwritten, results);
    return List.of(results);
  }

  /** An article that is to be written, and its place among the results. */
  private record Unwritten(int index, NewArticle offer) {}

  /**
   * Decides on an article, and adds it to what is to be written where it is new.
   *
   * @return its result, if the writing succeeds
   */
  private SaveResult decide(Unwritten article, Map<ArticleFileName, Unwritten> unwritten) {
    try {
      Decision decision = decide(article.offer());
      if (decision.name() != null) {
        unwritten.put(decision.name(), article);
      }
      return decision.result();
    } catch (ArchiveException e) {
      return new SaveResult.Failed(e);
    }
  }

  /** Writes articles, and replaces the results of those that fail, or are decided otherwise. */
  private void write(Map<ArticleFileName, Unwritten> articles, SaveResult[] results) {
    if (writer.isPresent()) {
      write(writer.get(), articles, results);
    }
    for (Unwritten article : articles.values()) {
      List<SavedText> texts = lookedUp.get(article.offer().article().address());
      if (texts != null && results[article.index()] instanceof SaveResult.Saved saved) {
        String name = String.valueOf(saved.path().getFileName());
        texts.add(
            new SavedText.Whole(
                ArticleFileName.parse(name).orElseThrow(), saved.path(), saved.article()));
      }
    }
  }

  private void write(
      ArchiveWriter writer, Map<ArticleFileName, Unwritten> articles, SaveResult[] results) {
    Map<ArticleFileName, Unwritten> left = articles;
    while (!left.isEmpty()) {
      Map<ArticleFileName, Article> texts = new TreeMap<>();
      left.forEach((name, article) -> texts.put(name, article(results[article.index()])));
      Map<ArticleFileName, ArchiveException> failures = writer.write(texts);
      Map<ArticleFileName, Unwritten> again = new TreeMap<>();
      for (Map.Entry<ArticleFileName, ArchiveException> failure : failures.entrySet()) {
        Unwritten article = Objects.requireNonNull(left.get(failure.getKey()));
        results[article.index()] =
            failure.getValue() instanceof NameTakenException
                ? decideAgain(failure.getKey(), article, again)
                : new SaveResult.Failed(failure.getValue());
      }
      left = again;
    }
  }

  /** Decides anew on an article under whose name another program has placed a file. */
  private SaveResult decideAgain(
      ArticleFileName taken, Unwritten article, Map<ArticleFileName, Unwritten> unwritten) {
    archive.forget(taken.month());
    lookedUp.remove(article.offer().article().address());
    SaveResult result = decide(article, unwritten);
    if (unwritten.remove(taken) != null) {
      // It is not a text of this article, and the name does not change.
      return new SaveResult.Failed(new NameTakenException(archive.path(taken)));
    }
    return result;
  }

  private static Article article(SaveResult result) {
    return ((SaveResult.Saved) result).article();
  }

  /**
   * What an article is.
   *
   * @param name the name under which it is to be written; null where it is known
   */
  private record Decision(SaveResult.Saved result, @Nullable ArticleFileName name) {}

  private Decision decide(NewArticle offer) throws ArchiveException {
    Article article = offer.article();
    List<SavedText> texts = saved(article.address(), offer.dates());
    if (texts.isEmpty()) {
      ArticleFileName name = archive.newName(article);
      return new Decision(new SaveResult.Added(archive.path(name), article), name);
    }
    ArticleFileName first = texts.get(0).name();
    Instant date = first.published();
    for (SavedText text : texts) {
      // A damaged text holds nothing to compare with; what came is kept beside it.
      if (text instanceof SavedText.Whole whole
          && whole.article().address().equals(article.address())) {
        if (addsNothing(article, whole.article())) {
          return new Decision(new SaveResult.Unchanged(text.path(), whole.article()), null);
        }
        // The file knows the date to the millisecond, its name to the second.
        date = text.name().equals(first) ? whole.article().published() : date;
      }
    }
    ArticleFileName name = first.revisedAt(offer.revised().orElseGet(clock::instant));
    while (archive.isTaken(name) || isDecided(texts, name)) {
      name = first.revisedAt(name.revised().orElseThrow().plus(1, ChronoUnit.SECONDS));
    }
    Article dated = article.publishedAt(date);
    return new Decision(new SaveResult.Revised(archive.path(name), dated), name);
  }

  private static boolean isDecided(List<SavedText> texts, ArticleFileName name) {
    return texts.stream().anyMatch(text -> text.name().equals(name));
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
  private boolean addsNothing(Article article, Article kept) {
    return isExact
        ? kept.body().equals(article.body())
        : (kept.headline().equals(article.headline()) && kept.body().equals(article.body()))
            || ComparableText.of(article).isContainedIn(ComparableText.of(kept));
  }
}
