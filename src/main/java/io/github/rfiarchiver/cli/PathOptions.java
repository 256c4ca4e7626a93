package io.github.rfiarchiver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that print paths in place of articles, for other programs. */
final class PathOptions {
  @Option(
      names = {"-l", "--paths"},
      description = "Print the paths of the files only, one a line.")
  private boolean paths;

  @Option(
      names = {"-0", "--null"},
      description = "With --paths: end each path in NUL, for xargs -0 and cat -0.")
  private boolean nul;

  /**
   * Refuses options that contradict each other.
   *
   * @param other a given option that contradicts {@code --paths}, or null
   */
  void check(@Nullable String other) throws UsageException {
    if (nul && !paths) {
      throw new UsageException("--null", "needs --paths");
    }
    if (paths && other != null) {
      throw new UsageException("--paths", "prints paths only; it cannot be combined with " + other);
    }
  }

  /** Whether to print paths. */
  boolean areOn() {
    return paths;
  }

  /** A path with its terminator. */
  String ended(Path path) {
    return path + (nul ? "\0" : "\n");
  }
}
