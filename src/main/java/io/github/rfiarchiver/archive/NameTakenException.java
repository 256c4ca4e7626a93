package io.github.rfiarchiver.archive;

import java.nio.file.Path;

/** A file of this name exists already, with another article; it is not replaced. */
final class NameTakenException extends ArchiveException {
  NameTakenException(Path path) {
    super(path, "exists with another article; not replaced");
  }
}
