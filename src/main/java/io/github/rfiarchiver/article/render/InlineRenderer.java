package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Renders the words of a block as plain text. */
final class InlineRenderer {
  /** The label before the URL of a sound. */
  static final String SOUND = "音频：";

  private static final Pattern UNSAFE_IN_URL = Pattern.compile("[\\x00-\\x20\\x7f<>\\\\|`\"]");

  private InlineRenderer() {}

  /** The words with whitespace collapsed, a line feed for each {@code br}, none at either end. */
  static String text(Element words) {
    StringBuilder text = new StringBuilder();
    append(text, words, true);
    return text.toString().lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  /** As {@link #text}, on one line. */
  static String line(Element words) {
    return Whitespace.collapsed(text(words));
  }

  /** A sound in plain text: its label and URL. */
  static String sound(Element audio) {
    return SOUND + safeUrl(audio.attr("src"));
  }

  /** A URL for text and markdown, with the characters percent-encoded that would end it. */
  static String safeUrl(String url) {
    return UNSAFE_IN_URL
        .matcher(url)
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
            out.append(sound(element));
            blank = false;
          }
          default -> blank = append(out, element, blank);
        }
      }
    }
    return blank;
  }
}
