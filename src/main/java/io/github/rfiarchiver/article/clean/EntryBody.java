package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.Whitespace;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** Decides whether a feed entry carries its article or only a summary. */
public final class EntryBody {
  /** In characters of text. */
  private static final int LONGEST_SUMMARY = 400;

  private static final int LONGEST_CREDIT = 60;

  private static final Pattern MISSING = Pattern.compile("(?U)(?:\\s++|undefined|null)*+");
  private static final Pattern BREAKS = Pattern.compile("\\n\\h*+\\n");
  private static final Pattern LINES = Pattern.compile("[\\r\\n]+");
  private static final Pattern PERIOD = Pattern.compile("\\s?[.。]?$");

  /** What stands around a text: its author, copyright, date or a link to it. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(?U)作者\\s?[:：].{1,60}|© ?\\d{4}.{0,40}|\\d\\d/\\d\\d/\\d{4}\\s?-\\s?\\d\\d:\\d\\d|(?:阅读|閱讀)(?:全文|更多|原文).{0,400}");

  /** Paragraphs, and boxes without blocks in them. */
  private static final String PARTS =
      "p, :is(div, section, center):not(:has(p, div, section, figure, ul, ol, table))";

  private static final Pattern ALL_MISSING =
      Pattern.compile("\\s*undefined\\s*undefined\\s*null\\s*");

  private EntryBody() {}

  /**
   * Whether the content of an entry has only a lede, a picture, junk and what stands around a text,
   * such as the author; neither sound nor film. Full-text services write this for a page without
   * text, with {@code undefined} or {@code null} for missing parts.
   */
  public static boolean isLedeAlone(String content) {
    if (!content.contains(SiteShape.LEDE_CLASS) && !content.contains(SiteShape.MEDIA_CLASS)) {
      return ALL_MISSING.matcher(content).matches();
    }
    Element body = Jsoup.parseBodyFragment(TagRepair.repaired(content)).body();
    Elements parts = body.select(SiteShape.PARTS);
    if (parts.isEmpty()
        || body.selectFirst("audio, audio-player, video, video-player, script[data-media-id]")
            != null) {
      return false;
    }
    parts.remove();
    return MISSING.matcher(withoutJunk(body).text()).matches();
  }

  /**
   * Whether a description carries the article: it starts with the mirror's printed date, has more
   * than 400 characters of text, or has at least two parts besides a lede and junk. Parts are
   * paragraphs, {@code <div>} elements or separated by {@code <br><br>}; one that is only a link,
   * such as {@code Read more}, does not count.
   */
  public static boolean carriesArticle(String description) {
    if (PrintedDate.opens(description)) {
      return true;
    }
    Element body =
        Jsoup.parse(LINES.matcher(TagRepair.repaired(description)).replaceAll(" ")).body();
    return body.text().length() > LONGEST_SUMMARY
        || (hasParts(body) && hasParts(withoutJunk(body)));
  }

  private static boolean hasParts(Element body) {
    List<Element> parts =
        body.select(PARTS).stream()
            .filter(part -> !Whitespace.isBlank(words(part)) && !isCredit(part))
            .toList();
    return parts.size() > 2
        || (parts.size() == 2 && !BodyParts.isBold(parts.get(0)))
        || BREAKS.splitAsStream(words(body)).filter(part -> !Whitespace.isBlank(part)).count() >= 2;
  }

  /**
   * The same element without junk and what stands around a text; unchanged where it has more text
   * outside of links than a summary.
   */
  private static Element withoutJunk(Element body) {
    if (words(body).length() <= LONGEST_SUMMARY) {
      CleaningRules.builtIn().apply(body);
      body.select("p, div").removeIf(part -> FRAME.matcher(part.text()).matches());
    }
    return body;
  }

  /** The text outside of links and figures; a break is a line feed. */
  private static String words(Element part) {
    Element text = part.clone();
    text.select("a, figure").remove();
    return text.wholeText();
  }

  /** Whether a part says where an entry is from: {@code The post <a> appeared first on <a>.} */
  private static boolean isCredit(Element part) {
    Elements links = part.select("a");
    return links.size() == 2
        && part.ownText().length() <= LONGEST_CREDIT
        && PERIOD.matcher(part.text()).replaceFirst("").endsWith(links.get(1).text());
  }
}
