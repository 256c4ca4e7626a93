package io.github.rfiarchiver.archive;

import java.nio.file.Path;

/** Says that a file exists under the name of one that was to be written; it is not replaced. */
final class NameTakenException extends ArchiveException {
  private static final long serialVersionUID = 1L;

  NameTakenException(Path path) {
    super(path, "exists with another article; not replaced");
  }
}
