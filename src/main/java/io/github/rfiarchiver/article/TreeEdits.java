package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/**
 * Changes to a tree that are collected and then made together. jsoup renumbers all siblings for
 * every node that is removed or unwrapped, which is quadratic where there are many; here each
 * parent's children are set once.
 */
public final class TreeEdits {
  private final Map<Node, List<Node>> replacements = new LinkedHashMap<>();

  public void remove(Node node) {
    replacements.put(node, List.of());
  }

  /** The node's children take its place. */
  public void unwrap(Node node) {
    replacements.put(node, List.copyOf(node.childNodes()));
  }

  /**
   * Others take the node's place, the node itself may be among them.
   *
   * @param nodes new, or from below {@code node}
   */
  public void replace(Node node, List<Node> nodes) {
    replacements.put(node, List.copyOf(nodes));
  }

  /** Makes the changes. */
  public void apply() {
    Map<Element, List<Node>> contents = new LinkedHashMap<>();
    for (Node node : replacements.keySet()) {
      if (node.parent() instanceof Element parent
          && !replacements.containsKey(parent)
          && !contents.containsKey(parent)) {
        List<Node> content = new ArrayList<>(parent.childNodeSize());
        parent.childNodes().forEach(child -> expand(child, content));
        contents.put(parent, content);
      }
    }
    Set<Element> emptied = new HashSet<>();
    contents.forEach(
        (parent, content) -> {
          for (Node node : content) {
            // What moves up leaves an element that goes.
            if (node.parent() instanceof Element old && !old.equals(parent) && emptied.add(old)) {
              old.empty();
            }
          }
        });
    contents.forEach(TreeEdits::setChildren);
    replacements.clear();
  }

  /** Makes {@code children} the only ones of an element; those it has may be among them. */
  public static void setChildren(Element parent, List<Node> children) {
    parent.empty();
    parent.appendChildren(children);
  }

  private void expand(Node node, List<Node> out) {
    List<Node> nodes = replacements.get(node);
    if (nodes == null) {
      out.add(node);
      return;
    }
    for (Node replacement : nodes) {
      if (replacement.equals(node)) {
        out.add(node);
      } else {
        expand(replacement, out);
      }
    }
  }
}
