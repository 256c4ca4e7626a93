package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Evaluator;

/**
 * The table of what counts as junk. Each line holds a selector, {@code " | "} and the reason; the
 * word {@code unwrap} in front of the selector takes the element and leaves its text. The lines are
 * applied from the first to the last. Empty lines and those that begin with {@code #} and a blank
 * say nothing. Immutable, and safe to share among threads.
 */
public final class CleaningRules {
  private static final String BUILT_IN = "junk.rules";
  private static final String UNWRAP = "unwrap ";

  private final List<Rule> rules;

  private CleaningRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The table that comes with the program. */
  public static CleaningRules builtIn() {
    return new CleaningRules(RuleTable.builtIn(BUILT_IN, CleaningRules::rule));
  }

  /** The text of the table that comes with the program. */
  public static String builtInTable() {
    return RuleTable.resource(BUILT_IN);
  }

  /**
   * The rules of a table.
   *
   * @param source what the table is called in messages: a path, for one
   * @throws MalformedException where a line has no reason, or a selector that jsoup does not
   *     understand; it names the line
   */
  public static CleaningRules parse(String source, String table) throws MalformedException {
    return new CleaningRules(RuleTable.read(source, table, CleaningRules::rule));
  }

  /** Removes everything that the table names from {@code article}, which itself is never junk. */
  void apply(Element article) {
    for (Rule rule : rules) {
      for (Node junk : article.selectNodes(rule.selector())) {
        if (junk == article) {
          continue;
        }
        if (rule.unwraps() && junk instanceof Element element) {
          element.tagName("span").clearAttributes(); // the sanitizer leaves its text
        } else {
          junk.remove();
        }
      }
    }
  }

  private static Rule rule(String rule) throws MalformedException {
    boolean unwraps = rule.startsWith(UNWRAP);
    String query = unwraps ? rule.substring(UNWRAP.length()).strip() : rule;
    return new Rule(RuleTable.selector(query), unwraps);
  }

  private record Rule(Evaluator selector, boolean unwraps) {}
}
