package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.ComparableText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Saves articles in an archive: decides for each whether it is new, a revision or known, and writes
 * it unless it is known. Safe to share among threads.
 */
public final class ArticleStore implements ArticleSaver {
  private final Archive archive;
  private final @Nullable ArchiveWriter writer;
  private final Clock clock;
  private final boolean isRederived;

  /** The saved texts of the articles that were looked up or saved. */
  private final Map<ArticleUrl, List<SavedText>> known = new HashMap<>();

  /** The articles that were derived again, the earliest capture first. */
  private final Map<ArticleUrl, List<Article>> derived = new HashMap<>();

  /**
   * @param writer writes to {@code archive}; null for a dry run, in which {@link #save} only
   *     returns what it would do
   * @param clock gives the time of a revision
   */
  public ArticleStore(Archive archive, @Nullable ArchiveWriter writer, Clock clock) {
    this(archive, writer, clock, false);
  }

  /**
   * @param isRederived whether articles are derived again from captures: a text is known only if
   *     its body equals a saved one, character for character, or its wording is that of an earlier
   *     capture and the newest saved text has no more, and each revision has the time of the run;
   *     otherwise wordings are compared
   */
  public ArticleStore(
      Archive archive, @Nullable ArchiveWriter writer, Clock clock, boolean isRederived) {
    this.archive = archive;
    this.writer = writer;
    this.clock = clock;
    this.isRederived = isRederived;
  }

  @Override
  public boolean keepsRaw() {
    return writer != null && writer.raw != null;
  }

  /**
   * Whether the archive holds an article. The texts read for the answer are not read again when the
   * article is saved.
   *
   * @param dates the dates under which the article was seen; it is looked for in their months first
   */
  public synchronized boolean isKnown(ArticleUrl url, Collection<Instant> dates)
      throws ArchiveException {
    return texts(url, dates).stream().anyMatch(SavedText.Whole.class::isInstance);
  }

  private List<SavedText> texts(ArticleUrl url, Collection<Instant> dates) throws ArchiveException {
    List<SavedText> texts = known.get(url);
    if (texts == null) {
      texts = new ArrayList<>(archive.find(url, dates));
      known.put(url, texts);
    }
    return texts;
  }

  /**
   * Saves articles: each as a first text if the article is unknown, as a revision if no saved text
   * of it begins with this text, else not at all. A revision has the date of the first text. A
   * failure does not affect other articles.
   *
   * @throws ArchiveException if the raw captures cannot be written: nothing is saved then
   */
  @Override
  public synchronized IdentityHashMap<NewArticle, SaveResult> save(List<NewArticle> articles)
      throws ArchiveException {
    if (writer == null || writer.raw == null) {
      return save(articles, clock);
    }
    // The captures tell the names of the articles, which are saved after them.
    Clock stopped = Clock.fixed(clock.instant(), clock.getZone());
    IdentityHashMap<NewArticle, SaveResult> planned =
        new ArticleStore(archive, null, stopped).save(articles);
    Map<NewArticle.Origin, ArticleFileName> names = new HashMap<>();
    for (NewArticle each : articles) {
      if (each.origin() != null && planned.get(each) instanceof SaveResult.Saved saved) {
        names.put(each.origin(), saved.text().name());
      }
    }
    writer.raw.publish(names);
    return save(articles, stopped);
  }

  /**
   * Saves articles in rounds, each of which has one text of an article: the next text is compared
   * with it. A round is written at once. An article whose name another program takes is decided
   * again, but no name is tried a third time.
   *
   * @param time gives the time of a revision
   */
  private IdentityHashMap<NewArticle, SaveResult> save(List<NewArticle> articles, Clock time) {
    IdentityHashMap<NewArticle, SaveResult> results = new IdentityHashMap<>();
    Set<String> taken = new HashSet<>();
    List<NewArticle> left = articles;
    while (!left.isEmpty()) {
      Map<String, NewArticle> round = new LinkedHashMap<>();
      left.forEach(each -> round.putIfAbsent(each.article().url().key(), each));
      results.putAll(write(round.values(), time));
      results
          .values()
          .removeIf(
              result ->
                  result instanceof SaveResult.Failed failed
                      && failed.cause() instanceof NameTakenException
                      && taken.add(failed.cause().subject()));
      left = left.stream().filter(each -> !results.containsKey(each)).toList();
    }
    return results;
  }

