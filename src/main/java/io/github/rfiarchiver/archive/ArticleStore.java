package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.ComparableText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
      lookedUp.put(url, new ArrayList<>(archive.find(url, dates)));
    }
    return !saved(url, dates).isEmpty();
  }

  private List<SavedText> saved(ArticleUrl url, Collection<Instant> dates) throws ArchiveException {
    List<SavedText> texts = lookedUp.get(url);
    return texts == null ? archive.find(url, dates) : texts;
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
    List<String> keys = articles.stream().map(each -> each.article().address().key()).toList();
    List<Integer> left = IntStream.range(0, results.length).boxed().toList();
    while (!left.isEmpty()) {
      left = saved(articles, keys, left, results);
    }
    return List.of(results);
  }

  /**
   * Decides on articles of different keys, writes those that are not known, and sets their results.
   *
   * @param keys of the articles
   * @param indices of the articles without a result, or whose name another program has taken
   * @return the indices of the rest: those, and the next texts of the same articles, which are
   *     compared with the ones before
   */
  private List<Integer> saved(
      List<NewArticle> articles, List<String> keys, List<Integer> indices, SaveResult[] results) {
    List<Integer> rest = new ArrayList<>();
    Map<ArticleFileName, Integer> chosen = new TreeMap<>();
    Map<ArticleFileName, Article> texts = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (int i : indices) {
      if (!seen.add(keys.get(i))) {
        rest.add(i);
        continue;
      }
      SaveResult before = results[i];
      results[i] = decided(articles.get(i));
      if (results[i] instanceof SaveResult.Saved saved
          && !(saved instanceof SaveResult.Unchanged)) {
        if (before instanceof SaveResult.Saved taken && taken.name().equals(saved.name())) {
          // The file is of another article, and the name stays the same.
          results[i] = new SaveResult.Failed(new NameTakenException(saved.path()));
        } else {
          chosen.put(saved.name(), i);
          texts.put(saved.name(), saved.article());
        }
      }
    }
    Map<ArticleFileName, ArchiveException> failures =
        writer == null ? Map.of() : writer.write(texts);
    texts.forEach(
        (name, text) -> {
          int i = Objects.requireNonNull(chosen.get(name));
          List<SavedText> known = lookedUp.get(articles.get(i).article().address());
          ArchiveException failure = failures.get(name);
          if (failure instanceof NameTakenException) {
            archive.forget(name.month());
            lookedUp.remove(articles.get(i).article().address());
            rest.add(i);
          } else if (failure != null) {
            results[i] = new SaveResult.Failed(failure);
          } else if (known != null) {
            known.add(new SavedText.Whole(name, archive.path(name), text));
          }
        });
    Collections.sort(rest);
    return rest;
  }

  private SaveResult decided(NewArticle article) {
    try {
      return decide(article);
    } catch (ArchiveException e) {
      return new SaveResult.Failed(e);
    }
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

  /** Most articles are fetched again unchanged, and need not be parsed to be known. */
  private boolean addsNothing(Article article, Article saved) {
    return isExact
        ? saved.body().equals(article.body())
        : (saved.headline().equals(article.headline()) && saved.body().equals(article.body()))
            || ComparableText.of(article).isContainedIn(ComparableText.of(saved));
  }
}
