package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Path;

/** The result of saving an article. */
public sealed interface Kept {
  /** The file that holds its text. */
  Path path();

  /** The article as that file holds it. */
  Article article();

  /** The first text of an article. */
  record New(Path path, Article article) implements Kept {}

  /** A later text of an article, kept beside the first. */
  record Revised(Path path, Article article) implements Kept {}

  /** A text that was kept before; nothing was written. */
  record Known(Path path, Article article) implements Kept {}
}
