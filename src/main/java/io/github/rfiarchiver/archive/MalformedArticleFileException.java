package io.github.rfiarchiver.archive;

/** Says that something is no file in the seed format. The message names the file first. */
public final class MalformedArticleFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String reason;

  MalformedArticleFileException(String file, String reason) {
    super(file + ": " + reason);
    this.file = file;
    this.reason = reason;
  }

  /** What the file is called. */
  public String file() {
    return file;
  }

  /** What is wrong with it, as a clause. */
  public String reason() {
    return reason;
  }
}
