package io.github.rfiarchiver.archive;

import java.util.List;

/** Saves articles in an archive. */
@FunctionalInterface
public interface ArticleSaver {
  /** Saves articles, and returns the result of each, in their order. */
  List<SaveResult> save(List<NewArticle> articles) throws InterruptedException;
}
