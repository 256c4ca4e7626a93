package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.Html;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repairs tags that an HTML parser would misread. The mirror strips {@code class=} and so fuses
 * names with the first attribute: {@code <divdata-tms-ad-type=…>}, {@code <imgsrc=…>}. Programs
 * that write XML close empty elements in their start tag: {@code <iframe src=… />}.
 */
final class TagRepair {
  private static final Pattern FUSED =
      Pattern.compile(
          // Nearly all tags fail here, before the names are tried.
          "(?i)<(?=[a-z][a-z0-9]*+[-=]|(?:audio|video|iframe)[a-z])(?:a|article|aside|audio|b|blockquote|br|button|caption|dd|div|dl|dt|em|figcaption"
              + "|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|label|li|nav|ol|p|path"
              + "|picture|play-media|pre|script|section|share-button|share-modal|small|source|span|strong"
              + "|svg|table|tbody|td|th|thead|time|tr|ul|video(?:-player)?)"
              // The name of an element has no '='. It may have a hyphen, so only these prefixes
              // count.
              + "(?=(?:data-|aria-|v-)[a-z]|(?:allowfullscreen|autoplay|controls)\\b"
              + "|(?:align|allow|alt|class|colspan|datetime|decoding|dir|fetchpriority|height|href|id|lang"
              + "|loading|media|name|poster|preload|rel|role"
              + "|rowspan|sizes|source|src|srcset|start|style|target|title|type|width|xmlns)=)");

  /**
   * An empty element of XML. HTML leaves it open, so that what follows is dropped or formatted. Not
   * behind a quotation mark: it may be in a string of a script.
   */
  private static final Pattern EMPTY =
      Pattern.compile(
          "(?i)(?<!['\"])<(audio|b|button|em|font|i|iframe|noscript|play-media|script|share-(?:button|modal)"
              + "|strong|style|template|textarea|title|u|video(?:-player)?|youtube-player)(?:\\s[^<>]*)?/>");

  private TagRepair() {}

  /**
   * Inserts a space after each fused name and an end tag after each empty element of XML, both of
   * the names above, and resolves CDATA sections.
   */
  static String repaired(String markup) {
    String html = Html.withoutCdata(markup);
    StringBuilder repaired = new StringBuilder(html.length());
    Matcher fused = FUSED.matcher(html);
    Matcher empty = EMPTY.matcher(html).useTransparentBounds(true);
    int copied = 0;
    int end = 0;
    // Not by find, which tries the pattern at each character.
    for (int tag = html.indexOf('<'); tag >= 0 && end >= 0; tag = html.indexOf('<', tag + 1)) {
      end = end > tag ? end : html.indexOf('>', tag);
      if (fused.region(tag, html.length()).lookingAt()) {
        repaired.append(html, copied, fused.end()).append(' ');
        copied = fused.end();
      } else if (html.startsWith("/>", end - 1) && empty.region(tag, html.length()).lookingAt()) {
        repaired.append(html, copied, empty.end()).append("</").append(empty.group(1)).append('>');
        copied = empty.end();
      }
    }
    return repaired.append(html, copied, html.length()).toString();
  }
}
