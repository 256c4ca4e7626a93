package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An article that has more than one first text. Version 1.0 saved an article again whose date had
 * moved by more than a month.
 *
 * @param first the earliest of them, by the dates in their names
 * @param later the others, in the order of their dates
 */
public record SplitArticle(ArticleFileName first, List<ArticleFileName> later) {
  public SplitArticle {
    later = List.copyOf(later);
  }

  /** A text that has another name now. */
  public record Renamed(ArticleFileName from, ArticleFileName to) {}

  /**
   * All split articles of an archive, in the order of their dates. Only files that share a key are
   * read; those that hold no article are left out.
   *
   * @throws ArchiveException where the archive, or one of these files, cannot be read
   * @throws UncheckedIOException where a month's folder cannot be read
   */
  public static List<SplitArticle> in(Archive archive) throws ArchiveException {
    List<SplitArticle> split = new ArrayList<>();
    for (List<ArticleFileName> names : firstTextsWithOneKey(archive)) {
      Map<ArticleUrl, List<ArticleFileName>> byAddress = new LinkedHashMap<>();
      for (ArticleFileName name : names) {
        address(archive, name)
            .ifPresent(a -> byAddress.computeIfAbsent(a, b -> new ArrayList<>()).add(name));
      }
      for (List<ArticleFileName> texts : byAddress.values()) {
        if (texts.size() > 1) {
          split.add(new SplitArticle(texts.get(0), texts.subList(1, texts.size())));
        }
      }
    }
    split.sort(Comparator.comparing(SplitArticle::first));
    return split;
  }

  /** The first texts that share a key with another, key by key, each list in date order. */
  private static List<List<ArticleFileName>> firstTextsWithOneKey(Archive archive)
      throws ArchiveException {
    Map<String, ArticleFileName> seen = new HashMap<>();
    Map<String, List<ArticleFileName>> shared = new TreeMap<>();
    try (Stream<ArticleFileName> names = archive.names()) {
      names
          .filter(name -> !name.isRevision())
          .forEach(
              name -> {
                ArticleFileName other = seen.putIfAbsent(name.shortKey(), name);
                if (other != null) {
                  shared
                      .computeIfAbsent(name.shortKey(), key -> new ArrayList<>(List.of(other)))
                      .add(name);
                }
              });
    }
    return List.copyOf(shared.values());
  }

  private static Optional<ArticleUrl> address(Archive archive, ArticleFileName name)
      throws ArchiveException {
    try {
      return Optional.of(archive.read(name).address());
    } catch (MalformedException e) {
      return Optional.empty(); // verify names it for itself
    }
  }

  /**
   * Makes the later first texts, and their revisions, revisions of the first: each under the first
   * text's date and key. The moment of a revision stays; that of a first text is its own date, so
   * that the date is not lost. Where a name is taken, the next free second is used.
   *
   * <p>Every text is on disk under its new name before the old name is deleted, the revisions
   * before their first text: a run that is killed in between is completed by the next. A later text
   * is left as it is where it, or a revision of it, is damaged.
   *
   * @return what was renamed
   * @throws ArchiveException where a file cannot be read, written or deleted; no text is lost then
   */
  public List<Renamed> repair(Archive archive, ArchiveWriter writer) throws ArchiveException {
    List<Renamed> done = new ArrayList<>();
    for (ArticleFileName text : later) {
      List<Renamed> moves = new ArrayList<>();
      Map<ArticleFileName, Article> copies = new LinkedHashMap<>();
      if (plan(archive, text, moves, copies)) {
        for (ArchiveException failure : writer.write(copies).values()) {
          throw failure; // nothing is deleted of which there is no copy
        }
        moves.forEach(move -> writer.syncLater(move.to()));
        writer.sync();
        List<Renamed> lastFirst = new ArrayList<>(moves);
        Collections.reverse(lastFirst);
        for (Renamed move : lastFirst) {
          writer.delete(move.from());
        }
        writer.sync();
        done.addAll(moves);
      }
    }
    return done;
  }

  /**
   * What is to be done for one of the later first texts.
   *
   * @param moves takes the new names of it and its revisions
   * @param copies takes what has to be written for that
   * @return false where something is damaged
   */
  private boolean plan(
      Archive archive,
      ArticleFileName text,
      List<Renamed> moves,
      Map<ArticleFileName, Article> copies)
      throws ArchiveException {
    try {
      Article firstArticle = archive.read(first);
      for (ArticleFileName name : archive.names(text.month())) {
        if (!name.key().equals(text.key()) || !name.published().equals(text.published())) {
          continue;
        }
        Article article = archive.read(name);
        if (!article.address().equals(firstArticle.address())
            || archive.problem(archive.path(name)).isPresent()) {
          return false;
        }
        Article dated = article.publishedAt(firstArticle.published());
        ArticleFileName to =
            first.revisedAt(Objects.requireNonNullElse(name.revised(), name.published()));
        while (copies.containsKey(to) || (archive.isTaken(to) && !holds(archive, to, dated))) {
          to = to.oneSecondLater();
        }
        if (!archive.isTaken(to)) {
          copies.put(to, dated);
        }
        moves.add(new Renamed(name, to));
      }
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Whether a file was written by a run that was killed before it deleted the old name. */
  private static boolean holds(Archive archive, ArticleFileName name, Article article)
      throws ArchiveException {
    try {
      return ArticleFile.text(archive.read(name)).equals(ArticleFile.text(article));
    } catch (MalformedException e) {
      return false;
    }
  }
}
