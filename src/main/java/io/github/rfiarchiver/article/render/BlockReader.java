package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import io.github.rfiarchiver.article.clean.Sanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Splits a body into blocks and moves its elements into them. An inline element around blocks, such
 * as a link around a figure, is moved inside, around the words of each block.
 */
final class BlockReader {
  /** CommonMark 0.31, section 5.2: the number of an item, also of the last, has up to 9 digits. */
  private static final Pattern START = Pattern.compile("\\d{1,8}");

  /** A larger table is rendered as plain blocks. */
  private static final int MOST_CELLS = 20_000;

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
      boolean isItem = node.nameIs("li");
      List<Block> item = inside(isItem ? node.childNodes() : List.of(node));
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    if (!items.isEmpty()) {
      String start = START.matcher(list.attr("start")).matches() ? list.attr("start") : "1";
      blocks.add(new Block.Items(list.nameIs("ol") ? Integer.parseInt(start) : -1, items));
    }
  }

  private void table(Element table) {
    List<List<Element>> rows =
        table.getElementsByTag("tr").stream()
            .filter(row -> row.closest("table") == table)
            .map(row -> List.<Element>copyOf(row.children()))
            .toList();
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    boolean isSimple = rows.stream().flatMap(List::stream).allMatch(BlockReader::isSimple);
    if (!isSimple || (long) columns * rows.size() > MOST_CELLS) {
      walk(table.childNodes()); // a layout table: its cells one below the other
    } else if (columns > 0) {
      boolean headed = rows.get(0).stream().allMatch(cell -> cell.nameIs("th"));
      blocks.add(new Block.Table(rows.stream().map(row -> cells(row, columns)).toList(), headed));
    }
  }

  /** The cells of a row, with empty ones at its end. */
  private List<Element> cells(List<Element> row, int columns) {
    Stream<Element> empty = Stream.generate(() -> EMPTY).limit(columns - row.size());
    return Stream.concat(row.stream(), empty).map(this::enclosed).toList();
  }

  /** Whether a cell has one place in the table, and one paragraph at most. */
  private static boolean isSimple(Element cell) {
    List<Element> inside = cell.stream().skip(1).filter(e -> !isInline(e)).toList();
    return cell.attr("colspan").isEmpty()
        && cell.attr("rowspan").isEmpty()
        && (inside.isEmpty()
            || (inside.size() == 1
                && Set.of("p", "div").contains(inside.get(0).normalName())
                && cell.childNodeSize() == 1
                && inside.get(0).parent() == cell));
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
}
