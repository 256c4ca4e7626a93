package io.github.rfiarchiver.article;

import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Tells from the description of a feed's entry whether it is the article or a summary of it. */
public final class EntryBody {
  private EntryBody() {}

  /**
   * Whether a description carries the article: it opens with the mirror's printed date, or has two
   * paragraphs or more beyond a lede.
   */
  public static boolean carriesArticle(String description) {
    if (PrintedDate.opens(description)) {
      return true;
    }
    int paragraphs = 0;
    boolean lede = false;
    for (Element p :
        Parser.htmlParser().parseInput(FusedTags.mended(description), "").select("p")) {
      if (!Blanks.isBlank(p.wholeText())) {
        paragraphs++;
        lede |= paragraphs == 1 && BodyParts.isBold(p);
        if (paragraphs - (lede ? 1 : 0) >= 2) {
          return true;
        }
      }
    }
    return false;
  }
}
