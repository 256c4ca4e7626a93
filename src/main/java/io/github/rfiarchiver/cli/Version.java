package io.github.rfiarchiver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as it was built. */
final class Version implements IVersionProvider {
  /** The version's number. */
  static String number() {
    Properties build = new Properties();
    try (InputStream properties = Version.class.getResourceAsStream("build.properties")) {
      build.load(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"rfi-archiver " + number()};
  }
}
