package io.github.rfiarchiver.cli;

import java.nio.file.Path;
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
   * Refuses options of the command line that contradict each other, and turns off those of the
   * configuration that contradict the command line.
   *
   * @param others the options that contradict {@code --paths}
   */
  void check(Subcommand command, String... others) throws UsageException {
    for (String other : others) {
      if (command.isGiven(other)) {
        if (command.isGiven("--paths")) {
          throw new UsageException(
              "--paths", "prints paths only; it cannot be combined with " + other);
        }
        paths = false;
      }
    }
    if (!paths && command.isGiven("--null")) {
      throw new UsageException("--null", "needs --paths");
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
