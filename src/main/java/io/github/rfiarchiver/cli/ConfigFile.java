package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The user's configuration: {@code key = value} lines in UTF-8. Empty lines, and lines that begin
 * with {@code #}, say nothing; a value may hold any character.
 *
 * @param path where it stands
 * @param settings its lines, in their order; no key stands there twice
 */
record ConfigFile(Path path, List<Setting> settings) {
  ConfigFile {
    settings = List.copyOf(settings);
  }

  /**
   * One line.
   *
   * @param line its number, the first being 1
   * @param key what it sets
   * @param value what it is set to, never empty
   */
  record Setting(int line, String key, String value) {}

  /**
   * Where the file is: {@code $XDG_CONFIG_HOME/rfi-archiver/config}, else {@code
   * ~/.config/rfi-archiver/config}; empty where there is none. As the XDG base directory
   * specification wants it, a relative {@code XDG_CONFIG_HOME} counts as none.
   */
  static Optional<Path> find(Surroundings surroundings) {
    String folder = surroundings.environment().getOrDefault("XDG_CONFIG_HOME", "");
    if (!folder.startsWith("/")) {
      folder = home(surroundings) + "/.config";
    }
    try {
      Path file = Path.of(folder, "rfi-archiver", "config");
      return isAbsent(file) ? Optional.empty() : Optional.of(file);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether nothing is there for certain: it does not exist, or what would be a folder above it is
   * none, such as where {@code HOME} is {@code /dev/null}. Any other error is left to {@link
   * #read}.
   */
  private static boolean isAbsent(Path file) {
    for (Path path = file; path != null; path = path.getParent()) {
      try {
        boolean isFolder = Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        return !path.equals(file) && !isFolder;
      } catch (NoSuchFileException e) {
        return true;
      } catch (IOException e) {
        // the folder above it may tell why
      }
    }
    return false;
  }

  /** The user's home folder: that of the environment, else that of the passwd file. */
  static String home(Surroundings surroundings) {
    String home = surroundings.environment().getOrDefault("HOME", "");
    return home.isEmpty() ? surroundings.home() : home;
  }

  /**
   * Reads the file.
   *
   * @throws UsageException where it cannot be read, or a line is in another encoding or no {@code
   *     key = value}; the message names the file and the line
   */
  static ConfigFile read(Path path) throws UsageException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UsageException(
          path.toString(), ArchiveException.reason(e) + "; make it readable, or take it away");
    }
    return parse(path, bytes);
  }

  static ConfigFile parse(Path path, byte[] bytes) throws UsageException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    int line = 0;
    int start = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      line++;
      Optional<Setting> setting = setting(path, line, text(path, line, bytes, start, end));
      if (setting.isPresent()) {
        Setting earlier = settings.putIfAbsent(setting.get().key(), setting.get());
        if (earlier != null) {
          throw wrong(path, line, '"' + earlier.key() + "\" stands on line " + earlier.line());
        }
      }
      start = end + 1;
    }
    return new ConfigFile(path, List.copyOf(settings.values()));
  }

  /** Says what is wrong with a line. */
  static UsageException wrong(Path path, int line, String what) {
    return new UsageException(path.toString(), "line " + line + ": " + what);
  }

  private static String text(Path path, int line, byte[] bytes, int start, int end)
      throws UsageException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, start, end - start))
              .toString();
      if (text.indexOf('\0') < 0) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
      }
    } catch (CharacterCodingException e) {
      // said below
    }
    throw wrong(path, line, "is not in UTF-8; save the file in that encoding");
  }

  private static Optional<Setting> setting(Path path, int line, String text) throws UsageException {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return Optional.empty();
    }
    int sign = stripped.indexOf('=');
    String key = stripped.substring(0, Math.max(sign, 0)).strip();
    String value = stripped.substring(sign + 1).strip();
    if (key.isEmpty() || value.isEmpty()) {
      throw wrong(path, line, "is not of the form key = value; comments begin with #");
    }
    char first = value.charAt(0);
    if (first == '"' || first == '\'') {
      throw wrong(path, line, "the value stands in quotation marks; write it without them");
    }
    return Optional.of(new Setting(line, key, value));
  }
}
