package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Node;

/**
 * Renders an article as plain text: headline, date and URL on a line each, then paragraphs,
 * captions, lists and tables, separated by empty lines. Pictures are omitted; of a sound, the URL
 * is written. Pure.
 */
public final class TextRenderer {
  /** The width for paragraphs on one line. */
  public static final int UNLIMITED = 0;

  /** A horizontal rule in text. */
  private static final String RULE = "* * *";

  /** Between two cells of a row. */
  private static final String BETWEEN = " | ";

  private final int width;

  private TextRenderer(int width) {
    this.width = width;
  }

  /**
   * The article, ending in one line feed.
   *
   * @param width the maximum {@linkplain DisplayWidth display width} of a line, in columns; {@link
   *     #UNLIMITED} for paragraphs on one line. Preformatted text, URLs and the article's date are
   *     not wrapped
   */
  public static String render(Article article, int width) {
    return render(
        article, width, PublishedDate.text(article.published()), article.url().toString());
  }

  /** The same with other forms of its date and URL. */
  public static String render(Article article, int width, String date, String url) {
    TextRenderer renderer = new TextRenderer(width);
    String headline = renderer.fitted(Whitespace.withoutControls(article.headline()));
    String head = (headline.isEmpty() ? "" : headline + "\n") + date + "\n" + url + "\n";
    String body = renderer.joined(BlockReader.blocks(article.body()));
    return head + (body.isEmpty() ? "" : "\n" + body + "\n");
  }

  /**
   * The text of a cleaned body without markup, as a list of paragraphs, captions, list items, table
   * cells and lines of preformatted text. A line feed stands for each {@code br} inside one.
   */
  public static List<String> paragraphs(String html) {
    List<String> paragraphs = new ArrayList<>();
    collect(BlockReader.blocks(html), paragraphs);
    paragraphs.removeIf(String::isEmpty);
    return paragraphs;
  }

  private static void collect(List<Block> blocks, List<String> out) {
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph paragraph) {
        out.add(InlineRenderer.text(paragraph.words()));
      } else if (block instanceof Block.Heading heading) {
        out.add(InlineRenderer.text(heading.words()));
      } else if (block instanceof Block.Quote quote) {
        collect(quote.blocks(), out);
      } else if (block instanceof Block.Items list) {
        list.items().forEach(item -> collect(item, out));
      } else if (block instanceof Block.Table table) {
        table.rows().forEach(row -> row.forEach(cell -> out.add(InlineRenderer.text(cell))));
      } else if (block instanceof Block.Preformatted pre) {
        pre.lines().lines().map(Whitespace::collapsed).forEach(out::add);
      }
    }
  }

  /** The text of nodes of a cleaned body, blocks separated by empty lines; moves the nodes. */
  static String text(List<Node> nodes) {
    return new TextRenderer(UNLIMITED).joined(BlockReader.blocks(nodes));
  }

  private String joined(List<Block> blocks) {
    return blocks.stream()
        .map(this::text)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private String text(Block block) {
    if (block instanceof Block.Paragraph paragraph) {
      return fitted(InlineRenderer.text(paragraph.words()));
    } else if (block instanceof Block.Heading heading) {
      return fitted(InlineRenderer.line(heading.words()));
    } else if (block instanceof Block.Quote quote) {
      return indented(narrower(2).joined(quote.blocks()), "> ", "> ");
    } else if (block instanceof Block.Items list) {
      return items(list);
    } else if (block instanceof Block.Table table) {
      return table(table);
    } else if (block instanceof Block.Preformatted pre) {
      return pre.lines();
    }
    return RULE;
  }

  private String items(Block.Items list) {
    List<String> items = new ArrayList<>();
    for (List<Block> item : list.items()) {
      String mark = list.isNumbered() ? list.start() + items.size() + ". " : "- ";
      String text = narrower(mark.length()).item(item);
      items.add(indented(text, mark, " ".repeat(mark.length())));
    }
    return String.join("\n", items);
  }

  /** The text of a list item; a nested list follows without an empty line. */
  private String item(List<Block> blocks) {
    StringBuilder item = new StringBuilder();
    for (Block block : blocks) {
      String text = text(block);
      if (!text.isEmpty()) {
        item.append(item.length() == 0 ? "" : block instanceof Block.Items ? "\n" : "\n\n")
            .append(text);
      }
    }
    return item.toString();
  }

  /**
   * The rows of a table, without empty rows, and a line of hyphens below a header. Where the
   * aligned columns are wider than {@code width}, the columns are not aligned and long rows are
   * wrapped.
   */
  private String table(Block.Table table) {
    List<List<String>> rows = new ArrayList<>();
    table.rows().forEach(row -> rows.add(row.stream().map(InlineRenderer::line).toList()));
    boolean headed = table.headed() && !String.join("", rows.get(0)).isEmpty();
    rows.removeIf(row -> String.join("", row).isEmpty());
    if (rows.isEmpty()) {
      return "";
    }
    List<Integer> columns = columns(rows);
    String hyphens = columns.stream().map("-"::repeat).collect(Collectors.joining("-+-"));
    if (width != UNLIMITED && hyphens.length() > width) { // which are as wide as a whole row
      return rows.stream()
          .flatMap(row -> Wrapping.wrapped(String.join(BETWEEN, row), width).stream())
          .collect(Collectors.joining("\n"));
    }
    List<String> lines = new ArrayList<>(rows.stream().map(row -> aligned(row, columns)).toList());
    if (headed && rows.size() > 1) {
      lines.add(1, hyphens);
    }
    return String.join("\n", lines);
  }

  /** The display width of each column. */
  private static List<Integer> columns(List<List<String>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .map(i -> rows.stream().mapToInt(row -> DisplayWidth.of(row.get(i))).max().orElse(0))
        .boxed()
        .toList();
  }

  private static String aligned(List<String> row, List<Integer> columns) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> DisplayWidth.padded(row.get(i), columns.get(i)))
        .collect(Collectors.joining(BETWEEN))
        .stripTrailing();
  }

  private TextRenderer narrower(int columns) {
    return width == UNLIMITED ? this : new TextRenderer(Math.max(1, width - columns));
  }

  private String fitted(String text) {
    return width == UNLIMITED
        ? text
        : text.lines()
            .flatMap(line -> Wrapping.wrapped(line, width).stream())
            .collect(Collectors.joining("\n"));
  }

  /** Prefixes the first line and all others, and strips the spaces at their ends. */
  static String indented(String text, String first, String others) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      lines[i] = ((i == 0 ? first : others) + lines[i]).stripTrailing();
    }
    return String.join("\n", lines);
  }
}
