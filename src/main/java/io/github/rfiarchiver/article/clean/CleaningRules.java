package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Keys of elements besides their names. */
  private static final String ANY = "*";

  private static final String WITH_ATTRIBUTES = "[]";

  private static final Pattern ESCAPE = Pattern.compile("\\\\.");
  private static final Pattern BRACKETS = Pattern.compile("\\[[^\\[\\]]*]");
  private static final Pattern PARENTHESES = Pattern.compile("\\([^()]*\\)");
  private static final Pattern UNCLEAR = Pattern.compile("[\\[\\]()'\"|]");
  private static final Pattern COMBINATOR = Pattern.compile("^.*[\\s>+~]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w-]*");

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
   * Removes the junk inside {@code article}, which itself is never junk. Each rule meets only the
   * elements that its selector can match, found in one walk.
   *
   * @return whether there was any
   */
  boolean apply(Element article) {
    Map<String, List<Element>> index = new HashMap<>();
    for (Element element : article.stream().skip(1).toList()) {
      add(index, ANY, element);
      add(index, element.normalName(), element);
      if (element.attributesSize() > 0) {
        add(index, WITH_ATTRIBUTES, element);
      }
    }
    boolean found = false;
    for (Rule rule : rules) {
      for (Node junk : rule.matches(article, index)) {
        found = true;
        if (rule.unwraps() && junk instanceof Element element) {
          element.tagName("span").clearAttributes(); // which the sanitizer unwraps
          add(index, "span", element);
        } else {
          junk.remove();
        }
      }
    }
    return found;
  }

  private static void add(Map<String, List<Element>> index, String key, Element element) {
    index.computeIfAbsent(key, k -> new ArrayList<>()).add(element);
  }

  private static Rule rule(String rule) throws MalformedException {
    boolean unwraps = rule.startsWith(UNWRAP);
    String query = unwraps ? rule.substring(UNWRAP.length()).strip() : rule;
    return new Rule(RuleTable.selector(query), unwraps, query.contains("::"), keys(query));
  }

  /** The keys of the elements that a selector can match, from the last compound of each part. */
  private static Set<String> keys(String selector) {
    String flat = ESCAPE.matcher(selector).replaceAll("");
    for (String nested = ""; !nested.equals(flat); ) {
      nested = flat;
      flat = PARENTHESES.matcher(BRACKETS.matcher(nested).replaceAll("#")).replaceAll("");
    }
    if (UNCLEAR.matcher(flat).find()) {
      return Set.of(ANY);
    }
    Set<String> keys = new HashSet<>();
    for (String part : flat.split(",")) {
      String compound = COMBINATOR.matcher(part.strip()).replaceFirst("");
      Matcher name = NAME.matcher(compound);
      boolean hasAttribute = compound.indexOf('.') >= 0 || compound.indexOf('#') >= 0;
      keys.add(
          name.lookingAt()
              ? name.group().toLowerCase(Locale.ROOT)
              : hasAttribute ? WITH_ATTRIBUTES : ANY);
    }
    return keys;
  }

  /**
   * @param ofNodes whether the selector matches texts or comments
   * @param keys of the elements that it can match
   */
  private record Rule(Evaluator selector, boolean unwraps, boolean ofNodes, Set<String> keys) {
    List<? extends Node> matches(Element article, Map<String, List<Element>> index) {
      if (ofNodes) {
        return article.selectNodes(selector);
      }
      List<Element> found = new ArrayList<>();
      for (String key : keys) {
        for (Element element : index.getOrDefault(key, List.of())) {
          if (selector.matches(article, element) && element.parents().contains(article)) {
            found.add(element);
          }
        }
      }
      return found;
    }
  }
}
