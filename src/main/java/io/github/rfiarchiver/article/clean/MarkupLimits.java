package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.NodeTraversor;

/**
 * Limits the markup of one article, to bound the time and the stack of cleaning for hostile input.
 * Real articles have less than 1,000 elements, nested 30 deep.
 */
final class MarkupLimits {
  static final int NODES = 50_000;

  /** Below 512, where jsoup's parser starts to move elements out of their parents. */
  static final int DEPTH = 200;

  private MarkupLimits() {}

  /**
   * Checks an element and stops at the first node beyond a limit; does not recurse.
   *
   * @throws MalformedException where it exceeds {@link #NODES} or {@link #DEPTH}; its subject is
   *     the base URL
   */
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
