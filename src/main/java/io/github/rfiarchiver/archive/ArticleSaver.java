package io.github.rfiarchiver.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saves articles in an archive. */
public interface ArticleSaver {
  /** Saves articles, and returns the result of each, in their order. */
  List<SaveResult> save(List<NewArticle> articles) throws InterruptedException;

  /** This saver as a store that keeps raw captures; null if none are kept. */
  default @Nullable ArticleStore withRaw() {
    return null;
  }
}
