package io.github.rfiarchiver.article.clean;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends tags whose name runs into their first attribute: {@code <divdata-tms-ad-type=…>}, {@code
 * <imgsrc=…>}. The mirror strips {@code class=} so badly that this happens.
 */
final class FusedTags {
  private static final Pattern FUSED =
      Pattern.compile(
          "(?i)<(a|article|aside|audio|b|blockquote|br|button|caption|dd|div|dl|dt|em|figcaption"
              + "|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|label|li|nav|ol|p|path"
              + "|picture|play-media|pre|script|section|share-button|share-modal|small|source|span|strong"
              + "|svg|table|tbody|td|th|thead|time|tr|ul|video)"
              // An element's name holds no '='; of names with a hyphen only these prefixes are
              // taken.
              + "(?=(?:data-|aria-|v-)[a-z]"
              + "|(?:align|alt|class|colspan|dir|height|href|id|lang|loading|media|name|rel|role"
              + "|rowspan|sizes|src|srcset|start|style|target|title|type|width|xmlns)=)");

  private FusedTags() {}

  /** The same markup with a blank behind each fused name. Idempotent. */
  static String mended(String html) {
    StringBuilder mended = null;
    Matcher fused = FUSED.matcher(html);
    int copied = 0;
    for (int tag = html.indexOf('<'); tag >= 0; tag = html.indexOf('<', tag + 1)) {
      if (isOdd(html, tag + 1) && fused.region(tag, html.length()).lookingAt()) {
        mended = mended == null ? new StringBuilder(html.length() + 16) : mended;
        mended.append(html, copied, fused.end(1)).append(' ');
        copied = fused.end(1);
      }
    }
    return mended == null ? html : mended.append(html, copied, html.length()).toString();
  }

  /** Whether what stands where a tag's name should holds a sign that an attribute's name has. */
  private static boolean isOdd(String html, int start) {
    for (int i = start; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '=' || c == '-') {
        return true;
      }
      if (c <= ' ' || c == '>' || c == '/' || c == '<') {
        return false;
      }
    }
    return false;
  }
}
