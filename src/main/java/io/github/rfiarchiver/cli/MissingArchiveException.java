package io.github.rfiarchiver.cli;

import java.nio.file.Path;

/** Says that there is no archive to read. The message names its folder first. */
final class MissingArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingArchiveException(Path root) {
    super(root + ": is no folder; make an archive with: rfi-archiver --archive " + root + " fetch");
  }
}
