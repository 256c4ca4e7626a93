package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/**
 * The nodes of a tree as they are at one moment, in the order of the document: the tree may change
 * under the hands of the one who goes through them. jsoup's own lists pass through iterators and
 * streams, which shows where an article is gone through a dozen times.
 */
public final class Nodes {
  private Nodes() {}

  /** All nodes below {@code root}. */
  static List<Node> below(Element root) {
    List<Node> nodes = new ArrayList<>();
    add(root, Node.class, nodes);
    return nodes;
  }

  /** All elements below {@code root}. */
  public static List<Element> elementsBelow(Element root) {
    List<Element> elements = new ArrayList<>();
    add(root, Element.class, elements);
    return elements;
  }

  /** The elements of one name below {@code root}. */
  static List<Element> named(String name, Element root) {
    return named(name, elementsBelow(root));
  }

  /** Those of one name. */
  static List<Element> named(String name, List<Element> elements) {
    List<Element> named = new ArrayList<>();
    for (Element element : elements) {
      if (element.normalName().equals(name)) {
        named.add(element);
      }
    }
    return named;
  }

  private static <N extends Node> void add(Element box, Class<N> kind, List<N> nodes) {
    for (int i = 0; i < box.childNodeSize(); i++) {
      Node node = box.childNode(i);
      if (kind.isInstance(node)) {
        nodes.add(kind.cast(node));
      }
      if (node instanceof Element element) {
        add(element, kind, nodes);
      }
    }
  }
}
