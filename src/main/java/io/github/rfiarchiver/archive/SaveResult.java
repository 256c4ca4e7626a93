package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Path;

/** The result of saving one article. */
public sealed interface SaveResult {
  /** Its text is in the archive. */
  sealed interface Saved extends SaveResult {
    /** The file of the text. */
    Path path();

    /** The article in that file. */
    Article article();

    /** The name of the file. */
    default ArticleFileName name() {
      return ArticleFileName.parse(String.valueOf(path().getFileName())).orElseThrow();
    }
  }

  /** The first text of an article. */
  record Added(Path path, Article article) implements Saved {}

  /** A revision: a later text of an article, saved beside the first. */
  record Revised(Path path, Article article) implements Saved {}

  /** The article is known with this text; nothing was written. */
  record Unchanged(Path path, Article article) implements Saved {}

  /** It could not be saved. */
  record Failed(ArchiveException cause) implements SaveResult {}
}
