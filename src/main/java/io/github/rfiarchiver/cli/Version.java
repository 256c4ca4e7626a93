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

  /** The version number of the build file. */
  static String number() {
    return build().getProperty("version");
  }

  /** The name and version of the program, as the User-Agent header and WARC files have it. */
  static String software() {
    return "rfi-archiver/" + number();
  }

  @Override
  public String[] getVersion() {
    Properties build = build();
    String vendor = System.getProperty("java.vendor") + ", " + System.getProperty("java.home");
    return new String[] {
      "rfi-archiver " + build.getProperty("version"),
      "commit " + commit(build.getProperty("commit", "")),
      "Java " + System.getProperty("java.version") + " (" + vendor + ")",
      "archive format " + ARCHIVE_FORMAT
    };
  }

  /** The commit of the build; empty or a placeholder where the build did not know it. */
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
