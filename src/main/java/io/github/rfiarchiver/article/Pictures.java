package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Element;

/**
 * Gives lazy pictures and players the address that the browser would have found: from {@code
 * srcset}, from {@code <noscript>}, from a {@code <source>}, or from a player's JSON.
 */
final class Pictures {
  private Pictures() {}

  /** Mends all pictures and players below {@code article}; afterwards no noscript is left. */
  static void mend(Element article) {
    List<Element> elements = Nodes.elementsBelow(article);
    for (Element image : Nodes.named("img", elements)) {
      if (!isReal(image.attr("src")) && image.closest("noscript") == null) {
        real(image).ifPresent(address -> image.attr("src", address));
      }
    }
    for (Element noscript : Nodes.named("noscript", elements)) {
      for (Element image : Nodes.named("img", noscript)) {
        if (image.hasAttr("src") && !isElsewhere(image, article)) {
          noscript.before(image);
        }
      }
      noscript.remove();
    }
    for (Element script : Nodes.named("script", elements)) {
      if (script.hasAttr("data-media-id")) {
        PlayerData.sound(script.data())
            .ifPresent(sound -> script.before(new Element("audio").attr("src", sound)));
      }
    }
    for (Element audio : Nodes.named("audio", elements)) {
      if (!audio.hasAttr("src")) {
        Optional.ofNullable(audio.selectFirst("source[src]"))
            .ifPresent(source -> audio.attr("src", source.attr("src")));
      }
      audio.empty(); // what it holds is said to browsers without sound
    }
  }

  private static boolean isElsewhere(Element image, Element article) {
    for (Element other : Nodes.named("img", article)) {
      if (!other.equals(image) && other.attr("src").equals(image.attr("src"))) {
        return true;
      }
    }
    return false;
  }

  /** Nearly always it is the first that has it; what the others say costs queries. */
  private static Optional<String> real(Element image) {
    return firstReal(
            List.of(
                first(image.attr("srcset")),
                first(image.attr("data-srcset")),
                image.attr("data-src")))
        .or(() -> firstReal(around(image)))
        .or(() -> PlayerData.picture(image.attr("data-image-dataset")).filter(Pictures::isReal));
  }

  private static List<String> around(Element image) {
    List<String> addresses = new ArrayList<>();
    Element parent = image.parent();
    if (parent != null) {
      addresses.addAll(parent.select("> noscript img").eachAttr("src"));
      for (Element source : parent.select("> source")) {
        addresses.add(first(source.attr("srcset")));
        addresses.add(first(source.attr("data-srcset")));
      }
    }
    return addresses;
  }

  private static Optional<String> firstReal(List<String> addresses) {
    for (String address : addresses) {
      if (isReal(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private static boolean isReal(String address) {
    return !address.isBlank() && !address.startsWith("data:");
  }

  /** The first address of a {@code srcset}: everything up to a blank, without a comma behind. */
  private static String first(String srcset) {
    String given = srcset.strip();
    int end = 0;
    while (end < given.length() && !Character.isWhitespace(given.charAt(end))) {
      end++;
    }
    while (end > 0 && given.charAt(end - 1) == ',') {
      end--;
    }
    return given.substring(0, end);
  }
}
