package io.github.rfiarchiver.archive;

import java.util.IdentityHashMap;
import java.util.List;

/** Saves articles in an archive. */
public interface ArticleSaver {
  /**
   * Saves articles. The raw captures since the last call are published before, if they are kept.
   *
   * @return the result of each article, by the object: two that are equal have a result each
   * @throws ArchiveException if nothing could be saved
   */
  IdentityHashMap<NewArticle, SaveResult> save(List<NewArticle> articles)
      throws ArchiveException, InterruptedException;

  /** Whether raw captures are kept. */
  boolean keepsRaw();
}
