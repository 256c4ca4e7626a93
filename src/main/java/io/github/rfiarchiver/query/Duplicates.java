package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ComparableText;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Finds articles under different keys that say the same: text compared as for revisions, without
 * headline, printed date, author line, lead picture and blanks. Of each text a hash alone is held.
 */
public final class Duplicates {
  private Duplicates() {}

  /**
   * The groups of articles with one text, each in date order, the group with the earliest first; of
   * every article its newest text. Files that are damaged and articles without text are left aside.
   *
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws UncheckedIOException where a month's folder cannot be read
   */
  public static List<List<ArticleFileName>> of(Archive archive) throws ArchiveException {
    List<Hashed> texts = new ArrayList<>();
    Iterator<ArticleFileName> names = ArticleFilter.ALL.names(archive).iterator();
    OrderedParallel.stream(names, name -> hashed(archive, name)).forEach(texts::add);
    texts.sort(Comparator.comparingLong(Hashed::hash).thenComparing(Hashed::name));
    List<List<ArticleFileName>> groups = new ArrayList<>();
    for (int start = 0; start < texts.size(); ) {
      int end = start + 1;
      while (end < texts.size() && texts.get(end).hash() == texts.get(start).hash()) {
        end++;
      }
      List<ArticleFileName> group = texts.subList(start, end).stream().map(Hashed::name).toList();
      if (group.stream().map(ArticleFileName::key).distinct().count() > 1) {
        groups.add(group);
      }
      start = end;
    }
    groups.sort(Comparator.comparing(group -> group.get(0)));
    return groups;
  }

  /**
   * @param hash the first 64 bits of SHA-256 over the text: among a million texts two agree by
   *     chance once in forty million archives
   */
  private record Hashed(long hash, ArticleFileName name) {}

  private static Optional<Hashed> hashed(Archive archive, ArticleFileName name) {
    if (!(SavedText.read(archive, name) instanceof SavedText.Whole whole)) {
      return Optional.empty();
    }
    String text = ComparableText.of(whole.article()).text();
    return text.isEmpty() ? Optional.empty() : Optional.of(new Hashed(hash(text), name));
  }

  private static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
