package io.github.rfiarchiver.article.clean;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/**
 * Reshapes the parts of the site's template to the shape of the seeds: the lead picture, then the
 * lede in bold, then the sounds, the link to a film and the further pictures of a gallery.
 * Full-text services copy these parts, with their classes, into feeds.
 */
final class SiteShape {
  static final String LEDE_CLASS = "t-content__chapo";
  static final String MEDIA_CLASS = "t-content__main-media";
  private static final Evaluator LEDE = Selector.evaluatorOf("." + LEDE_CLASS);
  private static final Evaluator MEDIA = Selector.evaluatorOf("." + MEDIA_CLASS);

  /** The parts that full-text services copy. */
  static final Evaluator PARTS = Selector.evaluatorOf("." + LEDE_CLASS + ", ." + MEDIA_CLASS);

  /**
   * What a service that copies a whole article may put around it, where it is none of the parts.
   */
  private static final Evaluator BOX =
      Selector.evaluatorOf("article, main, section, div:not(.t-content__body)");

  private static final String LEDE_BOX = "p, div, section, article, header, h2, h3";

  private static final String CAPTION =
      "figcaption, .a-media-legend, p:not([class], [class*=disclaimer] *)";

  /** What RSSHub writes for a missing lede, media or body. */
  private static final Pattern MISSING =
      Pattern.compile("(?U)\\s*(?:undefined\\s*){0,2}(?:null\\s*)?");

  private static final Pattern LEADING_MISSING =
      Pattern.compile("(?U)^\\s*undefined(?:\\h*+\\R\\s*+)?undefined");

  private SiteShape() {}

  /** Reshapes a fragment; its pictures must be repaired. */
  static void apply(Element fragment) {
    Element lede = fragment.selectFirst(LEDE);
    Element media = fragment.selectFirst(MEDIA);
    TextNode missing = leadingMissing(fragment);
    if (lede != null || media != null) {
      unwrapBoxes(fragment);
      dropMissing(fragment);
    } else if (missing != null) {
      missing.text(LEADING_MISSING.matcher(missing.getWholeText()).replaceFirst(""));
    }
    if (media != null) {
      Element anchor = lede != null && lede.parent() == media.parent() ? lede.after(media) : media;
      Element picture = takePicture(media);
      if (picture != null) {
        anchor.before(picture);
      }
      media.select("audio").forEach(media::before);
      media.select("." + Pictures.FILM_CLASS).forEach(media::before);
    }
    if (lede != null) {
      lede.replaceWith(lede(lede));
    }
  }

  /** The text at the start with the words for a missing lede and media; null without it. */
  static @Nullable TextNode leadingMissing(Element fragment) {
    Node first = fragment.firstChild();
    while (first instanceof TextNode text && text.isBlank()) {
      first = text.nextSibling();
    }
    return first instanceof TextNode text && LEADING_MISSING.matcher(text.getWholeText()).find()
        ? text
        : null;
  }

  /** The lede as a bold paragraph. */
  private static Element lede(Element lede) {
    Element paragraph = new Element("p");
    Element bold = paragraph.appendElement("strong").append(lede.html());
    bold.select(":not(br) + :is(" + LEDE_BOX + ")").forEach(box -> box.before(new Element("br")));
    bold.select("strong strong, b, " + LEDE_BOX).tagName("span"); // which the sanitizer unwraps
    return paragraph;
  }

  /**
   * Takes the first picture out of the lead media: a figure with its caption, or only the picture;
   * null without one. The others of a gallery stay.
   */
  private static @Nullable Element takePicture(Element media) {
    Element image = media.selectFirst("img");
    if (image == null) {
      return null;
    }
    Element box = image;
    while (box != media && box.parent() != null && box.parent().select("img").size() == 1) {
      box = box.parent();
    }
    List<Element> captions =
        box.select(CAPTION).stream()
            .filter(words -> !words.parents().is(CAPTION))
            .filter(Element::hasText)
            .toList();
    captions.forEach(Element::remove);
    image.remove();
    if (captions.isEmpty()) {
      return image;
    }
    Element figure = new Element("figure").appendChild(image);
    String caption = captions.stream().map(Element::text).collect(Collectors.joining(" "));
    figure.appendElement("figcaption").text(caption);
    return figure;
  }

  /** Unwraps the boxes around the whole fragment. */
  private static void unwrapBoxes(Element fragment) {
    Element box = fragment.firstElementChild();
    while (box != null && fragment.childrenSize() == 1 && box.is(BOX) && !box.is(PARTS)) {
      box.unwrap();
      box = fragment.firstElementChild();
    }
  }

  /** Removes the words for missing parts next to the present parts. */
  private static void dropMissing(Element fragment) {
    for (Element part : fragment.select(PARTS)) {
      Stream.of(part.previousSibling(), part.nextSibling())
          .filter(n -> n instanceof TextNode text && MISSING.matcher(text.getWholeText()).matches())
          .forEach(Node::remove);
    }
  }
}
