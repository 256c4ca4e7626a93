package io.github.rfiarchiver.cli.output;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.render.DisplayWidth;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.query.Search.Passage;
import io.github.rfiarchiver.query.SearchPattern;

/** An article on one line: its date, its key and its headline. */
public final class ArticleLine {
  /** The columns of the date on a terminal, with the spaces after date and key. */
  private static final int HEAD_WIDTH = "2023-10-28 09:45+00:00    ".length();

  private ArticleLine() {}

  /** An article as a JSON object. */
  public static JsonObject json(SavedText.Whole text) {
    return JsonRenderer.members(
        text.article(), text.name().key(), text.name().revised(), text.path());
  }

  /** Date, key and headline, separated by tabs, without a line feed. */
  public static StyledText tabbed(Terminal console, SavedText.Whole text) {
    return console
        .pipeText()
        .add(Style.FAINT, PublishedDate.text(text.article().published()))
        .add("\t")
        .add(Style.KEY, text.name().key())
        .add("\t" + onOneLine(text.article().headline()));
  }

  /** The columns of date and key on a terminal, with the spaces after them. */
  public static int headWidth(SavedText.Whole text) {
    return HEAD_WIDTH + text.name().key().length();
  }

  /** Adds date and key at the start of a line. */
  public static void addHead(StyledText line, Terminal console, SavedText.Whole text) {
    line.add(Style.FAINT, console.moment(text.article().published()))
        .add("  ")
        .add(Style.KEY, text.name().key())
        .add("  ");
  }

  /** Marks all matches of a pattern in a text, which is cut at {@code columns}. */
  public static void addMarked(StyledText line, String text, SearchPattern pattern, int columns) {
    String plain = shown(text);
    int marks = line.matchMarks();
    int left = columns;
    int at = 0;
    for (SearchPattern.Match match : pattern.matches(plain)) {
      String before = plain.substring(at, match.start());
      int room = left - DisplayWidth.of(before) - marks;
      if (room <= 1) {
        break;
      }
      String marked = cut(plain.substring(match.start(), match.end()), room);
      left = room - DisplayWidth.of(marked);
      line.add(before).addMatch(marked);
      at = match.end();
    }
    line.add(cut(plain.substring(at), left));
  }

  /** A match without colours, in lenticular brackets. */
  static String marked(String match) {
    return "【" + match + "】";
  }

  /** Adds a whole passage with its match marked. */
  public static StyledText addWhole(StyledText line, Passage passage) {
    return line.add(onOneLine(passage.before()))
        .add(Style.MATCH, onOneLine(marked(passage.match())))
        .add(onOneLine(passage.after()));
  }

  /** Adds a passage, cut at both ends so that it takes at most {@code columns}. */
  public static void add(StyledText line, Passage passage, int columns) {
    String match = cut(shown(passage.match()), columns - line.matchMarks());
    String before = shown(passage.before());
    String after = shown(passage.after());
    int left = columns - DisplayWidth.of(match) - line.matchMarks();
    int roomAfter =
        Math.min(DisplayWidth.of(after), Math.max(left / 2, left - DisplayWidth.of(before)));
    line.add(cutFront(before, left - roomAfter)).addMatch(match).add(cut(after, roomAfter));
  }

  private static String shown(String text) {
    return onOneLine(Terminal.harmless(text));
  }

  /** The end of a text, after an ellipsis if it is cut. */
  private static String cutFront(String text, int columns) {
    if (DisplayWidth.of(text) <= columns) {
      return text;
    }
    String end = text;
    while (DisplayWidth.of(end) > columns - 1 && !end.isEmpty()) {
      end = end.substring(end.offsetByCodePoints(0, 1));
    }
    return columns < 1 ? "" : "…" + end;
  }

  /** The text, cut with an ellipsis if it is wider than {@code columns}. */
  public static String cut(String text, int columns) {
    return DisplayWidth.of(text) <= columns
        ? text
        : columns < 1 ? "" : DisplayWidth.cut(text, columns - 1) + "…";
  }

  /** The text without line feeds and tabs. */
  public static String onOneLine(String text) {
    return text.replace('\t', ' ').replace('\n', ' ');
  }
}
