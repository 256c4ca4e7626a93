package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.Whitespace;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** Tells from the description of a feed's entry whether it is the article or a summary of it. */
public final class EntryBody {
  /** In characters. */
  private static final int LONGEST_SUMMARY = 400;

  private static final Pattern MISSING = Pattern.compile("(?:\\s|undefined|null)*");
  private static final Pattern BREAKS = Pattern.compile("(?i)(?:<br\\s*/?>\\s*){2,}");

  private EntryBody() {}

  /**
   * Whether the content of an entry is no more than a lede and media: full-text services write that
   * where a page has no text, with {@code undefined} or {@code null} in the place of what is
   * missing.
   */
  public static boolean isLedeAlone(String content) {
    Element body = Jsoup.parseBodyFragment(FusedTags.repaired(content)).body();
    Elements parts = body.select("p.t-content__chapo, .t-content__main-media");
    if (parts.isEmpty()
        || body.selectFirst("audio, video, video-player, script[data-media-id]") != null) {
      return false;
    }
    parts.remove();
    return MISSING.matcher(body.text()).matches();
  }

  /**
   * Whether a description carries the article: it opens with the mirror's printed date, has more
   * text than a summary, or two parts or more beyond a lede, which paragraphs, {@code <div>} or
   * {@code <br><br>} divide. A part that is a link and no more ({@code Read more}) is none.
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
