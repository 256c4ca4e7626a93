package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.ArticleTooComplexException;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/**
 * Limits on the markup of one article. They keep the time and the stack that cleaning takes within
 * bounds whatever a feed or a page holds; real articles have under 1,000 elements, 30 deep.
 */
final class MarkupLimits {
  static final int NODES = 50_000;

  /** Below jsoup's own limit of 512, where it moves elements out of their parents. */
  static final int DEPTH = 200;

  private MarkupLimits() {}

  /** Stops at the first node beyond a limit, and does not recurse. */
  static void check(Element root) throws ArticleTooComplexException {
    int nodes = 0;
    int depth = 0;
    Node node = root;
    while (true) {
      if (++nodes > NODES) {
        throw new ArticleTooComplexException(
            "is too complex: more than " + NODES + " elements and texts");
      }
      if (node.childNodeSize() > 0) {
        if (++depth > DEPTH) {
          throw new ArticleTooComplexException(
              "is too complex: elements nested more than " + DEPTH + " deep");
        }
        node = node.childNode(0);
        continue;
      }
      Node next = node.equals(root) ? null : node.nextSibling();
      while (next == null) {
        Node parent = node.equals(root) ? null : node.parent();
        if (parent == null || parent.equals(root)) {
          return;
        }
        depth--;
        node = parent;
        next = node.nextSibling();
      }
      node = next;
    }
  }
}
