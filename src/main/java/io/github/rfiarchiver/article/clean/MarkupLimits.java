package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.NodeTraversor;

/**
 * Limits on the markup of one article. They bound the time and the stack that cleaning takes,
 * whatever a feed or a page contains; real articles have under 1,000 elements, 30 deep.
 */
final class MarkupLimits {
  static final int NODES = 50_000;

  /** Below jsoup's own limit of 512, where it moves elements out of their parents. */
  static final int DEPTH = 200;

  private MarkupLimits() {}

  /** Stops at the first node beyond a limit, and does not recurse. */
  static void check(Element root) throws MalformedException {
    AtomicInteger nodes = new AtomicInteger();
    FilterResult result =
        NodeTraversor.filter(
            (node, depth) ->
                depth > DEPTH || nodes.incrementAndGet() > NODES
                    ? FilterResult.STOP
                    : FilterResult.CONTINUE,
            root);
    if (result == FilterResult.STOP) {
      throw new MalformedException(
          root.baseUri().isEmpty() ? "article" : root.baseUri(),
          "is too complex: "
              + (nodes.get() > NODES
                  ? "more than " + NODES + " elements and texts"
                  : "elements nested more than " + DEPTH + " deep"));
    }
  }
}
