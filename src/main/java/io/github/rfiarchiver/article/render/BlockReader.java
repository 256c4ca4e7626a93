package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import io.github.rfiarchiver.article.clean.Sanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Splits a body into blocks and moves its elements into them. An inline element around blocks, such
 * as a link around a figure, is moved inside, around the words of each block.
 */
final class BlockReader {
  /** CommonMark 0.31, section 5.2: the number of a list item has at most nine digits. */
  private static final int LARGEST_NUMBER = 999_999_999;

  /** Including spans. A larger table is rendered as plain blocks. */
  private static final int MOST_CELLS = 20_000;

  private static final int WIDEST_SPAN = 100;

  private static final Pattern EMPTY_LINES = Pattern.compile("^[ \\t\\n]*\n");

  private static final Element EMPTY = new Element("td");

  private final List<Block> blocks = new ArrayList<>();
  private final List<Element> enclosing;
  private Element line = new Element("p");

  /**
   * @param enclosing the inline elements around the blocks, the outermost first
   */
  private BlockReader(List<Element> enclosing) {
    this.enclosing = new ArrayList<>(enclosing);
  }

  /** The blocks of a cleaned body. */
  static List<Block> blocks(String html) {
    return blocks(Html.body(html).childNodes());
  }

  /** The blocks of nodes, which are moved. */
  static List<Block> blocks(List<Node> nodes) {
    return new BlockReader(List.of()).read(nodes);
  }

  private List<Block> read(List<Node> nodes) {
    walk(nodes);
    endLine();
    return blocks;
  }

  /** The blocks inside a quote or an item of a list. */
  private List<Block> inside(List<Node> nodes) {
    return new BlockReader(enclosing).read(nodes);
  }

  private void walk(List<Node> nodes) {
    for (Node node : List.copyOf(nodes)) {
      if (node instanceof TextNode) {
        line.appendChild(node);
      } else if (node instanceof Element element) {
        if (!isInline(element)) {
          block(element);
        } else if (element.stream().allMatch(BlockReader::isInline)) {
          line.appendChild(element);
        } else if (enclosing.stream().anyMatch(outer -> outer.nameIs(element.normalName()))) {
          walk(element.childNodes()); // the outer element of the same name suffices
        } else {
          endLine();
          enclosing.add(element);
          walk(element.childNodes());
          endLine();
          enclosing.remove(enclosing.size() - 1);
        }
      }
    }
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
    List<Block> read = blocks.subList(before, blocks.size());
    read.replaceAll(b -> b instanceof Block.Paragraph p ? new Block.Heading(level, p.words()) : b);
  }

  private void quote(Element quote) {
    List<Block> quoted = inside(quote.childNodes());
    if (!quoted.isEmpty()) {
      blocks.add(new Block.Quote(quoted));
    }
  }

  private void items(Element list) {
    List<List<Block>> items = new ArrayList<>();
    for (Node node : List.copyOf(list.childNodes())) {
      boolean isItem = node instanceof Element element && element.normalName().equals("li");
      List<Block> item = inside(isItem ? node.childNodes() : List.of(node));
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
        table.getElementsByTag("tr").stream().filter(row -> row.closest("table") == table).toList();
    List<TreeMap<Integer, Element>> grid =
        rows.stream().map(row -> new TreeMap<Integer, Element>()).toList();
    boolean headed = !rows.isEmpty();
    int cells = 0;
    for (int i = 0; i < rows.size(); i++) {
      int column = 0;
      for (Element cell : rows.get(i).children()) {
        if (cells > MOST_CELLS || !isSimple(cell)) {
          walk(table.childNodes()); // a layout table: its cells one below the other
          return;
        }
        headed &= i > 0 || cell.normalName().equals("th");
        while (grid.get(i).containsKey(column)) {
          column++;
        }
        int height = Math.min(rows.size() - i, Math.max(1, number(cell.attr("rowspan"), 1)));
        int width = Math.min(WIDEST_SPAN, Math.max(1, number(cell.attr("colspan"), 1)));
        cells += height * width;
        for (int y = 0; y < height && cells <= MOST_CELLS; y++) {
          for (int x = 0; x < width; x++) {
            grid.get(i + y).put(column + x, x == 0 && y == 0 ? cell : new Element("td"));
          }
        }
        column += width;
      }
    }
    int columns =
        grid.stream().mapToInt(row -> row.isEmpty() ? 0 : row.lastKey() + 1).max().orElse(0);
    if ((long) columns * grid.size() > MOST_CELLS) {
      walk(table.childNodes());
    } else if (columns > 0) {
      blocks.add(new Block.Table(grid.stream().map(row -> cells(row, columns)).toList(), headed));
    }
  }

  /** The cells of a row of the grid, with empty ones in its empty places. */
  private List<Element> cells(Map<Integer, Element> row, int columns) {
    return IntStream.range(0, columns)
        .mapToObj(column -> enclosed(row.getOrDefault(column, EMPTY)))
        .toList();
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
    pre.select("audio")
        .forEach(sound -> sound.replaceWith(new TextNode(InlineRenderer.sound(sound))));
    String lines = EMPTY_LINES.matcher(pre.wholeText()).replaceFirst("").stripTrailing();
    if (!lines.isEmpty() || pre.selectFirst("img") != null) {
      blocks.add(new Block.Preformatted(lines, pre));
    }
  }

  private void endLine() {
    if (line.childNodeSize() == 0) {
      return;
    }
    Element words = line;
    line = new Element("p");
    if (!isBlank(words)) {
      blocks.add(new Block.Paragraph(enclosed(words)));
    }
  }

  private static boolean isBlank(Element words) {
    return words.firstElementChild() == null && Whitespace.isBlank(words.wholeText());
  }

  /** The words inside copies of the enclosing elements; moves them. */
  private Element enclosed(Element words) {
    Element inner = words;
    for (int i = enclosing.size() - 1; i >= 0 && !isBlank(inner); i--) {
      Element wrapped = enclosing.get(i).shallowClone();
      wrapped.appendChildren(inner.childNodes());
      inner = new Element("p");
      inner.appendChild(wrapped);
    }
    return inner;
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
