package io.github.rfiarchiver.archive;

import java.nio.file.Path;

/** Another run holds the lock of the archive. */
public final class ArchiveLockedException extends ArchiveException {
  private static final long serialVersionUID = 1L;

  ArchiveLockedException(Path root) {
    super(root, "another run holds the archive; try again when it has ended");
  }
}
