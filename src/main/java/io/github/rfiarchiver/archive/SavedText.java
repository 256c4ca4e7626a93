package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Path;

/** A file of the archive, read: an article, or what is wrong with the file. */
public sealed interface SavedText {
  /** The file's name, with the key of the article and, for a revision, its time. */
  ArticleFileName name();

  /** The path of the file. */
  Path path();

  /** A file that holds an article. */
  record Whole(ArticleFileName name, Path path, Article article) implements SavedText {}

  /**
   * A file that cannot be read, or is damaged.
   *
   * @param reason what is wrong with it, as a clause
   */
  record Damaged(ArticleFileName name, Path path, String reason) implements SavedText {}
}
