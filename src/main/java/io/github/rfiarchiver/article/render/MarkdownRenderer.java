package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.Whitespace;
import io.github.rfiarchiver.article.clean.Sanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/**
 * Renders an article as CommonMark, with the tables of GitHub Flavored Markdown: headline, date and
 * URL, then the body with links, emphasis and pictures. Text is escaped, so that none of it is read
 * as markup; the body is sanitized again, so that no link of an uncleaned file runs a script. Pure.
 */
public final class MarkdownRenderer {
  private MarkdownRenderer() {}

  /** The article, ending in one line feed. */
  public static String render(Article article) {
    String headline = article.headline();
    String title =
        Whitespace.isBlank(headline) ? "" : "# " + MarkdownText.heading(headline) + "\n\n";
    String date = PublishedDate.text(article.published());
    String head = title + date + "\\\n" + MarkdownText.autolink(article.url().toString()) + "\n";
    List<Node> safe = Sanitizer.sanitize(Html.body(article.body())).childNodes();
    String body = blocks(BlockReader.blocks(safe));
    return head + (body.isEmpty() ? "" : "\n" + body + "\n");
  }

  /**
   * An item of a list of articles, without a line feed: {@code - 10-28 [headline](path)}.
   *
   * @param date the formatted date
   * @param target a path or a URL
   */
  public static String listItem(String date, String headline, String target) {
    String link =
        "[" + MarkdownText.escaped(headline) + "](" + MarkdownText.destination(target) + ")";
    return "- " + date + " " + link;
  }

  private static String blocks(List<Block> blocks) {
    List<String> rendered = new ArrayList<>();
    boolean otherMark = false;
    Block before = null;
    for (Block block : blocks) {
      // CommonMark 0.31, section 5.3: adjacent lists are one list unless their marks differ.
      otherMark = before instanceof Block.Items && block instanceof Block.Items && !otherMark;
      String text = block(block, otherMark);
      if (!text.isEmpty()) {
        rendered.add(text);
        before = block;
      }
    }
    return String.join("\n\n", rendered);
  }

  private static String block(Block block, boolean otherMark) {
    if (block instanceof Block.Paragraph paragraph) {
      return MarkdownInline.lines(paragraph.words());
    } else if (block instanceof Block.Heading heading) {
      String words = MarkdownInline.heading(heading.words());
      return words.isEmpty() ? "" : "#".repeat(heading.level()) + " " + words;
    } else if (block instanceof Block.Quote quote) {
      return TextRenderer.indented(blocks(quote.blocks()), "> ", "> ");
    } else if (block instanceof Block.Items list) {
      return items(list, otherMark);
    } else if (block instanceof Block.Table table) {
      return table(table);
    } else if (block instanceof Block.Preformatted pre) {
      return preformatted(pre);
    }
    return "___"; // hyphens or stars could be read as a list item
  }

  private static String items(Block.Items list, boolean otherMark) {
    List<String> items = new ArrayList<>();
    for (List<Block> item : list.items()) {
      String mark =
          list.isNumbered()
              ? list.start() + items.size() + (otherMark ? ") " : ". ")
              : otherMark ? "* " : "- ";
      items.add(TextRenderer.indented(blocks(item), mark, " ".repeat(mark.length())));
    }
    boolean tight = list.items().stream().allMatch(item -> item.size() == 1);
    return String.join(tight ? "\n" : "\n\n", items);
  }

  /** GitHub's tables require a header row: without one, an empty row is written. */
  private static String table(Block.Table table) {
    int columns = table.rows().get(0).size();
    List<String> lines = new ArrayList<>();
    if (!table.headed()) {
      lines.add("|" + "  |".repeat(columns));
    }
    for (List<Element> row : table.rows()) {
      lines.add(
          row.stream().map(MarkdownInline::cell).collect(Collectors.joining(" | ", "| ", " |")));
    }
    lines.add(1, "|" + " --- |".repeat(columns));
    return String.join("\n", lines);
  }

  /** A fence has no links and no pictures: with them it is HTML, which markdown accepts. */
  private static String preformatted(Block.Preformatted pre) {
    if (pre.element().selectFirst("a, img") != null) {
      return pre.element().outerHtml();
    }
    String fence = "```";
    while (pre.lines().contains(fence)) {
      fence += "`";
    }
    return fence + "\n" + pre.lines() + "\n" + fence;
  }
}
