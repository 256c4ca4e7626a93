package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Articles made up for the tests of this package. */
final class Samples {
  static final Instant PUBLISHED = Instant.parse("2023-10-28T09:45:02.345Z");

  private Samples() {}

  static ArticleUrl address(String slug) {
    try {
      return ArticleUrl.of("https://www.rfi.fr/cn/亚洲/" + slug);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Article article(String slug, String body) {
    return new Article("河口小镇重修石桥", address(slug), PUBLISHED, body);
  }

  /** An article that becomes a first text, or a revision saved now. */
  static NewArticle offer(Article article, Collection<Instant> dates) {
    return new NewArticle(article, dates, null, null);
  }

  /** Extends a file to a size, sparsely: it takes no more space on the disk. */
  static void stretch(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
  }

  /** Every file and folder below a folder, as paths relative to it, in order. */
  static List<String> tree(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.skip(1).map(path -> folder.relativize(path).toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Saves articles; the result of each, in their order. */
  static List<SaveResult> save(ArticleStore store, List<NewArticle> articles)
      throws ArchiveException {
    Map<NewArticle, SaveResult> results = store.save(articles);
    return articles.stream().map(results::get).toList();
  }

  /**
   * The result of saving an article.
   *
   * @throws ArchiveException where it failed
   */
  static SaveResult.Saved saved(SaveResult result) throws ArchiveException {
    if (result instanceof SaveResult.Failed failed) {
      throw failed.cause();
    }
    return (SaveResult.Saved) result;
  }
}
