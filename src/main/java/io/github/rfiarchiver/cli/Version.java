package io.github.rfiarchiver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, with what a bug report needs besides. */
final class Version implements IVersionProvider {
  /** The version of the archive format that the README describes. */
  private static final int ARCHIVE_FORMAT = 1;

  /** The name and version of the program, as the User-Agent header and WARC files have it. */
  static String software() {
    return "rfi-archiver/" + build().getProperty("version");
  }

  @Override
  public String[] getVersion() {
    Properties build = build();
    String commit = build.getProperty("commit", ""); // a placeholder where the build knew none
    String vendor = System.getProperty("java.vendor") + ", " + System.getProperty("java.home");
    return new String[] {
      "rfi-archiver " + build.getProperty("version"),
      "commit " + (commit.isEmpty() || commit.startsWith("${") ? "unknown" : commit),
      "Java " + System.getProperty("java.version") + " (" + vendor + ")",
      "archive format " + ARCHIVE_FORMAT
    };
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream properties = Version.class.getResourceAsStream("build.properties")) {
      build.load(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build;
  }
}
