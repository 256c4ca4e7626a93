package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/**
 * The names that occur in markup: of elements, attributes, classes and ids. Most selectors of a
 * table find nothing in most articles, and that can be told from the names alone.
 */
final class Traits {
  /** How a selector may begin: with an element's name, a class or an id, or an attribute's name. */
  private static final Pattern OPENING =
      Pattern.compile(
          "([a-zA-Z][\\w-]*)(?![\\w|\\\\-])|([.#])([\\w-]+)(?![\\w|\\\\-])|(\\[\\^?)([\\w:.-]+)");

  private final Set<String> names = new HashSet<>();
  private final List<String> attributes = new ArrayList<>();

  /** The names that occur in and below an element. */
  static Traits of(Element root) {
    Traits traits = new Traits();
    for (Element element : root.getAllElements()) {
      traits.names.add(element.normalName());
      for (Attribute attribute : element.attributes()) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        if (traits.names.add("[" + name)) {
          traits.attributes.add(name);
        }
        if (name.equals("id")) {
          traits.names.add("#" + attribute.getValue());
        } else if (name.equals("class")) {
          for (String word : attribute.getValue().toLowerCase(Locale.ROOT).split("\\s+")) {
            traits.names.add("." + word);
          }
        }
      }
    }
    return traits;
  }

  /** Whether a selector with such needs may find anything. */
  boolean mayHold(List<String> needs) {
    return needs.stream().anyMatch(this::holds);
  }

  private boolean holds(String need) {
    return need.isEmpty()
        || names.contains(need)
        || (need.startsWith("[^")
            && attributes.stream().anyMatch(a -> a.startsWith(need.substring(2))));
  }

  /**
   * What a selector needs to find anything: for each of its alternatives one name, as it is kept
   * here; empty where the alternative's beginning names nothing.
   */
  static List<String> needs(String selector) {
    List<String> needs = new ArrayList<>();
    for (String alternative : alternatives(selector)) {
      if (alternative.startsWith(":is(")) {
        needs.addAll(needs(alternative.substring(4, closing(alternative, 3))));
      } else {
        needs.add(need(alternative));
      }
    }
    return needs;
  }

  private static String need(String alternative) {
    Matcher opening = OPENING.matcher(alternative);
    if (!opening.lookingAt()) {
      return "";
    }
    if (opening.group(1) != null) {
      return opening.group(1).toLowerCase(Locale.ROOT);
    }
    if (opening.group(4) != null) {
      String name = opening.group(5).toLowerCase(Locale.ROOT);
      return name.startsWith("abs:") ? "" : opening.group(4) + name;
    }
    boolean isId = opening.group(2).equals("#");
    String name = opening.group(3);
    return opening.group(2) + (isId ? name : name.toLowerCase(Locale.ROOT));
  }

  /** The parts of a selector between its outermost commas. */
  private static List<String> alternatives(String selector) {
    List<String> alternatives = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      if (c == '(' || c == '[') {
        i = closing(selector, i);
      } else if (c == ',') {
        alternatives.add(selector.substring(start, i).strip());
        start = i + 1;
      }
    }
    alternatives.add(selector.substring(Math.min(start, selector.length())).strip());
    return alternatives;
  }

  /** Where the bracket that opens at {@code open} closes; the end where it does not. */
  private static int closing(String selector, int open) {
    int depth = 0;
    for (int i = open; i < selector.length(); i++) {
      char c = selector.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if ((c == ')' || c == ']') && --depth == 0) {
        return i;
      } else if (c == '\\') {
        i++;
      }
    }
    return selector.length();
  }
}
