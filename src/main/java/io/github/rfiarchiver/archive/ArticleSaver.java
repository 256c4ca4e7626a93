package io.github.rfiarchiver.archive;

import java.util.List;

/** Saves articles in an archive. */
public interface ArticleSaver {
  /**
   * Saves articles, and returns the result of each, in their order. The raw captures since the last
   * call are published before, if they are kept.
   *
   * @throws ArchiveException where nothing could be saved
   */
  List<SaveResult> save(List<NewArticle> articles) throws ArchiveException, InterruptedException;

  /** Whether raw captures are kept. */
  boolean keepsRaw();
}
