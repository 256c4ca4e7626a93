package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import io.github.rfiarchiver.article.clean.Sanitizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Tells a body apart into blocks; its elements are moved into them. An inline element around
 * blocks, a link around a figure for one, comes to stand around the words of each.
 */
final class BlockReader {
  /** CommonMark takes no longer numbers for those of a list. */
  private static final int LARGEST_NUMBER = 999_999_999;

  /** More cells than these, spans counted, make no table but a way to arrange things. */
  private static final int MOST_CELLS = 20_000;

  private static final int WIDEST_SPAN = 100;

  private static final Pattern EMPTY_LINES = Pattern.compile("^[ \\t\\n]*\n");

  private final List<Block> blocks = new ArrayList<>();
  private final List<Element> around = new ArrayList<>();
  private Element line = new Element("p");

  private BlockReader() {}

  /** The blocks of a cleaned body. */
  static List<Block> blocks(String html) {
    return blocks(Html.body(html).childNodes());
  }

  /** The blocks that nodes make up; the nodes are taken from where they are. */
  static List<Block> blocks(List<Node> nodes) {
    BlockReader reader = new BlockReader();
    reader.walk(nodes);
    reader.endLine();
    return reader.blocks;
  }

  private void walk(List<Node> nodes) {
    for (Node node : List.copyOf(nodes)) {
      if (node instanceof TextNode) {
        line.appendChild(node);
      } else if (node instanceof Element element) {
        if (!isInline(element)) {
          block(element);
        } else if (isInlineAllThrough(element)) {
          line.appendChild(element);
        } else if (isAround(element.normalName())) {
          walk(element.childNodes()); // a second one of the same name says nothing more
        } else {
          endLine();
          around.add(element);
          walk(element.childNodes());
          endLine();
          around.remove(around.size() - 1);
        }
      }
    }
  }

  private boolean isAround(String name) {
    return around.stream().anyMatch(element -> element.nameIs(name));
  }

  private void block(Element element) {
    endLine();
    switch (element.normalName()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(element);
      case "blockquote" -> quote(element);
      case "ul", "ol" -> items(element);
      case "table" -> table(element);
      case "pre" -> preformatted(element);
      case "hr" -> blocks.add(new Block.Rule());
      default -> walk(element.childNodes());
    }
    endLine();
  }

  private void heading(Element heading) {
    int level = heading.normalName().charAt(1) - '0';
    int before = blocks.size();
    walk(heading.childNodes());
    endLine();
    for (int i = before; i < blocks.size(); i++) {
      if (blocks.get(i) instanceof Block.Paragraph paragraph) {
        blocks.set(i, new Block.Heading(level, paragraph.words()));
      }
    }
  }

  private void quote(Element quote) {
    List<Block> quoted = blocks(quote.childNodes());
    if (!quoted.isEmpty()) {
      blocks.add(new Block.Quote(quoted));
    }
  }

  private void items(Element list) {
    List<List<Block>> items = new ArrayList<>();
    for (Node node : List.copyOf(list.childNodes())) {
      List<Block> item =
          blocks(
              node instanceof Element element && element.normalName().equals("li")
                  ? element.childNodes()
                  : List.of(node));
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    if (!items.isEmpty()) {
      blocks.add(
          new Block.Items(list.normalName().equals("ol") ? start(list, items.size()) : -1, items));
    }
  }

  private static int start(Element list, int size) {
    int start = number(list.attr("start"), 1);
    return start < 0 || start > LARGEST_NUMBER - size ? 1 : start;
  }

  private void table(Element table) {
    List<Element> rows =
        table.getElementsByTag("tr").stream().filter(row -> isRowOf(table, row)).toList();
    List<List<Element>> grid = new ArrayList<>();
    rows.forEach(row -> grid.add(new ArrayList<>()));
    boolean headed = !rows.isEmpty();
    int cells = 0;
    for (int i = 0; i < rows.size(); i++) {
      int column = 0;
      for (Element cell : rows.get(i).children()) {
        if (cells > MOST_CELLS || !isSimple(cell)) {
          walk(table.childNodes()); // a table that only arranges things: one below the other
          return;
        }
        headed &= i > 0 || cell.normalName().equals("th");
        while (column < grid.get(i).size() && grid.get(i).get(column) != FREE) {
          column++;
        }
        int height = Math.min(rows.size() - i, Math.max(1, number(cell.attr("rowspan"), 1)));
        int width = Math.min(WIDEST_SPAN, Math.max(1, number(cell.attr("colspan"), 1)));
        cells += height * width;
        for (int y = 0; y < height && cells <= MOST_CELLS; y++) {
          for (int x = 0; x < width; x++) {
            set(grid.get(i + y), column + x, x == 0 && y == 0 ? cell : new Element("td"));
          }
        }
        column += width;
      }
    }
    int columns = grid.stream().mapToInt(List::size).max().orElse(0);
    if ((long) columns * grid.size() > MOST_CELLS) {
      walk(table.childNodes());
    } else if (columns > 0) {
      grid.forEach(row -> set(row, columns, FREE));
      blocks.add(
          new Block.Table(grid.stream().map(row -> row.subList(0, columns)).toList(), headed));
    }
  }

  private static boolean isRowOf(Element table, Element row) {
    return row.closest("table") == table;
  }

  /** Stands in a grid where no cell is yet. */
  private static final Element FREE = new Element("td");

  private static void set(List<Element> row, int column, Element cell) {
    row.addAll(Collections.nCopies(Math.max(0, column + 1 - row.size()), FREE));
    row.set(column, cell);
  }

  private static boolean isSimple(Element cell) {
    List<Element> inside = cell.stream().skip(1).filter(e -> !isInline(e)).toList();
    return inside.isEmpty()
        || (inside.size() == 1
            && Set.of("p", "div").contains(inside.get(0).normalName())
            && cell.childNodeSize() == 1
            && inside.get(0).parent() == cell);
  }

  private void preformatted(Element pre) {
    String lines = EMPTY_LINES.matcher(pre.wholeText()).replaceFirst("").stripTrailing();
    if (!lines.isEmpty()) {
      blocks.add(new Block.Preformatted(lines));
    }
  }

  private void endLine() {
    if (line.childNodeSize() == 0) {
      return;
    }
    Element words = line;
    line = new Element("p");
    if (words.firstElementChild() != null || !Whitespace.isBlank(words.wholeText())) {
      Element inner = words;
      for (int i = around.size() - 1; i >= 0; i--) {
        Element wrapped = around.get(i).shallowClone();
        wrapped.appendChildren(inner.childNodes());
        inner = new Element("p");
        inner.appendChild(wrapped);
      }
      blocks.add(new Block.Paragraph(inner));
    }
  }

  private static boolean isInlineAllThrough(Element element) {
    return element.stream().allMatch(BlockReader::isInline);
  }

  private static boolean isInline(Element element) {
    return Sanitizer.INLINE.contains(element.normalName());
  }

  private static int number(String text, int otherwise) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
