package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.DisplayWidth;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.cli.StyledText.Style;
import io.github.rfiarchiver.reading.SearchPattern;
import java.nio.file.Path;

/** How an article is named on one line: by its date, its key and its headline. */
final class ArticleLine {
  /** The columns that the date takes on a terminal, with the blanks behind it and the key. */
  private static final int HEAD_WIDTH = "2023-10-28 09:45    ".length();

  private ArticleLine() {}

  /** Date, key and headline with tabs between; nothing ends it. */
  static String tabbed(ArticleFileName name, Article article) {
    return PublishedDate.text(article.published())
        + "\t"
        + name.key()
        + "\t"
        + onOneLine(article.headline());
  }

  /** The columns that date and key take on a terminal, with the blanks behind them. */
  static int headWidth(ArticleFileName name) {
    return HEAD_WIDTH + name.key().length();
  }

  /** Puts date and key in front of what follows on the line. */
  static void addHead(StyledText line, Console console, ArticleFileName name, Article article) {
    line.add(Style.FAINT, console.moment(article.published()))
        .add("  ")
        .add(Style.KEY, name.key())
        .add("  ");
  }

  /**
   * A text in which all that a pattern finds is marked, cut where it takes more than {@code
   * columns}.
   */
  static void addMarked(StyledText line, String text, SearchPattern pattern, int columns) {
    String plain = onOneLine(Console.harmless(text));
    int marks = line.matchMarks();
    int left = columns;
    int at = 0;
    for (SearchPattern.Span span : pattern.spans(plain)) {
      if (left <= marks + 1) {
        break;
      }
      String before = cut(plain.substring(at, span.start()), left);
      left -= DisplayWidth.of(before);
      line.add(before);
      at = span.start();
      if (left <= marks + 1) {
        break;
      }
      String match = cut(plain.substring(at, span.end()), left - marks);
      left -= DisplayWidth.of(match) + marks;
      line.addMatch(match);
      at = span.end();
    }
    line.add(cut(plain.substring(at), left));
  }

  /** A text as it is, or cut and ended with an ellipsis, so that it takes no more columns. */
  static String cut(String text, int columns) {
    return DisplayWidth.of(text) <= columns
        ? text
        : columns < 1 ? "" : DisplayWidth.cut(text, columns - 1) + "…";
  }

  /** A text without the characters that would end its line or its column. */
  static String onOneLine(String text) {
    return text.replace('\t', ' ').replace('\n', ' ');
  }

  /** A JSON object with those members of the json format that name an article, and its path. */
  static JsonObject json(ArticleFileName name, Path path, Article article) {
    JsonObject json = new JsonObject();
    json.put("title", article.headline());
    json.put("url", article.address().toString());
    json.put("published", PublishedDate.text(article.published()));
    json.put("key", name.key());
    json.put("revision", name.revised().map(PublishedDate::text).orElse(null));
    json.put("section", article.address().section().orElse(null));
    json.put("path", path.toString());
    return json;
  }
}