  /** Decides on articles of different keys, and writes those that are not known. */
  private IdentityHashMap<NewArticle, SaveResult> write(
      Collection<NewArticle> articles, Clock time) {
    IdentityHashMap<NewArticle, SaveResult> results = new IdentityHashMap<>();
    Map<ArticleFileName, Article> files = new TreeMap<>();
    for (NewArticle each : articles) {
      SaveResult result = decide(each, time);
      results.put(each, result);
      if (result instanceof SaveResult.Saved saved && saved.isNew()) {
        files.put(saved.text().name(), saved.text().article());
      }
    }
    Map<ArticleFileName, ArchiveException> failures =
        writer == null ? Map.of() : writer.write(files);
    results.replaceAll(
        (article, result) ->
            result instanceof SaveResult.Saved saved && saved.isNew()
                ? written(saved, failures.get(saved.text().name()))
                : result);
    return results;
  }

  /** The result of an article that was to be written; what is known of it changes accordingly. */
  private SaveResult written(SaveResult.Saved saved, @Nullable ArchiveException failure) {
    ArticleUrl url = saved.text().article().url();
    if (failure == null) {
      Objects.requireNonNull(known.get(url)).add(saved.text());
      return saved;
    }
    if (failure instanceof NameTakenException) {
      known.remove(url);
      archive.forget(saved.text().name().month());
    }
    return new SaveResult.Failed(failure);
  }

  private SaveResult decide(NewArticle added, Clock time) {
    Article article = added.article();
    try {
      List<SavedText> texts = texts(article.url(), added.dates());
      if (isRederived) {
        derived.computeIfAbsent(article.url(), url -> new ArrayList<>()).add(article);
      }
      boolean isTold = isToldEarlier(article) && !hasMore(texts, article);
      return texts.isEmpty()
          ? new SaveResult.Added(text(archive.newName(article), article))
          : compare(added, texts, isTold, time);
    } catch (ArchiveException e) {
      return new SaveResult.Failed(e);
    }
  }

  private SaveResult compare(NewArticle added, List<SavedText> texts, boolean isTold, Clock time)
      throws ArchiveException {
    Article article = added.article();
    ArticleFileName first = texts.get(0).name();
    Instant date = first.published();
    for (SavedText text : texts) {
      // One that is unreadable or damaged cannot be compared; the new one becomes a revision.
      if (text instanceof SavedText.Whole whole && whole.article().url().equals(article.url())) {
        if (isTold || addsNothing(article, whole.article())) {
          return new SaveResult.Unchanged(whole);
        }
        // The file has the date in milliseconds, its name in seconds.
        date = whole.name().equals(first) ? whole.article().published() : date;
      }
    }
    Set<ArticleFileName> names = texts.stream().map(SavedText::name).collect(Collectors.toSet());
    Instant revised = isRederived ? null : added.revised();
    ArticleFileName name = first.revisedAt(revised == null ? time.instant() : revised);
    while (archive.hasFile(name) || names.contains(name)) {
      name = name.oneSecondLater();
    }
    return new SaveResult.Revised(text(name, article.publishedAt(date)));
  }

  private SavedText.Whole text(ArticleFileName name, Article article) {
    return new SavedText.Whole(name, archive.path(name), article);
  }

  /**
   * Whether an earlier capture tells the article in the same words, as a feed and a page do in
   * another layout: an import saves the first of them alone.
   */
  private boolean isToldEarlier(Article article) {
    return derived.getOrDefault(article.url(), List.of()).stream()
        .takeWhile(earlier -> !earlier.equals(article))
        .anyMatch(earlier -> isAlike(article, earlier));
  }

  /** Whether the newest of the saved texts has words beyond an article: what a rule takes out. */
  private static boolean hasMore(List<SavedText> texts, Article article) {
    return !texts.isEmpty()
        && texts.get(texts.size() - 1) instanceof SavedText.Whole newest
        && !isAlike(newest.article(), article);
  }

  private boolean addsNothing(Article article, Article saved) {
    return isRederived ? saved.body().equals(article.body()) : isAlike(article, saved);
  }

  /** Most articles are fetched again unchanged, and need not be parsed to be known. */
  private static boolean isAlike(Article article, Article saved) {
    return (saved.headline().equals(article.headline()) && saved.body().equals(article.body()))
        || ComparableText.of(article).isBeginningOf(ComparableText.of(saved));
  }
}
