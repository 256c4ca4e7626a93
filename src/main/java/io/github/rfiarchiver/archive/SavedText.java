package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import java.nio.file.Path;

/** A file of the archive, read: an article, or why there is none in it. */
public sealed interface SavedText {
  /** The file's name, which says the article's key and whether it is a revision. */
  ArticleFileName name();

  /** Where the file lies. */
  Path path();

  /** A file that holds an article. */
  record Whole(ArticleFileName name, Path path, Article article) implements SavedText {}

  /**
   * A file that cannot be read, or is damaged.
   *
   * @param reason what is wrong with it, as a clause
   */
  record Damaged(ArticleFileName name, Path path, String reason) implements SavedText {}

  /** Reads a file; whatever is wrong with it is part of the result. */
  static SavedText read(Archive archive, ArticleFileName name) {
    Path path = archive.path(name);
    try {
      return new Whole(name, path, archive.read(name));
    } catch (MalformedException e) {
      return new Damaged(name, path, e.reason());
    } catch (ArchiveException e) {
      return new Damaged(name, path, e.reason());
    }
  }
}
