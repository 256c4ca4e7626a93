package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Evaluator;

/**
 * The junk rules. Each line has a selector, {@code " | "} and the reason; {@code unwrap} before the
 * selector removes the element and keeps its text. Rules are applied in order. Empty lines, and
 * lines that start with {@code #} and whitespace, are ignored. Immutable, and safe to share among
 * threads.
 */
public final class CleaningRules {
  private static final String BUILT_IN = "junk.rules";
  private static final String UNWRAP = "unwrap ";

  private final List<Rule> rules;

  private CleaningRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The built-in rules. */
  public static CleaningRules builtIn() {
    return new CleaningRules(RuleTable.builtIn(BUILT_IN, CleaningRules::rule));
  }

  /** The text of the built-in table. */
  public static String builtInTable() {
    return RuleTable.resource(BUILT_IN);
  }

  /**
   * Parses a table.
   *
   * @param source the table's name in messages, such as its path
   * @throws MalformedException where a line has no reason or an invalid selector; names the line
   */
  public static CleaningRules parse(String source, String table) throws MalformedException {
    return new CleaningRules(RuleTable.read(source, table, CleaningRules::rule));
  }

  /**
   * Removes the junk inside {@code article}, which itself is never junk. All rules share one walk:
   * they only remove elements and texts, or rename them.
   *
   * @return whether there was any
   */
  boolean apply(Element article) {
    List<Element> elements = article.stream().skip(1).toList();
    boolean found = false;
    for (Rule rule : rules) {
      for (Node junk : rule.matches(article, elements)) {
        found = true;
        if (rule.unwraps() && junk instanceof Element element) {
          element.tagName("span").clearAttributes(); // which the sanitizer unwraps
        } else {
          junk.remove();
        }
      }
    }
    return found;
  }

  private static Rule rule(String rule) throws MalformedException {
    boolean unwraps = rule.startsWith(UNWRAP);
    String query = unwraps ? rule.substring(UNWRAP.length()).strip() : rule;
    return new Rule(RuleTable.selector(query), unwraps, query.contains("::"));
  }

  /**
   * @param isOfNodes whether the selector matches texts or comments
   */
  private record Rule(Evaluator selector, boolean unwraps, boolean isOfNodes) {
    /** The matches that are still in the article, before the first of them is removed. */
    List<? extends Node> matches(Element article, List<Element> elements) {
      return isOfNodes
          ? article.selectNodes(selector)
          : elements.stream()
              .filter(element -> selector.matches(article, element))
              .filter(element -> element.parents().contains(article))
              .toList();
    }
  }
}
