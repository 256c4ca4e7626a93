package io.github.rfiarchiver.fetch;

import java.nio.file.Path;

/** Says that a state file cannot be understood. The message names it first. */
public final class DamagedStateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;

  DamagedStateException(Path path, Throwable cause) {
    super(
        path + ": cannot be understood; repair it, or move it away and lose what it lists", cause);
    this.path = path.toString();
  }

  /** The file's path. */
  public String path() {
    return path;
  }
}
