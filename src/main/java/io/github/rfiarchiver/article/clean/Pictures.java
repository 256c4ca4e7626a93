package io.github.rfiarchiver.article.clean;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/**
 * Resolves lazy pictures and players to the URL that a browser would load: from {@code srcset},
 * {@code <noscript>}, {@code <source>} or a player's JSON.
 */
final class Pictures {
  /** The class of a paragraph that links to a film. */
  static final String FILM_CLASS = "film";

  /** The text of a link to a film without a title. */
  private static final String FILM_TITLE = "视频";

  private static final int MAX_WIDTH = 1280;

  /** A candidate of a srcset (HTML, section 4.8.4.2.1): a URL, commas allowed, and its width. */
  private static final Pattern CANDIDATE =
      Pattern.compile(
          "([^\\s,]\\S*[^\\s,]|[^\\s,])(?:\\s+(?:(\\d{1,7})(?:\\.\\d+)?[wW]|[^\\s,]+)(?:\\s++[^\\s,]++)*+)?\\s*(?:,|$)");

  /** An attribute that holds the URL of a lazy picture, by its name or by the end of the URL. */
  private static final Pattern LAZY =
      Pattern.compile(
          "(?i)data-(?:[\\w-]*src(?:set)?|original)=[^{\\s].*|data-[\\w-]+=\\S+\\.(?:jpe?g|png|webp|gif|avif)(?:[?#].*)?");

  private static final Pattern NO_PICTURE = Pattern.compile("(?i)data:|about:|#");

