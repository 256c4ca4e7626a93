package io.github.rfiarchiver.archive;

import java.nio.file.Path;

/** Another run holds the lock of the archive. */
public final class ArchiveLockedException extends ArchiveException {
  ArchiveLockedException(Path root) {
    super(root, "another run holds the archive; try again when it has ended");
  }
}
