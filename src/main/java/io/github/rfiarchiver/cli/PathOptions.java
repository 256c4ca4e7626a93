package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.Options.Flag;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Paths in place of articles, for other programs. */
final class PathOptions {
  private final Flag paths;
  private final Flag nul;

  PathOptions(Options options) {
    paths = options.flag("--paths", "The paths of the files alone, one a line.");
    nul = options.flag("-0, --null", "With --paths: each ends in NUL, for xargs -0 and cat -0.");
  }

  /**
   * Whether paths are wanted.
   *
   * @param other an option that was given and asks for something else, or null
   */
  boolean wanted(@Nullable String other) throws UsageException {
    if (nul.isSet() && !paths.isSet()) {
      throw new UsageException("--null", "ends paths: it goes with --paths");
    }
    if (paths.isSet() && other != null) {
      throw new UsageException("--paths", "prints paths alone: it does not go with " + other);
    }
    return paths.isSet();
  }

  /** A path, and what ends it. */
  String ended(Path path) {
    return path + (nul.isSet() ? "\0" : "\n");
  }
}
