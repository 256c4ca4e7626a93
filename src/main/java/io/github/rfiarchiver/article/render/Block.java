package io.github.rfiarchiver.article.render;

import java.util.List;
import org.jsoup.nodes.Element;

/**
 * A block of a body, the intermediate form of the text and markdown renderers. The words of a block
 * are an element with only text and inline elements.
 */
sealed interface Block {
  /** A paragraph, a caption or a single line. */
  record Paragraph(Element words) implements Block {}

  /**
   * @param level from 1 to 6
   */
  record Heading(int level, Element words) implements Block {}

  record Quote(List<Block> blocks) implements Block {}

  /**
   * @param start the number of the first item; negative for an unordered list
   */
  record Items(int start, List<List<Block>> items) implements Block {
    boolean isNumbered() {
      return start >= 0;
    }
  }

  /**
   * A table of cells with inline content.
   *
   * @param rows all of the same length
   * @param headed whether the first row is a header
   */
  record Table(List<List<Element>> rows, boolean headed) implements Block {}

  /**
   * @param lines without empty lines at either end
   * @param element the same with its links and pictures
   */
  record Preformatted(String lines, Element element) implements Block {}

  /** A horizontal rule. */
  record Rule() implements Block {}
}
