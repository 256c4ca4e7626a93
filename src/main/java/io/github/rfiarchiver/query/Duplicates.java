package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ComparableText;
import io.github.rfiarchiver.article.Sha256;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
    Map<Long, List<ArticleFileName>> byText = new LinkedHashMap<>();
    Iterator<ArticleFileName> names = ArticleFilter.ALL.names(archive).iterator();
    OrderedParallel.stream(names, name -> hashed(archive, name))
        .forEach(
            text ->
                byText.computeIfAbsent(text.hash(), hash -> new ArrayList<>()).add(text.name()));
    return byText.values().stream()
        .filter(group -> group.stream().map(ArticleFileName::key).distinct().count() > 1)
        .toList();
  }

  /**
   * @param hash the first 64 bits of SHA-256 over the text: in an archive of a million texts, the
   *     probability that two different texts agree is one in forty million
   */
  private record Hashed(long hash, ArticleFileName name) {}

  private static Optional<Hashed> hashed(Archive archive, ArticleFileName name) {
    if (!(SavedText.read(archive, name) instanceof SavedText.Whole whole)) {
      return Optional.empty();
    }
    String text = ComparableText.of(whole.article()).text();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hashed(ByteBuffer.wrap(Sha256.of(text)).getLong(), name));
  }
}
