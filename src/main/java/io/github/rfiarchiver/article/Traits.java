package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/**
 * The names that occur in markup, of elements, classes, ids and attributes, and the attributes'
 * values. Most selectors of a table find nothing in most articles, and that can be told from these
 * alone.
 */
public final class Traits {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Set<String> elements = new HashSet<>();
  private final Set<String> classes = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, List<String>> attributes = new HashMap<>();

  /** What occurs in and below an element. */
  public static Traits of(Element root) {
    Traits traits = new Traits();
    traits.add(root);
    Nodes.elementsBelow(root).forEach(traits::add);
    return traits;
  }

  boolean haveElement(String name) {
    return elements.contains(name);
  }

  boolean haveClass(String name) {
    return classes.contains(name);
  }

  boolean haveId(String id) {
    return ids.contains(id);
  }

  boolean haveAttribute(String name) {
    return attributes.containsKey(name);
  }

  boolean haveAttributeFrom(String prefix) {
    for (String name : attributes.keySet()) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an attribute of this name holds {@code part}, in whatever case. */
  boolean haveValue(String attribute, String part) {
    for (String value : attributes.getOrDefault(attribute, List.of())) {
      if (value.toLowerCase(Locale.ROOT).contains(part)) {
        return true;
      }
    }
    return false;
  }

  private void add(Element element) {
    elements.add(element.normalName());
    if (element.attributesSize() == 0) {
      return;
    }
    for (Attribute attribute : element.attributes()) {
      String name = attribute.getKey().toLowerCase(Locale.ROOT);
      attributes.computeIfAbsent(name, unseen -> new ArrayList<>()).add(attribute.getValue());
      if (name.equals("id")) {
        ids.add(attribute.getValue());
      } else if (name.equals("class")) {
        for (String word : BLANKS.split(attribute.getValue().toLowerCase(Locale.ROOT))) {
          classes.add(word);
        }
      }
    }
  }
}
