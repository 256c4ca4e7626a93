package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/**
 * The junk rules, a {@link RuleTable} of selectors. {@code /REGEX/} before the selector limits it
 * to labels: elements whose whole text matches the regular expression, with each run of whitespace
 * as one space, none at its ends, no characters without width, and at most {@value #LABEL}
 * characters. {@code unwrap} before the selector removes the element and keeps its text; {@code
 * flag NAME} only gives it the attribute NAME, for the rules below. Rules are applied in order.
 * Immutable, and safe to share among threads.
 */
public final class CleaningRules {
  private static final String BUILT_IN = "junk.rules";
  static final int LABEL = 100;
  private static final Pattern LINE =
      Pattern.compile("(?:/(.*?)/\\s+)?(?:(unwrap)\\s+|flag\\s+([a-z-]+)\\s+)?(\\S.*)");

  private final CompletableFuture<List<Rule>> rules;

  private CleaningRules(CompletableFuture<List<Rule>> rules) {
    this.rules = rules;
  }

  /** The built-in rules, parsed once, by another thread: the caller fetches meanwhile. */
  public static CleaningRules builtIn() {
    return BuiltIn.RULES;
  }

  private static final class BuiltIn {
    static final CleaningRules RULES =
        new CleaningRules(
            CompletableFuture.supplyAsync(() -> RuleTable.builtIn(BUILT_IN, CleaningRules::rule)));
  }

  /** The text of the built-in table. */
  public static String builtInTable() {
    return RuleTable.resource(BUILT_IN);
  }

  /**
   * Parses a table.
   *
   * @param source the table's name in messages, such as its path
   * @throws MalformedException where a line has no reason, or an invalid selector or regular
   *     expression; names the line
   */
  public static CleaningRules parse(String source, String table) throws MalformedException {
    return new CleaningRules(
        CompletableFuture.completedFuture(RuleTable.read(source, table, CleaningRules::rule)));
  }

  /**
   * Removes the junk inside {@code article}, which itself is never junk.
   *
   * @return whether there was any
   */
  boolean apply(Element article) {
    boolean found = false;
    ElementIndex elements = new ElementIndex(article);
    Map<Element, String> labels = new HashMap<>();
    for (Rule rule : rules.join()) {
      List<Node> matches = rule.matches(article, elements, labels);
      if (rule.flag() != null) {
        for (Node node : matches) {
          if (node instanceof Element element) {
            elements.flag(element, rule.flag());
          }
        }
      } else if (!matches.isEmpty()) {
        matches.forEach(junk -> rule.remove(junk, labels));
        elements = new ElementIndex(article); // without what is removed
        found = true;
      }
    }
    return found;
  }

  /** The text of an element, or the beginning of a text that is too long for a label. */
  private static String label(Element element) {
    char[] text = new char[LABEL + 2];
    int length = appendText(element, text, 0);
    return new String(text, 0, length).stripTrailing();
  }

  /** Returns the new length, at most that of the array. */
  private static int appendText(Node node, char[] text, int start) {
    int end = start;
    String own = node instanceof TextNode t ? t.getWholeText() : node.nameIs("br") ? "\n" : "";
    for (int i = 0; i < own.length() && end < text.length; i++) {
      char c = own.charAt(i);
      boolean isBlank = Whitespace.isBlank(c);
      if (isBlank ? end > 0 && text[end - 1] != ' ' : !Whitespace.isZeroWidth(c)) {
        text[end++] = isBlank ? ' ' : c;
      }
    }
    for (int i = 0; i < node.childNodeSize() && end < text.length; i++) {
      end = appendText(node.childNode(i), text, end);
    }
    return end;
  }

  private static Rule rule(String rule) {
    Matcher line = LINE.matcher(rule);
    if (!line.matches()) {
      throw new IllegalArgumentException("has no selector");
    }
    String text = line.group(1);
    String query = line.group(4);
    return new Rule(
        text == null ? null : Pattern.compile(text),
        line.group(2) != null,
        line.group(3),
        Selector.evaluatorOf(query),
        SelectorScope.of(query),
        query.contains("::"));
  }

  /**
   * @param text what the whole text of a label matches; null for any element
   * @param flag the attribute that the elements get, which are not removed then; else null
   * @param isOfNodes whether the selector matches texts or comments
   */
  private record Rule(
      @Nullable Pattern text,
      boolean unwraps,
      @Nullable String flag,
      Evaluator selector,
      SelectorScope scope,
      boolean isOfNodes) {
    void remove(Node junk, Map<Element, String> labels) {
      for (Node around = junk; around != null; around = around.parent()) {
        labels.remove(around);
      }
      if (unwraps && junk instanceof Element element) {
        element.tagName("span").clearAttributes(); // which the sanitizer unwraps
      } else {
        junk.remove();
      }
    }

    /**
     * The matches in the article, before the first of them is removed.
     *
     * @param elements all in the article
     * @param labels the texts of elements, as far as they are known; grows
     */
    List<Node> matches(Element article, ElementIndex elements, Map<Element, String> labels) {
      if (isOfNodes) {
        return scope.mayMatch(elements) ? article.selectNodes(selector) : List.of();
      }
      List<Node> matches = new ArrayList<>();
      for (Element element : scope.candidates(elements)) {
        if (allows(element, labels) && selector.matches(article, element)) {
          matches.add(element);
        }
      }
      return matches;
    }

    private boolean allows(Element element, Map<Element, String> labels) {
      if (text == null) {
        return true;
      }
      String label = labels.computeIfAbsent(element, CleaningRules::label);
      return label.length() <= LABEL && text.matcher(label).matches();
    }
  }
}
