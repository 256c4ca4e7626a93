package io.github.rfiarchiver.article;

import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** How a headline is cleaned. Pure. */
public final class Headline {
  /** Agency copy ends in the station's name: an en dash, the name, a hyphen, its letters. */
  private static final Pattern STATION = Pattern.compile("(?: ?[–-] ?法国国际广播电台 ?- ?RFI)+$");

  private Headline() {}

  /**
   * The headline as plain text on one line: entities that were encoded twice decoded, blanks
   * folded, control characters and the station's name at its end left out. Brackets, dashes and the
   * names of columns ({@code - 要闻解说}) are part of it. Idempotent.
   */
  public static String clean(String raw) {
    String folded = Blanks.folded(TwiceEncoded.decoded(Blanks.withoutControls(raw)));
    return folded.endsWith("RFI") ? STATION.matcher(folded).replaceFirst("") : folded;
  }

  /** As {@link #clean}, for a headline in HTML, as Atom allows: its text. */
  public static String ofMarkup(String html) {
    return clean(Parser.htmlParser().parseInput(html, "").wholeText());
  }
}
