package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.HttpHeader;
import java.util.List;
import java.util.Map;

/** Saves articles in an archive. */
public interface ArticleSaver {
  /** The data of articles that is kept beside the raw captures of their pages. */
  interface RawData {
    /**
     * The fields of each article, by the requested URL of its page.
     *
     * @param results the results of the articles, in their order
     */
    Map<String, List<HttpHeader>> of(List<SaveResult> results);
  }

  /**
   * Saves articles, and returns the result of each, in their order. The raw captures since the last
   * call are published before, if they are kept.
   *
   * @throws ArchiveException where nothing could be saved
   */
  List<SaveResult> save(List<NewArticle> articles, RawData data)
      throws ArchiveException, InterruptedException;

  /** Whether raw captures are kept. */
  boolean keepsRaw();
}
