package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.Selector;

/**
 * The selectors of an article's parts on a page, a {@link RuleTable}: a rule is a part, {@code ":
 * "} and a selector; the lines of a part are in order of preference. Immutable, and safe to share
 * among threads.
 */
public final class PageRules {
  private static final String BUILT_IN = "page.rules";
  private static final List<String> PARTS =
      Stream.of(Part.values()).map(part -> part.name().toLowerCase(Locale.ROOT)).toList();

  /** The parts that tell what counts as text beside others. */
  static final EnumSet<Part> BESIDE = EnumSet.of(Part.BETWEEN, Part.BEHIND, Part.AROUND);

  private final List<Rule> own;

  private PageRules(List<Rule> own) {
    this.own = own;
  }

  /** The parts that a line can select. */
  enum Part {
    ARTICLE,
    FALLBACK,
    RELATED,
    TITLE,
    CANONICAL,
    DATE,
    PRINTED,
    MEDIA,
    LEDE,
    SOUND,
    BODY,
    COPYRIGHT,
    AUTHOR,
    BETWEEN,
    BEHIND,
    AROUND
  }

  /** The built-in rules. */
  public static PageRules builtIn() {
    return new PageRules(List.of());
  }

  /** Parsed when the first page is read: most runs read none. */
  private static final class BuiltIn {
    static final List<Rule> RULES = RuleTable.builtIn(BUILT_IN, PageRules::rule);
  }

  /** The text of the built-in table. */
  public static String builtInTable() {
    return RuleTable.resource(BUILT_IN);
  }

  /**
   * Parses a table and puts its rules before the built-in ones.
   *
   * @param source the table's name in messages, such as its path
   * @throws MalformedException where a line has no reason, no known part or an invalid selector;
   *     names the line
   */
  public static PageRules parse(String source, String table) throws MalformedException {
    return new PageRules(RuleTable.read(source, table, PageRules::rule));
  }

  /** The first match of the first matching line of a part. */
  Optional<Element> first(Part part, Element within) {
    return rules(part)
        .flatMap(rule -> Stream.ofNullable(within.selectFirst(rule.selector)))
        .findFirst();
  }

  /**
   * All matches of a part's lines, line by line, without those inside another: what is inside a
   * match is not looked at.
   */
  Set<Element> all(Part part, Element within) {
    Set<Element> found = new LinkedHashSet<>();
    for (Rule rule : rules(part).toList()) {
      // A new one: an evaluator remembers matches in a tree, which changes from call to call.
      Evaluator selector = Selector.evaluatorOf(rule.query);
      within.filter(
          (node, depth) -> {
            if (node instanceof Element element && selector.matches(within, element)) {
              found.add(element);
            }
            return found.contains(node) ? FilterResult.SKIP_CHILDREN : FilterResult.CONTINUE;
          });
    }
    return found;
  }

  /**
   * The bodies, and the text beside them or beside the lede and the lead media: an article may have
   * no body, or one that ends early. Bare text gets an element. Not by selectors of siblings, which
   * take quadratic time.
   */
  Set<Element> texts(Element article) {
    Set<Element> bodies = all(Part.BODY, article);
    Set<Element> starts = new LinkedHashSet<>();
    Stream.of(Part.LEDE, Part.MEDIA)
        .flatMap(part -> first(part, article).stream())
        .filter(part -> Collections.disjoint(part.parents(), bodies))
        .forEach(starts::add);
    starts.addAll(bodies);
    Set<Node> limits = new HashSet<>(starts);
    starts.forEach(start -> limits.addAll(start.parents()));
    Map<Part, Evaluator> selectors = new EnumMap<>(Part.class);
    Set<Element> texts = new LinkedHashSet<>();
    for (Element start : starts) {
      if (bodies.contains(start)) {
        texts.add(start);
      }
      Node next = null;
      for (Element at = start; at != null && at != article && next == null; at = at.parent()) {
        List<Element> beside = new ArrayList<>();
        next = at.nextSibling();
        for (; next != null && !limits.contains(next); next = next.nextSibling()) {
          if (next instanceof TextNode bare && !bare.isBlank() && at == start) {
            next = Objects.requireNonNull(bare.wrap("<div></div>").parent());
          }
          if (next instanceof Element element) {
            beside.add(element);
          }
        }
        Part part = at != start ? Part.AROUND : next == null ? Part.BEHIND : Part.BETWEEN;
        Evaluator selector = selectors.computeIfAbsent(part, this::anyOf);
        beside.stream().filter(element -> element.is(selector)).forEach(texts::add);
      }
    }
    return texts;
  }

  private Evaluator anyOf(Part part) {
    return Selector.evaluatorOf(rules(part).map(Rule::query).collect(Collectors.joining(", ")));
  }

  private Stream<Rule> rules(Part part) {
    return Stream.concat(own.stream(), BuiltIn.RULES.stream()).filter(rule -> rule.part == part);
  }

  private static Rule rule(String rule) {
    String[] halves = rule.split(":\\s+", 2);
    int part = halves.length == 2 ? PARTS.indexOf(halves[0]) : -1;
    if (part < 0) {
      String parts = String.join(", ", PARTS);
      throw new IllegalArgumentException(
          "must be a part, \": \" and a selector; a part is one of " + parts);
    }
    return new Rule(Part.values()[part], Selector.evaluatorOf(halves[1]), halves[1]);
  }

  private record Rule(Part part, Evaluator selector, String query) {}
}
