package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.TreeEdits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Elements;

/**
 * Gives lazy pictures and players the address that the browser would have found: from {@code
 * srcset}, from {@code <noscript>}, from a {@code <source>}, or from a player's JSON.
 */
final class Pictures {
  private Pictures() {}

  /** Mends all pictures and players below {@code article}; afterwards no noscript is left. */
  static void mend(Element article) {
    Map<Element, Optional<String>> around = new HashMap<>();
    Elements images = below("img", article);
    for (Element image : images) {
      if (!isReal(image.attr("src")) && !isInNoscript(image)) {
        real(image, around).ifPresent(address -> image.attr("src", address));
      }
    }
    TreeEdits edits = new TreeEdits();
    Map<String, Integer> counts = new HashMap<>();
    images.forEach(image -> counts.merge(image.attr("src"), 1, Integer::sum));
    for (Element noscript : below("noscript", article)) {
      if (!isInNoscript(noscript)) {
        edits.replace(noscript, pictures(noscript, counts));
      }
    }
    for (Element script : below("script", article)) {
      if (script.hasAttr("data-media-id")) {
        PlayerData.sound(script.data())
            .ifPresent(
                sound ->
                    edits.replace(
                        script, List.of(new Element("audio").attr("src", sound), script)));
      }
    }
    edits.apply();
    for (Element audio : below("audio", article)) {
      if (!audio.hasAttr("src")) {
        Optional.ofNullable(audio.selectFirst("source[src]"))
            .ifPresent(source -> audio.attr("src", source.attr("src")));
      }
      audio.empty(); // what it holds is said to browsers without sound
    }
  }

  /** The pictures of a noscript that stand nowhere else; the others are no longer counted. */
  private static List<Node> pictures(Element noscript, Map<String, Integer> counts) {
    List<Node> pictures = new ArrayList<>();
    for (Element image : below("img", noscript)) {
      String address = image.attr("src");
      if (image.hasAttr("src") && counts.getOrDefault(address, 0) == 1) {
        pictures.add(image);
      } else {
        counts.merge(address, -1, Integer::sum);
      }
    }
    return pictures;
  }

  private static Elements below(String name, Element root) {
    return root.getElementsByTag(name);
  }

  private static boolean isInNoscript(Element element) {
    Element parent = element.parent();
    while (parent != null && !parent.normalName().equals("noscript")) {
      parent = parent.parent();
    }
    return parent != null;
  }

  /**
   * Nearly always it is the first that has it; what the others say costs queries.
   *
   * @param around what was found around pictures, by their parent
   */
  private static Optional<String> real(Element image, Map<Element, Optional<String>> around) {
    Element parent = image.parent();
    return firstReal(
            List.of(
                first(image.attr("srcset")),
                first(image.attr("data-srcset")),
                image.attr("data-src")))
        .or(
            () ->
                parent == null
                    ? Optional.empty()
                    : around.computeIfAbsent(parent, box -> firstReal(around(box))))
        .or(() -> PlayerData.picture(image.attr("data-image-dataset")).filter(Pictures::isReal));
  }

  private static List<String> around(Element parent) {
    List<String> addresses = new ArrayList<>();
    for (Element child : parent.children()) {
      if (child.normalName().equals("noscript")) {
        addresses.addAll(below("img", child).eachAttr("src"));
      }
    }
    for (Element child : parent.children()) {
      if (child.normalName().equals("source")) {
        addresses.add(first(child.attr("srcset")));
        addresses.add(first(child.attr("data-srcset")));
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
