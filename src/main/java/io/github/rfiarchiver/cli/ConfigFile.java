package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.cli.output.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user's configuration: {@code key = value} lines in UTF-8. Empty lines and lines that begin
 * with {@code #} are ignored; a value may hold any character, but no {@code #} after a blank.
 *
 * @param path where it is
 * @param settings its lines by their keys, in their order
 */
record ConfigFile(Path path, Map<String, Setting> settings) {
  /** A configuration without a file. */
  static final ConfigFile NONE = new ConfigFile(Path.of(""), Map.of());

  /** What decoding puts in the place of other bytes; and the zeros of UTF-16. */
  private static final Pattern NOT_UTF_8 = Pattern.compile("[\0\ufffd]");

  private static final Pattern COMMENT = Pattern.compile("\\s#");

  /**
   * One line.
   *
   * @param line its number, from 1
   * @param value never empty
   */
  record Setting(int line, String key, String value) {
    /** Where it is, in short. */
    String source() {
      return "line " + line;
    }
  }

  /**
   * The path of the file, whether it exists or not: {@code $XDG_CONFIG_HOME/rfi-archiver/config},
   * else {@code ~/.config/rfi-archiver/config}. A relative {@code XDG_CONFIG_HOME} is ignored (XDG
   * Base Directory Specification).
   */
  static String place(Environment environment) {
    String folder = environment.variable("XDG_CONFIG_HOME");
    return (folder.startsWith("/") ? folder : environment.homeFolder() + "/.config")
        + "/rfi-archiver/config";
  }

  /** The path of the file; empty if there is no file. */
  static Optional<Path> find(Environment environment) {
    try {
      Path file = Path.of(place(environment));
      return isAbsent(file) ? Optional.empty() : Optional.of(file);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the file is certainly absent: it does not exist, or a parent is not a folder, such as a
   * {@code HOME} of {@code /dev/null}. {@link #read} reports every other error.
   */
  private static boolean isAbsent(Path file) {
    return Stream.iterate(file, Objects::nonNull, Path::getParent)
        .anyMatch(
            path ->
                Files.notExists(path)
                    || (!path.equals(file) && Files.exists(path) && !Files.isDirectory(path)));
  }

  /**
   * Reads the file.
   *
   * @throws UsageException if the file cannot be read, or a line is not UTF-8, is not {@code key =
   *     value} or repeats a key; it names the file and the line
   */
  static ConfigFile read(Path path) throws UsageException {
    ConfigFile file = new ConfigFile(path, new LinkedHashMap<>());
    try {
      file.parse(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UsageException(
          path.toString(), ArchiveException.reason(e) + "; make it readable, or remove it");
    }
    return file;
  }

  /** An error in a line. */
  UsageException wrong(int line, String what) {
    return new UsageException(path.toString(), "line " + line + ": " + what);
  }

  private void parse(byte[] bytes) throws UsageException {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (NOT_UTF_8.matcher(lines[i]).find()) {
        throw wrong(i + 1, "is not UTF-8; save the file as UTF-8");
      }
      String line = lines[i].replaceFirst("^\uFEFF", "").strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(i + 1, line);
      }
    }
  }

  private void add(int number, String line) throws UsageException {
    int sign = line.indexOf('=');
    String key = line.substring(0, Math.max(sign, 0)).strip();
    String value = line.substring(sign + 1).strip();
    if (key.isEmpty() || value.isEmpty()) {
      throw wrong(number, "must be KEY = VALUE; comments begin with #");
    }
    if (value.startsWith("\"") || value.startsWith("'")) {
      throw wrong(number, "the value is in quotation marks; remove them");
    }
    if (COMMENT.matcher(" " + value).find()) {
      throw wrong(number, "a # inside of a value; write a comment on a line of its own");
    }
    Setting earlier = settings.putIfAbsent(key, new Setting(number, key, value));
    if (earlier != null) {
      throw wrong(number, '"' + key + "\" is already set in line " + earlier.line());
    }
  }
}
