package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.Html;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repairs tags whose name is fused with their first attribute: {@code <divdata-tms-ad-type=…>},
 * {@code <imgsrc=…>}. The mirror causes this when it strips {@code class=}.
 */
final class FusedTags {
  private static final Pattern FUSED =
      Pattern.compile(
          // Nearly all tags fail here, before the names are tried.
          "(?i)<(?=[a-z][a-z0-9]*+[-=])(?:a|article|aside|audio|b|blockquote|br|button|caption|dd|div|dl|dt|em|figcaption"
              + "|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|label|li|nav|ol|p|path"
              + "|picture|play-media|pre|script|section|share-button|share-modal|small|source|span|strong"
              + "|svg|table|tbody|td|th|thead|time|tr|ul|video(?:-player)?)"
              // The name of an element has no '='. It may have a hyphen, so only these prefixes
              // count.
              + "(?=(?:data-|aria-|v-)[a-z]"
              + "|(?:align|alt|class|colspan|dir|height|href|id|lang|loading|media|name|poster|rel|role"
              + "|rowspan|sizes|source|src|srcset|start|style|target|title|type|width|xmlns)=)");

  private FusedTags() {}

  /** Inserts a space after each fused name, and resolves CDATA sections. Idempotent. */
  static String repaired(String markup) {
    String html = Html.withoutCdata(markup);
    StringBuilder repaired = new StringBuilder(html.length());
    Matcher fused = FUSED.matcher(html);
    int copied = 0;
    // Not by find, which tries the pattern at each character.
    for (int tag = html.indexOf('<'); tag >= 0; tag = html.indexOf('<', tag + 1)) {
      if (fused.region(tag, html.length()).lookingAt()) {
        repaired.append(html, copied, fused.end()).append(' ');
        copied = fused.end();
      }
    }
    return repaired.append(html, copied, html.length()).toString();
  }
}
