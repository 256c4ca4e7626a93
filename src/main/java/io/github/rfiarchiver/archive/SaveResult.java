package io.github.rfiarchiver.archive;

/** What came of saving one article. */
public sealed interface SaveResult {
  /** Its text is in the archive, under {@link Kept#path}. */
  record Saved(Kept kept) implements SaveResult {}

  /** It is not in the archive. */
  record Failed(ArchiveException cause) implements SaveResult {}

  /**
   * What was saved.
   *
   * @throws ArchiveException where it failed
   */
  default Kept orThrow() throws ArchiveException {
    if (this instanceof Failed failed) {
      throw failed.cause();
    }
    return ((Saved) this).kept();
  }
}
