package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.regex.Pattern;

/** Writes plain text so that CommonMark and its GitHub flavour take none of it for markup. */
final class MarkdownText {
  private static final Pattern ANYWHERE =
      Pattern.compile("[\\\\`*_\\[\\]<~|]|&(?=#?[0-9A-Za-z]+;)|!$");
  private static final Pattern ENTITY = Pattern.compile("&(?=#?[0-9A-Za-z]+;)");
  private static final Pattern AT_LINE_START =
      Pattern.compile("^(?:(\\d{1,9})(?=[.)])|(?=[-+=#>:]))", Pattern.MULTILINE);

  private MarkdownText() {}

  /** Text that may stand anywhere inside a line. */
  static String escaped(String text) {
    return ANYWHERE.matcher(text).replaceAll("\\\\$0");
  }

  /** Text already {@linkplain #escaped escaped}, made fit to begin lines. */
  static String atLineStart(String escaped) {
    return AT_LINE_START
        .matcher(escaped)
        .replaceAll(found -> (found.group(1) == null ? "" : found.group(1)) + "\\\\");
  }

  /** Text as a heading: a number sign at its end would be dropped. */
  static String heading(String text) {
    return escaped(Whitespace.folded(Whitespace.withoutControls(text))).replace("#", "\\#");
  }

  /** Where a link leads, as it stands between its parentheses. */
  static String target(String address) {
    String safe = ENTITY.matcher(InlineRenderer.address(address)).replaceAll("\\\\&");
    return safe.isEmpty() || safe.indexOf('(') >= 0 || safe.indexOf(')') >= 0
        ? "<" + safe + ">"
        : safe;
  }

  /** A link that shows its address. */
  static String autolink(String address) {
    String safe = InlineRenderer.address(address);
    return safe.indexOf('&') < 0
        ? "<" + safe + ">"
        : "[" + escaped(safe) + "](" + target(safe) + ")"; // references are read in an autolink
  }
}
