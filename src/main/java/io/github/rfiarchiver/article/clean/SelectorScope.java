package io.github.rfiarchiver.article.clean;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.parser.TokenQueue;

/**
 * Which elements a selector may match, as far as the names in it tell: of elements, classes and
 * attributes, in lower case. It may match fewer, never others. Immutable.
 */
final class SelectorScope {
  /** An attribute that must be there; {@code [name!=value]} matches elements without it, too. */
  private static final Pattern ATTRIBUTE = Pattern.compile("(?s)\\s*([\\w-]+)\\s*(?:[~^$*]?=.*)?");

  private final List<Alternative> alternatives = new ArrayList<>();

  /**
   * A selector in a list.
   *
   * @param subject names, one of which its subject has (Selectors Level 4); empty where none is
   *     certain
   * @param others the same for each further element that it needs
   */
  private record Alternative(Set<String> subject, List<Set<String>> others) {
    boolean mayMatch(ElementIndex elements) {
      return elements.hasEach(others) && (subject.isEmpty() || !elements.with(subject).isEmpty());
    }
  }

  private SelectorScope() {}

  /** The scope of a valid selector. */
  static SelectorScope of(String selector) {
    return list(new TokenQueue(selector.strip()));
  }

  /** Reads a list up to its end, or to the parenthesis around it. */
  private static SelectorScope list(TokenQueue rest) {
    SelectorScope scope = new SelectorScope();
    do {
      rest.consumeWhitespace();
      scope.alternatives.add(alternative(rest));
    } while (rest.matchChomp(','));
    rest.matchChomp(')');
    return scope;
  }

  private static Alternative alternative(TokenQueue rest) {
    Set<String> subject = Set.of();
    List<Set<String>> others = new ArrayList<>();
    while (!rest.isEmpty() && !rest.matchesAny(',', ')')) {
      if (rest.matchesWord() || rest.matches("*|")) {
        subject = name(rest.consumeElementSelector());
      } else if (rest.matchChomp('.')) {
        subject = name(rest.consumeCssIdentifier());
      } else if (rest.matchChomp('#')) {
        rest.consumeCssIdentifier();
      } else if (rest.matches('[')) {
        Matcher attribute = ATTRIBUTE.matcher(rest.chompBalanced('[', ']'));
        subject = attribute.matches() ? name(attribute.group(1)) : subject;
      } else if (rest.matchChomp(":is(")) {
        Set<String> names = list(rest).subjects();
        subject = subject.isEmpty() ? names : subject;
      } else if (rest.matchChomp(":has(")) {
        others.add(list(rest).subjects());
      } else if (rest.matchChomp(":not(")) {
        list(rest);
      } else if (rest.matchChomp(':')) {
        rest.matchChomp(':');
        rest.consumeCssIdentifier();
        if (rest.matches('(')) {
          rest.chompBalanced('(', ')');
        }
      } else if (rest.consume() != '*') { // a combinator
        others.add(subject);
        subject = Set.of();
      }
    }
    others.removeIf(Set::isEmpty);
    return new Alternative(subject, others);
  }

  private static Set<String> name(String name) {
    return name.contains("|") ? Set.of() : Set.of(name.toLowerCase(Locale.ROOT));
  }

  private Set<String> subjects() {
    Set<String> subjects = new HashSet<>();
    for (Alternative alternative : alternatives) {
      if (alternative.subject().isEmpty()) {
        return Set.of();
      }
      subjects.addAll(alternative.subject());
    }
    return subjects;
  }

  /** Whether the selector may match anything, be it a text or a comment. */
  boolean mayMatch(ElementIndex elements) {
    return alternatives.stream().anyMatch(alternative -> alternative.mayMatch(elements));
  }

  /** The elements that the selector may match, some of them twice. */
  List<Element> candidates(ElementIndex elements) {
    List<Element> candidates = new ArrayList<>();
    for (Alternative alternative : alternatives) {
      if (elements.hasEach(alternative.others())) {
        candidates.addAll(elements.with(alternative.subject()));
      }
    }
    return candidates;
  }
}
