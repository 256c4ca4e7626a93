package io.github.rfiarchiver.archive;

import java.nio.file.Path;

/** A file of this name exists already; it is not replaced. */
final class NameTakenException extends ArchiveException {
  NameTakenException(Path path) {
    super(path, "exists already; it was not replaced");
  }
}