  /** Names of placeholders for pictures that are loaded later, and of a browser's local copies. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)(?:^|[/_.-])(?:blank|pixel|spacer|placeholder|transparent|1x1|lazy(?:load)?|load(?:er|ing)|gr[ea]y)(?:[_-]?\\d+x\\d+)?\\.(?:gif|png|svg|jpe?g|webp)(?:$|[?#])"
              + "|[/_.-](?:1px|clear|dot|empty|trans)\\.(?:gif|png)(?:$|[?#])"
              + "|^(?:\\./)?[^/:?#]+_files/");

  private static final Evaluator AMP =
      Selector.evaluatorOf("amp-img:not(:has(img)), amp-audio, amp-video, amp-iframe");
  private static final Evaluator EMPTY_PICTURE = Selector.evaluatorOf("picture:not(:has(img))");
  private static final Evaluator SOUND =
      Selector.evaluatorOf(
          "script[data-media-id]:not(audio-player *, [data-media-id^=direct_]), audio-player:not(:has(audio))");
  private static final String WATCH = "https://www.youtube.com/watch?v=";
  private static final Evaluator YOUTUBE =
      Selector.evaluatorOf(
          ":is(youtube-player, [video-type=youtube])[video-id~=.], amp-youtube[data-videoid~=.]");
  private static final Evaluator PLAYER =
      Selector.evaluatorOf(
          "video-player, youtube-player, amp-youtube, video, iframe, script[data-media-video-id]");
  private static final Evaluator ONE_PIXEL =
      Selector.evaluatorOf("[width~=^1(px)?$][height~=^1(px)?$]");
  private static final Pattern FILM_HOST =
      Pattern.compile(
          "(?i)(?:https?:)?//(?:[\\w-]+\\.){0,9}(?:youtube(?:-nocookie)?|dailymotion|vimeo)\\.com/.*");

  private Pictures() {}

  /** Repairs all pictures and players below {@code article}. */
  static void repair(Element article) {
    article
        .select(AMP)
        .forEach(e -> e.tagName(e.normalName().substring("amp-".length()), Parser.NamespaceHtml));
    article.select(EMPTY_PICTURE).forEach(picture -> picture.appendChild(new Element("img")));
    List<Element> images = new ArrayList<>(article.getElementsByTag("img"));
    Collections.reverse(images); // the pictures in a noscript before the one that it stands for
    Map<Element, Optional<String>> byParent = new HashMap<>();
    for (Element image : images) {
      if (!showsPicture(image)) {
        Element twin = twin(image);
        real(image, twin, byParent)
            .ifPresent(url -> image.attr("src", url).removeAttr("width").removeAttr("height"));
        if (twin != null) {
          twin.empty();
        }
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    article
        .getElementsByTag("img")
        .forEach(image -> counts.merge(image.attr("src"), 1, Integer::sum));
    for (Element noscript : article.getElementsByTag("noscript")) {
      List<Element> pictures =
          noscript.getElementsByTag("img").stream()
              .filter(image -> image.hasAttr("src"))
              .filter(image -> counts.merge(image.attr("src"), -1, Integer::sum) == 0)
              .toList();
      noscript.empty();
      if (!pictures.isEmpty()) {
        noscript.tagName("span").appendChildren(pictures); // which the sanitizer unwraps
      }
    }
    article.select(SOUND).forEach(Pictures::sound);
    for (Element audio : article.getElementsByTag("audio")) {
      audio.attr("src", source(audio)).empty(); // of a fallback for browsers without audio
    }
    films(article.select(PLAYER));
  }

  /** Replaces films by links. The JSON of a player stands for it where the player is missing. */
  private static void films(List<Element> players) {
    Map<String, Element> byId = new HashMap<>();
    for (Element player : players) {
      if (player.is(YOUTUBE)) {
        player.attr("source", WATCH + player.attr("video-id") + player.attr("data-videoid"));
      }
      if (player.nameIs("video-player")) {
        byId.put(player.attr("media-id"), player);
      }
    }
    for (Element json : players) {
      Element player = json.nameIs("script") ? byId.get(json.attr("data-media-video-id")) : null;
      if (player != null) {
        player.appendChild(json);
      }
    }
    players.stream()
        .filter(player -> player.parents().stream().noneMatch(outer -> outer.is(PLAYER)))
        .filter(player -> !player.nameIs("iframe") || FILM_HOST.matcher(source(player)).matches())
        .toList()
        .forEach(Pictures::film);
  }

  /** Puts the sound of a player in front of it, outside of the controls around it. */
  private static void sound(Element player) {
    Optional<String> url = inJson(player).findFirst();
    if (url.isEmpty()) {
      return;
    }
    Element controls = player.closest(".m-feed-sub, button:not(.m-feed-sub button)");
    (controls == null ? player : controls).before(new Element("audio").attr("src", url.get()));
    player.select("script").forEach(Element::empty);
    player.clearAttributes().tagName("span"); // which the sanitizer unwraps
  }

  /** The URLs in the JSON of a player: in its scripts or its attributes. */
  private static Stream<String> inJson(Element player) {
    Stream<String> scripts = player.select("script").stream().map(Element::data);
    Stream<String> attributes = player.attributes().asList().stream().map(Attribute::getValue);
    return Stream.concat(scripts, attributes).flatMap(j -> EmbeddedJson.source(j).stream());
  }

  /** Replaces a film by its poster and a link; one without a URL leaves its poster. */
  private static void film(Element player) {
    String url = source(player);
    String poster =
        firstReal(Stream.of(player.attr("poster"), player.attr("data-poster"))).orElse("");
    String title = player.attr("title").isBlank() ? FILM_TITLE : player.attr("title");
    Element around = player.closest(".m-em-video");
    if (!poster.isEmpty()
        && (around == null || around.select("img").stream().noneMatch(Pictures::showsPicture))) {
      player.before(new Element("img").attr("src", poster));
    }
    player.empty().clearAttributes().tagName("span");
    if (!url.isEmpty()) {
      player.tagName("p").addClass(FILM_CLASS).appendElement("a").attr("href", url).text(title);
    }
  }

  /** The URL of a sound or film: its own, of its first source, or in JSON; empty without one. */
  private static String source(Element player) {
    Stream<String> own =
        Stream.concat(Stream.of(player), player.select("source, video").stream())
            .flatMap(e -> Stream.concat(Stream.of(e.attr("source"), e.attr("src")), lazy(e)));
    return firstReal(Stream.concat(own, inJson(player))).orElse("");
  }

  /**
   * The URL of a lazy picture; empty where none is found.
   *
   * @param twin its {@link #twin}; null without one
   * @param byParent a cache of the URLs found beside pictures, by parent: with many pictures in one
   *     parent, a search for each would take quadratic time
   */
  private static Optional<String> real(
      Element image, @Nullable Element twin, Map<Element, Optional<String>> byParent) {
    Element parent = Objects.requireNonNull(image.parent());
    Stream<String> sets = Stream.of("srcset", "data-srcset").map(name -> widest(image.attr(name)));
    Stream<String> twins =
        Stream.ofNullable(twin).flatMap(box -> box.select("img").eachAttr("src").stream());
    return firstReal(Stream.of(sets, lazy(image), twins).flatMap(urls -> urls))
        .or(() -> byParent.computeIfAbsent(parent, box -> firstReal(beside(box))))
        .or(() -> EmbeddedJson.picture(image.attr("data-image-dataset")).filter(Pictures::isReal));
  }

  private static Stream<String> lazy(Element image) {
    return image.attributes().asList().stream()
        .filter(a -> LAZY.matcher(a.getKey() + "=" + a.getValue()).matches())
        .map(a -> a.getKey().endsWith("set") ? widest(a.getValue()) : a.getValue());
  }

  private static Stream<String> beside(Element parent) {
    return Stream.of("srcset", "data-srcset")
        .map(name -> widest(String.join(", ", parent.select("> source").eachAttr(name))));
  }

  /** The {@code <noscript>} after a lazy picture with the same picture, in any size; else null. */
  private static @Nullable Element twin(Element image) {
    Element next = image.nextElementSibling();
    Element parent = image.parent();
    if (next == null && parent != null && parent.nameIs("picture")) {
      next = parent.nextElementSibling();
    }
    return next != null
            && next.nameIs("noscript")
            && next.select("img").size() == 1
            && !next.hasText()
        ? next
        : null;
  }

  private static Optional<String> firstReal(Stream<String> urls) {
    return urls.filter(Pictures::isReal).findFirst();
  }

  /** Whether {@code src} is neither a placeholder nor a single pixel. */
  private static boolean showsPicture(Element image) {
    return isReal(image.attr("src")) && !image.is(ONE_PIXEL);
  }

  private static boolean isReal(String url) {
    return !url.isBlank()
        && !NO_PICTURE.matcher(url).lookingAt()
        && !PLACEHOLDER.matcher(url).find();
  }

  /**
   * The URL of the widest picture in a {@code srcset} up to {@value #MAX_WIDTH} pixels, else of the
   * narrowest; without widths, of the first. Placeholders do not count. Empty without any.
   */
  private static String widest(String srcset) {
    String best = "";
    int bestWidth = 0;
    Matcher candidate = CANDIDATE.matcher(srcset);
    while (candidate.find()) {
      int width = candidate.group(2) == null ? 1 : Integer.parseInt(candidate.group(2));
      boolean better =
          bestWidth > MAX_WIDTH ? width < bestWidth : width > bestWidth && width <= MAX_WIDTH;
      if (isReal(candidate.group(1)) && (best.isEmpty() || better)) {
        best = candidate.group(1);
        bestWidth = width;
      }
    }
    return best;
  }
}
