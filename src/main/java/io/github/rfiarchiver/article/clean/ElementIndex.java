package io.github.rfiarchiver.article.clean;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/**
 * The elements inside an article by their names, classes and attributes, so that a selector is
 * tried only on the few that it can match.
 */
final class ElementIndex {
  private final List<Element> all;
  private final Map<String, List<Element>> byName = new HashMap<>();

  ElementIndex(Element article) {
    add(article);
    byName.values().forEach(List::clear); // it has these names, but is never junk itself
    all = article.stream().skip(1).toList();
    all.forEach(this::add);
  }

  private void add(Element element) {
    add(element.normalName(), element);
    if (element.attributesSize() > 0) {
      for (Attribute attribute : element.attributes()) {
        add(attribute.getKey(), element);
      }
      element.classNames().forEach(name -> add(name.toLowerCase(Locale.ROOT), element));
    }
  }

  private void add(String name, Element element) {
    byName.computeIfAbsent(name, n -> new ArrayList<>()).add(element);
  }

  /** Gives an element an attribute without a value. */
  void flag(Element element, String attribute) {
    element.attr(attribute, "");
    add(attribute, element);
  }

  /** Whether each set has a name that an element, or the article itself, has. */
  boolean hasEach(List<Set<String>> sets) {
    for (Set<String> names : sets) {
      if (Collections.disjoint(names, byName.keySet())) {
        return false;
      }
    }
    return true;
  }

  /** The elements with any of the names, once for each of theirs; all where no name is given. */
  List<Element> with(Set<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    List<Element> elements = new ArrayList<>();
    for (String name : names) {
      elements.addAll(byName.getOrDefault(name, List.of()));
    }
    return elements;
  }
}
