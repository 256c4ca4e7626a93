package io.github.rfiarchiver.archive;

/** The result of saving one article. */
public sealed interface SaveResult {
  /** Its text is in the archive. */
  sealed interface Saved extends SaveResult {
    /** The text, with its file. */
    SavedText.Whole text();

    /** Whether the archive did not hold the text before. */
    default boolean isNew() {
      return !(this instanceof Unchanged);
    }
  }

  /** The first text of an article. */
  record Added(SavedText.Whole text) implements Saved {}

  /** A revision: a later text of an article, saved beside the first. */
  record Revised(SavedText.Whole text) implements Saved {}

  /** The article is known with this text; nothing was written. */
  record Unchanged(SavedText.Whole text) implements Saved {}

  /** It could not be saved. */
  record Failed(ArchiveException cause) implements SaveResult {}
}
