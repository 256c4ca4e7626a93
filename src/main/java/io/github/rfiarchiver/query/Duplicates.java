package io.github.rfiarchiver.query;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ComparableText;
import io.github.rfiarchiver.article.Sha256;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds articles that have different keys and the same text. Texts are compared as for revisions:
 * without headline, printed date, author line, lead picture and whitespace. Memory holds only the
 * hash of each text.
 */
public final class Duplicates {
  private Duplicates() {}

  /**
   * The groups of articles with the same newest text. Each group is in date order; the groups are
   * in the order of their earliest articles. Damaged files and articles without text are skipped.
   *
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws UncheckedIOException where a month's folder cannot be read
   */
  public static List<List<ArticleFileName>> of(Archive archive) throws ArchiveException {
    Iterator<ArticleFileName> names = ArticleFilter.ALL.names(archive).iterator();
    Map<ByteBuffer, List<ArticleFileName>> byText =
        OrderedParallel.stream(
                names, name -> hash(archive, name).map(hash -> Map.entry(hash, name)))
            .collect(
                groupingBy(
                    Map.Entry::getKey, LinkedHashMap::new, mapping(Map.Entry::getValue, toList())));
    return byText.values().stream()
        .filter(group -> group.stream().map(ArticleFileName::key).distinct().count() > 1)
        .toList();
  }

  /** The SHA-256 of a text; empty where it is damaged, or has no words. */
  private static Optional<ByteBuffer> hash(Archive archive, ArticleFileName name) {
    return Optional.of(archive.saved(name))
        .map(text -> text instanceof SavedText.Whole whole ? whole.article() : null)
        .map(article -> ComparableText.of(article).text())
        .filter(text -> !text.isEmpty())
        .map(text -> ByteBuffer.wrap(Sha256.of(text)));
  }
}
