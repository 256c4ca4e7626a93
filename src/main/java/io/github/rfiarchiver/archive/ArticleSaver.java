package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.RawStore;
import java.util.List;
import java.util.Optional;

/** Saves articles in an archive. */
public interface ArticleSaver {
  /** Saves articles, and returns the result of each, in their order. */
  List<SaveResult> save(List<NewArticle> articles) throws InterruptedException;

  /** What {@link #save} would do with each article alone; nothing is written. */
  List<SaveResult> preview(List<NewArticle> articles);

  /** The store of raw captures, if they are kept. */
  Optional<RawStore> raw();
}
