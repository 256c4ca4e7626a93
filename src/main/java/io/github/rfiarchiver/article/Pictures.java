package io.github.rfiarchiver.article;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * Gives lazy pictures and players the address that the browser would have found: from {@code
 * srcset}, from {@code <noscript>}, from a {@code <source>}, or from a player's JSON.
 */
final class Pictures {
  private static final Pattern BLANK = Pattern.compile("\\s");
  private static final Pattern COMMAS = Pattern.compile(",+$");

  private Pictures() {}

  /** Mends all pictures and players below {@code article}; afterwards no noscript is left. */
  static void mend(Element article) {
    List<Element> elements = Nodes.elementsBelow(article);
    for (Element image : Nodes.named("img", elements)) {
      if (image.closest("noscript") == null && !isReal(image.attr("src"))) {
        real(image).ifPresent(address -> image.attr("src", address));
      }
    }
    for (Element noscript : Nodes.named("noscript", elements)) {
      for (Element image : noscript.select("img[src]")) {
        if (article.select("img[src]").stream()
            .noneMatch(
                other -> !other.equals(image) && other.attr("src").equals(image.attr("src")))) {
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

  private static Optional<String> real(Element image) {
    List<String> candidates = new ArrayList<>();
    candidates.add(first(image.attr("srcset")));
    candidates.add(first(image.attr("data-srcset")));
    candidates.add(image.attr("data-src"));
    Element parent = image.parent();
    if (parent != null) {
      candidates.addAll(parent.select("> noscript img").eachAttr("src"));
      parent.select("> source").stream()
          .flatMap(
              source -> Stream.of(first(source.attr("srcset")), first(source.attr("data-srcset"))))
          .forEach(candidates::add);
    }
    PlayerData.picture(image.attr("data-image-dataset")).ifPresent(candidates::add);
    return candidates.stream().filter(Pictures::isReal).findFirst();
  }

  private static boolean isReal(String address) {
    return !address.isBlank() && !address.startsWith("data:");
  }

  /** The first address of a {@code srcset}: everything up to a blank, without a comma behind. */
  private static String first(String srcset) {
    return COMMAS.matcher(BLANK.split(srcset.strip(), 2)[0]).replaceFirst("");
  }
}
