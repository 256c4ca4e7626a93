package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Path;

/** The result of saving one article. */
public sealed interface SaveResult {
  /** Its text is in the archive. */
  sealed interface Saved extends SaveResult {
    /** The file that holds its text. */
    Path path();

    /** The article as that file holds it. */
    Article article();
  }

  /** The first text of an article. */
  record Added(Path path, Article article) implements Saved {}

  /** A later text of an article, kept beside the first. */
  record Revised(Path path, Article article) implements Saved {}

  /** A text that was saved before; nothing was written. */
  record Unchanged(Path path, Article article) implements Saved {}

  /** It is not in the archive. */
  record Failed(ArchiveException cause) implements SaveResult {}
}
