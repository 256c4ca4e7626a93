package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.Whitespace;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** Decides whether a feed entry carries its article or only a summary. */
public final class EntryBody {
  /** In characters of text. */
  private static final int LONGEST_SUMMARY = 400;

  private static final Pattern MISSING = Pattern.compile("(?:\\s|undefined|null)*");
  private static final Pattern BREAKS =
      Pattern.compile("(?i)(?:<br(?:\\s[^>]*)?/?>(?:[\\s\\u00a0\\u3000]|&nbsp;|&#160;)*){2,}");
  private static final Pattern ALL_MISSING =
      Pattern.compile("\\s*undefined\\s*undefined\\s*null\\s*");

  private EntryBody() {}

  /**
   * Whether the content of an entry has only a lede and media. Full-text services write this for a
   * page without text, with {@code undefined} or {@code null} for missing parts.
   */
  public static boolean isLedeAlone(String content) {
    if (!content.contains("t-content__")) { // most feeds: they need not be parsed for this
      return ALL_MISSING.matcher(content).matches();
    }
    Element body = Jsoup.parseBodyFragment(FusedTags.repaired(content)).body();
    Elements parts = body.select(SiteShape.PARTS);
    if (parts.isEmpty()
        || body.selectFirst("audio, video, video-player, script[data-media-id]") != null) {
      return false;
    }
    parts.remove();
    return MISSING.matcher(body.text()).matches();
  }

  /**
   * Whether a description carries the article: it starts with the mirror's printed date, has more
   * than 400 characters of text, or has at least two parts besides a lede. Parts are paragraphs,
   * {@code <div>} elements or separated by {@code <br><br>}; one that is only a link, such as
   * {@code Read more}, does not count.
   */
  public static boolean carriesArticle(String description) {
    if (PrintedDate.opens(description)) {
      return true;
    }
    String html = FusedTags.repaired(description);
    Element body = Jsoup.parse(html).body();
    if (body.text().length() > LONGEST_SUMMARY) {
      return true;
    }
    int parts = 0;
    boolean lede = false;
    for (Element part : body.select("p, div:not(:has(p, div, figure, ul, ol, table))")) {
      if (holdsText(part) && !PrintedDate.opens(part.outerHtml())) {
        parts++;
        lede |= parts == 1 && BodyParts.isBold(part);
      }
    }
    return parts - (lede ? 1 : 0) >= 2
        || BREAKS.splitAsStream(html).filter(part -> holdsText(Jsoup.parse(part))).count() >= 2;
  }

  private static boolean holdsText(Element part) {
    Element text = part.clone();
    text.select("a, figure").remove();
    return !Whitespace.isBlank(text.wholeText());
  }
}
