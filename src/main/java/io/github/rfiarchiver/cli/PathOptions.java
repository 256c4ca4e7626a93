package io.github.rfiarchiver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that print paths in place of articles, for other programs. */
final class PathOptions {
  @Option(
      names = {"-l", "--paths"},
      fallbackValue = "true",
      description = "Print the paths of the files only, one a line.")
  private boolean paths;

  @Option(
      names = {"-0", "--null"},
      fallbackValue = "true",
      description = "With --paths: end each path in NUL, for xargs -0 and cat -0.")
  private boolean nul;

  /**
   * Whether to print paths.
   *
   * @param other a given option that contradicts {@code --paths}, or null
   */
  boolean wanted(@Nullable String other) throws UsageException {
    if (nul && !paths) {
      throw new UsageException("--null", "needs --paths");
    }
    if (paths && other != null) {
      throw new UsageException("--paths", "prints paths only; it cannot be combined with " + other);
    }
    return paths;
  }

  /** A path with its terminator. */
  String ended(Path path) {
    return path + (nul ? "\0" : "\n");
  }
}
