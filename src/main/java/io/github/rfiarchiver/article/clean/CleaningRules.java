package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;

/**
 * The junk rules. Each line has a selector, {@code " | "} and the reason. {@code unwrap} before the
 * selector removes the element and keeps its text; {@code short} limits the selector to elements
 * with 1 to {@value #SHORT} characters of text, whitespace not counted: most rules about texts are
 * about labels, and most elements have more text, or none. Rules are applied in order. Empty lines,
 * and lines that start with {@code #} and whitespace, are ignored. Immutable, and safe to share
 * among threads.
 */
public final class CleaningRules {
  private static final String BUILT_IN = "junk.rules";
  private static final String UNWRAP = "unwrap ";
  private static final String SHORT_TEXT = "short ";
  private static final int SHORT = 60;

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
   */
  void apply(Element article) {
    List<Element> elements = article.stream().skip(1).toList();
    List<Element> shortOnes = withShortText(elements);
    for (Rule rule : rules) {
      List<Node> matches = rule.matches(article, rule.isShort() ? shortOnes : elements);
      for (Node junk : matches) {
        if (rule.unwraps() && junk instanceof Element element) {
          element.tagName("span").clearAttributes(); // which the sanitizer unwraps
        } else {
          junk.remove();
        }
      }
      if (!matches.isEmpty()) {
        shortOnes = withShortText(elements);
      }
    }
  }

  /** Whether there is junk inside {@code article}. */
  boolean matchAny(Element article) {
    List<Element> elements = article.stream().skip(1).toList();
    List<Element> shortOnes = withShortText(elements);
    return rules.stream()
        .anyMatch(r -> !r.matches(article, r.isShort() ? shortOnes : elements).isEmpty());
  }

  private static List<Element> withShortText(List<Element> elements) {
    List<Element> found = new ArrayList<>();
    for (Element element : elements) {
      int room = roomBehind(element, SHORT);
      if (room >= 0 && room < SHORT) {
        found.add(element);
      }
    }
    return found;
  }

  /** What is left of {@code room} characters after the text of a node; negative for nothing. */
  private static int roomBehind(Node node, int room) {
    int left = room;
    if (node instanceof TextNode text) {
      String whole = text.getWholeText();
      for (int i = 0; i < whole.length() && left >= 0; i++) {
        left -= Whitespace.isBlank(whole.charAt(i)) ? 0 : 1;
      }
    }
    for (int i = 0; i < node.childNodeSize() && left >= 0; i++) {
      left = roomBehind(node.childNode(i), left);
    }
    return left;
  }

  private static Rule rule(String rule) throws MalformedException {
    boolean unwraps = rule.startsWith(UNWRAP);
    boolean isShort = rule.startsWith(SHORT_TEXT);
    String query = unwraps || isShort ? rule.substring(rule.indexOf(' ')).strip() : rule;
    return new Rule(RuleTable.selector(query), unwraps, isShort, query.contains("::"));
  }

  /**
   * @param isOfNodes whether the selector matches texts or comments
   */
  private record Rule(Evaluator selector, boolean unwraps, boolean isShort, boolean isOfNodes) {
    /** The matches that are still in the article, before the first of them is removed. */
    List<Node> matches(Element article, List<Element> elements) {
      List<Node> matches = new ArrayList<>();
      if (isOfNodes) {
        matches.addAll(article.selectNodes(selector));
      } else {
        for (Element element : elements) {
          if (selector.matches(article, element) && element.parents().contains(article)) {
            matches.add(element);
          }
        }
      }
      return matches;
    }
  }
}
