package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/**
 * Reads tables of rules: each line a rule, {@code " | "} and the reason. Empty lines and lines that
 * begin with {@code #} and whitespace are comments.
 */
final class RuleTable {
  /** A number sign with anything but whitespace behind it is a selector: {@code #didomi-host}. */
  private static final Pattern COMMENT = Pattern.compile("#+(?:\\s.*)?");

  static {
    // jsoup takes RE2/J where it finds it, which reads the (?U) of the tables in another way.
    System.setProperty("jsoup.useRe2j", "false");
  }

  private RuleTable() {}

  /** Makes a rule of a line without its reason. */
  interface Reader<R> {
    R read(String rule) throws MalformedException;
  }

  /** The text of a table that comes with the program. */
  static String resource(String name) {
    try (InputStream table = RuleTable.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(table, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules of a table that comes with the program. */
  static <R> List<R> builtIn(String name, Reader<R> reader) {
    try {
      return read(name, resource(name), reader);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The rules of a table.
   *
   * @param source what the table is called in messages
   * @throws MalformedException where a line has no reason or cannot be read; it names the line
   */
  static <R> List<R> read(String source, String table, Reader<R> reader) throws MalformedException {
    List<R> rules = new ArrayList<>();
    int number = 0;
    String text = table.startsWith("\uFEFF") ? table.substring(1) : table;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || COMMENT.matcher(line).matches()) {
        continue;
      }
      int bar = line.lastIndexOf(" | ");
      try {
        if (bar < 0 || line.substring(bar + 3).isBlank()) {
          throw new MalformedException(source, "must be a selector, \" | \" and a reason");
        }
        rules.add(reader.read(line.substring(0, bar).strip()));
      } catch (MalformedException e) {
        throw new MalformedException(source, "line " + number + ": " + e.reason(), e);
      }
    }
    return List.copyOf(rules);
  }

  /** A selector that jsoup understands. */
  static Evaluator selector(String query) throws MalformedException {
    try {
      return Selector.evaluatorOf(query);
    } catch (Selector.SelectorParseException | IllegalArgumentException e) {
      throw new MalformedException(query, String.valueOf(e.getMessage()), e);
    }
  }
}
