package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Needs;
import io.github.rfiarchiver.article.Traits;
import io.github.rfiarchiver.article.TreeEdits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/**
 * The table of what counts as junk. Each line holds a selector, {@code " | "} and the reason; the
 * word {@code unwrap} in front of the selector takes the element and leaves its text. The lines are
 * carried out from the first to the last. Empty lines and those that begin with {@code #} and a
 * blank say nothing. Immutable, and safe to share among threads.
 */
public final class CleaningRules {
  private static final String BUILT_IN = "junk.rules";
  private static final String UNWRAP = "unwrap ";

  /** jsoup's sign of selectors that find other nodes than elements. */
  private static final String NODES = "::";

  /** A number sign with anything but a blank behind it is a selector: {@code #didomi-host}. */
  private static final Pattern COMMENT = Pattern.compile("#+(?:\\s.*)?");

  static {
    // jsoup takes RE2/J where it finds it, which reads the (?U) of the tables in another way.
    System.setProperty("jsoup.useRe2j", "false");
  }

  private final Supplier<List<Rule>> rules;

  private CleaningRules(Supplier<List<Rule>> rules) {
    this.rules = rules;
  }

  /** The table that comes with the program. It is read when it is first needed. */
  public static CleaningRules builtIn() {
    return new CleaningRules(() -> BuiltIn.RULES);
  }

  /**
   * The rules of a table.
   *
   * @param source what the table is called in messages: a path, for one
   * @throws MalformedException where a line holds no reason, or a selector that jsoup does not
   *     understand; it names the line
   */
  public static CleaningRules parse(String source, String table) throws MalformedException {
    List<Rule> rules = rules(source, table);
    return new CleaningRules(() -> rules);
  }

  private static List<Rule> rules(String source, String table) throws MalformedException {
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    String text = table.startsWith("\uFEFF") ? table.substring(1) : table;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !COMMENT.matcher(line).matches()) {
        rules.add(rule(source, number, line));
      }
    }
    return List.copyOf(rules);
  }

  /**
   * Takes everything that the table names out of {@code article}.
   *
   * @return whether there was anything
   */
  boolean apply(Element article) {
    Traits traits = Traits.of(article);
    boolean found = false;
    for (Rule rule : rules.get()) {
      found |= rule.needs().mayBeMetBy(traits) && rule.apply(article);
    }
    return found;
  }

  private static Rule rule(String source, int number, String line) throws MalformedException {
    int bar = line.lastIndexOf(" | ");
    if (bar < 0 || line.substring(bar + 3).isBlank()) {
      throw new MalformedException(
          source, "line " + number + ": a selector, \" | \" and a reason are wanted");
    }
    String selector = line.substring(0, bar).strip();
    boolean unwraps = selector.startsWith(UNWRAP);
    try {
      String query = unwraps ? selector.substring(UNWRAP.length()).strip() : selector;
      return new Rule(Selector.evaluatorOf(query), Needs.of(query), query.contains(NODES), unwraps);
    } catch (Selector.SelectorParseException | IllegalArgumentException e) {
      throw new MalformedException(source, "line " + number + ": " + e.getMessage());
    }
  }

  private record Rule(Evaluator selector, Needs needs, boolean ofNodes, boolean unwraps) {
    boolean apply(Element article) {
      boolean found = false;
      TreeEdits edits = new TreeEdits();
      for (Node junk : ofNodes ? article.selectNodes(selector) : article.select(selector)) {
        if (junk.equals(article) || junk.parent() == null) {
          continue; // the article itself is never junk
        }
        found = true;
        if (unwraps) {
          edits.unwrap(junk);
        } else {
          edits.remove(junk);
        }
      }
      edits.apply();
      return found;
    }
  }

  private static final class BuiltIn {
    static final List<Rule> RULES = load();

    private static List<Rule> load() {
      try (InputStream table = CleaningRules.class.getResourceAsStream(BUILT_IN)) {
        if (table == null) {
          throw new IllegalStateException(BUILT_IN + " is not in the jar");
        }
        return rules(BUILT_IN, new String(table.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (MalformedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
