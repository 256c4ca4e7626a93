package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.ComparableText;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Saves articles in an archive: decides for each whether it is new, a revision or known, and writes
 * it unless it is known. Safe to share among threads.
 */
public final class ArticleStore implements ArticleSaver {
  private final Archive archive;
  private final @Nullable ArchiveWriter writer;
  private final Clock clock;
  private final boolean isExact;

  /** The saved texts of the articles that were looked up, those of this run among them. */
  private final Map<ArticleUrl, List<SavedText>> lookedUp = new HashMap<>();

  /**
   * @param writer writes to {@code archive}; null for a dry run, in which {@link #save} only
   *     returns what it would do
   * @param clock gives the time of a revision
   */
  public ArticleStore(Archive archive, @Nullable ArchiveWriter writer, Clock clock) {
    this(archive, writer, clock, false);
  }

  /**
   * @param isExact whether a text is known only if its body equals a saved one, character for
   *     character; otherwise wordings are compared
   */
  public ArticleStore(
      Archive archive, @Nullable ArchiveWriter writer, Clock clock, boolean isExact) {
    this.archive = archive;
    this.writer = writer;
    this.clock = clock;
    this.isExact = isExact;
  }

  @Override
  public boolean keepsRaw() {
    return writer != null && writer.raw().isPresent();
  }

  /**
   * Whether the archive holds an article. The texts read for the answer are not read again when the
   * article is saved.
   *
   * @param dates the dates under which the article was seen; it is looked for in their months first
   */
  public synchronized boolean isKnown(ArticleUrl url, Collection<Instant> dates)
      throws ArchiveException {
    if (!lookedUp.containsKey(url)) {
      lookedUp.put(url, new ArrayList<>(archive.find(url, months(dates))));
    }
    return !saved(url, dates).isEmpty();
  }

  private List<SavedText> saved(ArticleUrl url, Collection<Instant> dates) throws ArchiveException {
    List<SavedText> texts = lookedUp.get(url);
    return texts == null ? archive.find(url, months(dates)) : texts;
  }

  /**
   * Saves articles: each as a first text where the article is unknown, as a revision where no saved
   * text of it contains this text, else not at all. A revision has the date of the first text. They
   * are written together, but decided one after the other.
   *
   * @return the result of each, in the order of the articles; a failure does not affect the others
   * @throws ArchiveException where the raw captures cannot be written: nothing is saved then
   */
  @Override
  public synchronized List<SaveResult> save(List<NewArticle> articles) throws ArchiveException {
    if (writer == null || writer.raw().isEmpty()) {
      return saved(articles);
    }
    Instant now = clock.instant(); // the path of a revision is known before it is saved
    List<NewArticle> stamped = articles.stream().map(each -> each.revisedAt(now)).toList();
    Iterator<NewArticle> article = stamped.iterator();
    Map<NewArticle.Origin, ArticleFileName> names = new HashMap<>();
    for (SaveResult preview : new ArticleStore(archive, null, clock).saved(stamped)) {
      NewArticle.Origin origin = article.next().origin();
      if (origin != null && preview instanceof SaveResult.Saved saved) {
        names.put(origin, saved.name());
      }
    }
    writer.raw().get().publish(names);
    return saved(stamped);
  }

  private List<SaveResult> saved(List<NewArticle> articles) {
    SaveResult[] results = new SaveResult[articles.size()];
    Map<ArticleFileName, Unwritten> unwritten = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < results.length; i++) {
      if (!keys.add(articles.get(i).article().address().key())) {
        write(unwritten, results); // the next text of an article is compared with this one
        unwritten.clear();
      }
      results[i] = decide(new Unwritten(i, articles.get(i)), unwritten);
    }
    write(unwritten, results);
    return List.of(results);
  }

  /** An article to be written, and the index of its result. */
  private record Unwritten(int index, NewArticle added) {}

  /**
   * Decides on an article, and adds it to {@code unwritten} unless it is known.
   *
   * @return its result, provided that it can be written
   */
  private SaveResult decide(Unwritten article, Map<ArticleFileName, Unwritten> unwritten) {
    try {
      SaveResult.Saved result = decide(article.added());
      if (!(result instanceof SaveResult.Unchanged)) {
        unwritten.put(result.name(), article);
      }
      return result;
    } catch (ArchiveException e) {
      return new SaveResult.Failed(e);
    }
  }

  /** Writes articles, and replaces the results of those that cannot be written as decided. */
  private void write(Map<ArticleFileName, Unwritten> articles, SaveResult[] results) {
    if (writer != null) {
      write(writer, articles, results);
    }
    for (Unwritten article : articles.values()) {
      List<SavedText> texts = lookedUp.get(article.added().article().address());
      if (texts != null && results[article.index()] instanceof SaveResult.Saved saved) {
        texts.add(new SavedText.Whole(saved.name(), saved.path(), saved.article()));
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

  /** Decides again on an article whose name another program has taken meanwhile. */
  private SaveResult decideAgain(
      ArticleFileName taken, Unwritten article, Map<ArticleFileName, Unwritten> unwritten) {
    archive.forget(taken.month());
    lookedUp.remove(article.added().article().address());
    SaveResult result = decide(article, unwritten);
    if (unwritten.remove(taken) != null) {
      // The file is of another article, and the name stays the same.
      return new SaveResult.Failed(new NameTakenException(archive.path(taken)));
    }
    return result;
  }

  private static Article article(SaveResult result) {
    return ((SaveResult.Saved) result).article();
  }

  private SaveResult.Saved decide(NewArticle added) throws ArchiveException {
    Article article = added.article();
    List<SavedText> texts = saved(article.address(), added.dates());
    if (texts.isEmpty()) {
      return new SaveResult.Added(archive.path(archive.newName(article)), article);
    }
    ArticleFileName first = texts.get(0).name();
    Instant date = first.published();
    for (SavedText text : texts) {
      // A damaged text cannot be compared; the new one becomes a revision.
      if (text instanceof SavedText.Whole whole
          && whole.article().address().equals(article.address())) {
        if (addsNothing(article, whole.article())) {
          return new SaveResult.Unchanged(text.path(), whole.article());
        }
        // The file has the date in milliseconds, its name in seconds.
        date = text.name().equals(first) ? whole.article().published() : date;
      }
    }
    Instant now = clock.instant();
    ArticleFileName name = first.revisedAt(Objects.requireNonNullElse(added.revised(), now));
    while (archive.isTaken(name) || isDecided(texts, name)) {
      name = name.oneSecondLater();
    }
    return new SaveResult.Revised(archive.path(name), article.publishedAt(date));
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

  /** Most articles are fetched again unchanged, and need not be parsed to be known. */
  private boolean addsNothing(Article article, Article saved) {
    return isExact
        ? saved.body().equals(article.body())
        : (saved.headline().equals(article.headline()) && saved.body().equals(article.body()))
            || ComparableText.of(article).isContainedIn(ComparableText.of(saved));
  }
}
