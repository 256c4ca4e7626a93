package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Renders the words of a block as plain text. */
final class InlineRenderer {
  /** Stands in front of the address of a sound that a reader can only follow. */
  static final String SOUND = "音频：";

  private static final Pattern UNSAFE_IN_URL = Pattern.compile("[\\x00-\\x20\\x7f<>\\\\|`\"]");

  private InlineRenderer() {}

  /** The words, blanks folded, a line feed for each {@code br}, none at either end. */
  static String text(Element words) {
    StringBuilder text = new StringBuilder();
    append(text, words, true);
    return text.toString().lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  /** As {@link #text}, on one line. */
  static String line(Element words) {
    return Whitespace.folded(text(words));
  }

  /** An address as it may stand in text and markdown: what would end it there is encoded. */
  static String address(String address) {
    return UNSAFE_IN_URL
        .matcher(address)
        .replaceAll(found -> String.format("%%%02X", (int) found.group().charAt(0)));
  }

  private static boolean append(StringBuilder out, Element box, boolean afterBlank) {
    boolean blank = afterBlank;
    for (Node node : box.childNodes()) {
      if (node instanceof TextNode text) {
        blank = Whitespace.append(out, Whitespace.withoutControls(text.getWholeText()), blank);
      } else if (node instanceof Element element) {
        switch (element.normalName()) {
          case "br" -> {
            out.append('\n');
            blank = true;
          }
          case "audio" -> {
            out.append(SOUND).append(address(element.attr("src")));
            blank = false;
          }
          default -> blank = append(out, element, blank);
        }
      }
    }
    return blank;
  }
}
