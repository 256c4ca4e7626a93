package io.github.rfiarchiver.article;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** How a headline is cleaned. Pure. */
public final class Headline {
  /** Agency copy ends in the station's name: an en dash, the name, a hyphen, its letters. */
  private static final Pattern STATION = Pattern.compile(" ?[–-] ?法国国际广播电台 ?- ?RFI$");

  private static final int LONGEST = " – 法国国际广播电台 - RFI".length();

  private Headline() {}

  /**
   * The headline as plain text on one line: entities that were encoded twice decoded, blanks
   * folded, control characters and the station's name at its end left out. Brackets, dashes and the
   * names of columns ({@code - 要闻解说}) are part of it. Idempotent.
   */
  public static String clean(String raw) {
    String folded =
        Whitespace.folded(DoubleEncodedEntities.decode(Whitespace.withoutControls(raw)));
    int end = folded.length();
    Matcher station = STATION.matcher(folded);
    // Searching only the end keeps a headline of many repeated names in linear time.
    while (station.region(Math.max(0, end - LONGEST), end).find()) {
      end = station.start();
    }
    return folded.substring(0, end);
  }

  /** As {@link #clean}, for a headline in HTML, as Atom allows: its text. */
  public static String ofMarkup(String html) {
    return clean(Parser.htmlParser().parseInput(html, "").wholeText());
  }
}
