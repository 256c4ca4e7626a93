package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An article that has more than one first text. Version 1.0 saved an article again if its date
 * moved by more than a month.
 *
 * @param first the earliest first text that is not damaged, by the dates in the names
 * @param later the others, in the order of their dates, the damaged ones last
 */
public record SplitArticle(ArticleFileName first, List<ArticleFileName> later) {
  /** A text that was renamed. */
  public record Renamed(ArticleFileName from, ArticleFileName to) {}

  /**
   * All split articles of an archive, in the order of their dates. Only files that share a key are
   * read; those that hold no article are left out.
   *
   * @throws ArchiveException if the archive cannot be read
   * @throws java.io.UncheckedIOException if a month's folder cannot be read
   */
  public static List<SplitArticle> in(Archive archive) throws ArchiveException {
    List<SplitArticle> split = new ArrayList<>();
    Collection<List<ArticleFileName>> byKey =
        archive
            .names()
            .filter(name -> !name.isRevision())
            .collect(Collectors.groupingBy(ArticleFileName::shortKey))
            .values();
    for (List<ArticleFileName> names : byKey) {
      Map<ArticleUrl, List<ArticleFileName>> byUrl = new LinkedHashMap<>();
      for (ArticleFileName name : names) {
        // verify reports the other files
        if (names.size() > 1 && archive.saved(name) instanceof SavedText.Whole whole) {
          byUrl.computeIfAbsent(whole.article().url(), url -> new ArrayList<>()).add(name);
        }
      }
      for (List<ArticleFileName> texts : byUrl.values()) {
        if (texts.size() > 1) {
          texts.sort(Comparator.comparing(name -> archive.problem(archive.path(name)).isPresent()));
          split.add(new SplitArticle(texts.get(0), texts.subList(1, texts.size())));
        }
      }
    }
    split.sort(Comparator.comparing(SplitArticle::first));
    return split;
  }

  /**
   * Turns the later first texts, and their revisions, into revisions of the first: each gets the
   * date and key of the first text. The time of a revision stays; that of a first text is its own
   * date, so that the date is not lost. Where a name is taken, the next free second is used.
   *
   * <p>Every text is on disk under its new name before the old name is deleted, the revisions
   * before their first text: if the run is killed, the next run completes it. A later text is left
   * as it is where it, or a revision of it, is damaged.
   *
   * @return what was renamed
   * @throws ArchiveException if a file cannot be read, written or deleted; no text is lost then
   */
  public List<Renamed> repair(Archive archive, ArchiveWriter writer) throws ArchiveException {
    List<Renamed> done = new ArrayList<>();
    for (ArticleFileName text : later) {
      Map<Renamed, Article> moves = moves(archive, text);
      Map<ArticleFileName, Article> copies = new LinkedHashMap<>();
      for (Map.Entry<Renamed, Article> move : moves.entrySet()) {
        if (!archive.hasFile(move.getKey().to())) {
          copies.put(move.getKey().to(), move.getValue());
        }
      }
      for (ArchiveException failure : writer.write(copies).values()) {
        throw failure; // nothing is deleted that has no copy
      }
      moves.keySet().forEach(move -> writer.syncLater(move.to()));
      writer.sync();
      List<Renamed> lastFirst = new ArrayList<>(moves.keySet());
      Collections.reverse(lastFirst);
      for (Renamed move : lastFirst) {
        writer.delete(move.from());
      }
      writer.sync();
      done.addAll(moves.keySet());
    }
    return done;
  }

  /**
   * The new names of one of the later first texts and of its revisions, each with the article to be
   * saved there; empty if one of them is damaged.
   */
  private Map<Renamed, Article> moves(Archive archive, ArticleFileName text)
      throws ArchiveException {
    try {
      Article firstArticle = archive.read(first);
      Map<Renamed, Article> moves = new LinkedHashMap<>();
      Set<ArticleFileName> chosen = new HashSet<>();
      for (ArticleFileName name : archive.names(text.month())) {
        if (!name.article().equals(text.article())) {
          continue;
        }
        Article article = archive.read(name);
        if (!article.url().equals(firstArticle.url())
            || archive.problem(archive.path(name)).isPresent()) {
          return Map.of();
        }
        Article dated = article.publishedAt(firstArticle.published());
        ArticleFileName to =
            first.revisedAt(Objects.requireNonNullElse(name.revised(), name.published()));
        // A killed run may have saved it under this name already.
        while (chosen.contains(to)
            || (archive.hasFile(to)
                && !archive.saved(to).equals(new SavedText.Whole(to, archive.path(to), dated)))) {
          to = to.oneSecondLater();
        }
        chosen.add(to);
        moves.put(new Renamed(name, to), dated);
      }
      return moves;
    } catch (MalformedException e) {
      return Map.of();
    }
  }
}
