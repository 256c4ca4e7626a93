package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.regex.Pattern;

/**
 * Escapes plain text for CommonMark and GitHub Flavored Markdown; also dollar signs and carets,
 * with which GitHub and pandoc write mathematics and superscripts.
 */
final class MarkdownText {
  /**
   * An underscore within a word is text (CommonMark 0.31, section 6.2). Escaped, it would break the
   * URLs in a text that GitHub makes links of.
   */
  private static final Pattern ANYWHERE =
      Pattern.compile(
          "[\\\\`*\\[\\]<~|$^]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])"
              + "|&(?=#?[0-9A-Za-z]+;)|!$");

  private static final Pattern ENTITY = Pattern.compile("&(?=#?[0-9A-Za-z]+;)");
  private static final Pattern AT_LINE_START =
      Pattern.compile("^(?:(\\d{1,9})(?=[.)])|(?=[-+=#>:]))", Pattern.MULTILINE);

  private MarkdownText() {}

  /** Text escaped for any place inside a line. */
  static String escaped(String text) {
    return ANYWHERE.matcher(text).replaceAll("\\\\$0");
  }

  /** {@linkplain #escaped Escaped} text, further escaped for the start of lines. */
  static String atLineStart(String escaped) {
    return AT_LINE_START.matcher(escaped).replaceAll("$1\\\\");
  }

  /** Text for a heading, where a parser would drop number signs at the end. */
  static String heading(String text) {
    return escaped(Whitespace.collapsed(Whitespace.withoutControls(text))).replace("#", "\\#");
  }

  /** The destination of a link, without the parentheses. */
  static String destination(String url) {
    String safe = ENTITY.matcher(InlineRenderer.safeUrl(url)).replaceAll("\\\\&");
    return safe.indexOf('(') >= 0 || safe.indexOf(')') >= 0 ? "<" + safe + ">" : safe;
  }

  /** A link that shows its URL. */
  static String autolink(String url) {
    String safe = InlineRenderer.safeUrl(url);
    return safe.indexOf('&') < 0 // an autolink would decode entities
        ? "<" + safe + ">"
        : "[" + escaped(safe) + "](" + destination(safe) + ")";
  }
}
