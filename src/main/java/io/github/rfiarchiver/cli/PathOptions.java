package io.github.rfiarchiver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Paths in place of articles, for other programs. */
final class PathOptions {
  @Option(
      names = "--paths",
      fallbackValue = "true",
      description = "The paths of the files alone, one a line.")
  private boolean paths;

  @Option(
      names = {"-0", "--null"},
      fallbackValue = "true",
      description = "With --paths: each ends in NUL, for xargs -0 and cat -0.")
  private boolean nul;

  /**
   * Whether paths are wanted.
   *
   * @param other an option that was given and asks for something else, or null
   */
  boolean wanted(@Nullable String other) throws UsageException {
    if (nul && !paths) {
      throw new UsageException("--null", "ends paths: it goes with --paths");
    }
    if (paths && other != null) {
      throw new UsageException("--paths", "prints paths alone: it does not go with " + other);
    }
    return paths;
  }

  /** A path, and what ends it. */
  String ended(Path path) {
    return path + (nul ? "\0" : "\n");
  }
}
