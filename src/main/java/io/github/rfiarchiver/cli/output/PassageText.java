package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.article.render.DisplayWidth;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.query.Passage;

/** A passage with its match marked. */
public final class PassageText {
  /** The columns of the brackets around a match. */
  static final int MARKS_WIDTH = 4;

  private PassageText() {}

  /** The match in lenticular brackets. */
  static String marked(String match) {
    return "【" + match + "】";
  }

  /** Adds the whole passage. */
  public static void addWhole(StyledText line, Passage passage) {
    line.add(ArticleLine.onOneLine(passage.before()))
        .add(Style.MATCH, ArticleLine.onOneLine(marked(passage.match())))
        .add(ArticleLine.onOneLine(passage.after()));
  }

  /** Adds the passage, cut at both ends so that it takes at most {@code columns}. */
  public static void add(StyledText line, Passage passage, int columns) {
    String match = ArticleLine.cut(shown(passage.match()), columns - line.matchMarks());
    String before = shown(passage.before());
    String after = shown(passage.after());
    int left = columns - DisplayWidth.of(match) - line.matchMarks();
    int wantedAfter = DisplayWidth.of(after);
    int wantedBefore = DisplayWidth.of(before);
    int roomAfter = Math.min(wantedAfter, Math.max(left / 2, left - wantedBefore));
    line.add(cutFront(before, left - roomAfter));
    line.addMatch(match);
    line.add(ArticleLine.cut(after, roomAfter));
  }

  private static String shown(String text) {
    return ArticleLine.onOneLine(Terminal.harmless(text));
  }

  /** The end of a text, after an ellipsis if it is cut. */
  private static String cutFront(String text, int columns) {
    if (DisplayWidth.of(text) <= columns) {
      return text;
    }
    if (columns < 1) {
      return "";
    }
    int start = text.length();
    int width = 1;
    while (start > 0) {
      int c = text.codePointBefore(start);
      width += DisplayWidth.of(c);
      if (width > columns) {
        break;
      }
      start -= Character.charCount(c);
    }
    return "…" + text.substring(start);
  }
}
