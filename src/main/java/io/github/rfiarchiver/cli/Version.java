package io.github.rfiarchiver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What the program is: its version, and all that a report of a fault needs beside it. */
final class Version implements IVersionProvider {
  /** The version of the archive's layout and file format, as the README describes them. */
  private static final int ARCHIVE_FORMAT = 1;

  /** The version's number, as the build file says it. */
  static String number() {
    return build().getProperty("version");
  }

  @Override
  public String[] getVersion() {
    Properties build = build();
    return new String[] {
      "rfi-archiver " + build.getProperty("version"),
      "commit " + commit(build.getProperty("commit", "")),
      "Java "
          + System.getProperty("java.version")
          + " ("
          + System.getProperty("java.vendor")
          + ", "
          + System.getProperty("java.home")
          + ")",
      "archive format " + ARCHIVE_FORMAT
    };
  }

  /** The commit that was built; a build that knew of none leaves the place as it was, or empty. */
  private static String commit(String filtered) {
    return filtered.isEmpty() || filtered.startsWith("${") ? "unknown" : filtered;
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
