package io.github.rfiarchiver.article.render;

import java.util.List;
import org.jsoup.nodes.Element;

/**
 * A piece of a body that stands on lines of its own: what text and markdown are written from. The
 * words of a block are an element that holds text and inline elements alone.
 */
sealed interface Block {
  /** A paragraph, a caption, or a line that stands by itself. */
  record Paragraph(Element words) implements Block {}

  /**
   * @param level from 1 to 6
   */
  record Heading(int level, Element words) implements Block {}

  record Quote(List<Block> blocks) implements Block {}

  /**
   * @param start the number of the first item; negative where the items have none
   */
  record Items(int start, List<List<Block>> items) implements Block {
    boolean isNumbered() {
      return start >= 0;
    }
  }

  /**
   * A table of cells that hold no more than a line or two each.
   *
   * @param rows all of the same length
   * @param headed whether the first row says what the columns hold
   */
  record Table(List<List<Element>> rows, boolean headed) implements Block {}

  /**
   * @param lines without empty ones at either end
   */
  record Preformatted(String lines) implements Block {}

  /** A line across the page. */
  record Rule() implements Block {}
}
