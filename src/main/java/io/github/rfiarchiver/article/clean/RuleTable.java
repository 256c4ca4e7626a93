package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * A table of rules. Each line has a rule, {@code " | "} and the reason. {@code define {NAME}} and a
 * text name that text: in the lines below, <code>{NAME}</code> stands for it. Empty lines are
 * ignored; lines that start with {@code #} and whitespace are comments.
 */
final class RuleTable {
  /** A number sign before other characters is a selector: {@code #didomi-host}. */
  private static final Pattern COMMENT = Pattern.compile("#+(?:\\s.*)?");

  private static final Pattern DEFINITION = Pattern.compile("define (\\{[a-z-]+\\})\\s+(.+)");

  static {
    // jsoup uses RE2/J where it is on the class path; there (?U) means ungreedy, not Unicode.
    System.setProperty("jsoup.useRe2j", "false");
  }

  private RuleTable() {}

  /** The text of a built-in table, in UTF-8. */
  static String resource(String name) {
    return Resource.text(RuleTable.class, name);
  }

  /** The rules of a built-in table. */
  static <R> List<R> builtIn(String name, Function<String, R> reader) {
    try {
      return read(name, resource(name), reader);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Parses a table; a byte order mark is ignored.
   *
   * @param source the table's name in messages
   * @param reader parses a line without its reason. It rejects one as jsoup and {@link Pattern} do:
   *     by an {@link IllegalArgumentException} or {@link SelectorParseException}
   * @throws MalformedException where a line has no reason or the reader rejects it; names the line
   */
  static <R> List<R> read(String source, String table, Function<String, R> reader)
      throws MalformedException {
    List<R> rules = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    int number = 0;
    for (String line : table.replaceFirst("^\uFEFF", "").lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || COMMENT.matcher(line).matches()) {
        continue;
      }
      int bar = line.lastIndexOf(" | ");
      try {
        if (bar < 0) { // the line is stripped: behind a bar is a reason
          throw new IllegalArgumentException("must be a selector, \" | \" and a reason");
        }
        String rule = line.substring(0, bar).strip();
        for (Map.Entry<String, String> named : texts.entrySet()) {
          rule = rule.replace(named.getKey(), named.getValue());
        }
        Matcher definition = DEFINITION.matcher(rule);
        if (definition.matches()) {
          texts.put(definition.group(1), definition.group(2));
        } else {
          rules.add(reader.apply(rule));
        }
      } catch (IllegalArgumentException | SelectorParseException e) {
        String reason =
            e instanceof PatternSyntaxException syntax ? syntax.getDescription() : e.getMessage();
        throw new MalformedException(source, "line " + number + ": " + reason, e);
      }
    }
    return List.copyOf(rules);
  }
}
