package io.github.rfiarchiver.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;

/**
 * The base URL of relative links (RFC 3986, section 5; {@code xml:base}). Links may contain raw
 * Chinese and whitespace, which {@link java.net.URI} rejects; {@link java.net.URL}, which jsoup
 * uses, drops user and password, and keeps the dots of {@code /a/./b}.
 *
 * @param url an http or https URL; with any other text, only absolute links are resolved
 * @param isNamed whether {@code xml:base} names it
 */
public record BaseUrl(String url, boolean isNamed) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern ORIGIN = Pattern.compile("((?i:https?):)//[^/?#]+");
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\t\\r\\n]+");

  /** Whether a text begins with {@code http://} or {@code https://} and a host. */
  static boolean isHttp(String text) {
    return ORIGIN.matcher(text).lookingAt();
  }

  /** The base URL of links in {@code element}: its {@code xml:base}, else this. */
  BaseUrl of(Element element) {
    String named = element.getAttributeValue("base", Namespace.XML_NAMESPACE);
    return named == null ? this : resolve(named).map(base -> new BaseUrl(base, true)).orElse(this);
  }

  /**
   * The absolute URL of a link, without whitespace around it and line breaks in it (WHATWG URL,
   * section 4.4), with escaped ampersands decoded, and with {@code //} in front of {@code www.}.
   * Empty where the link is empty, has a scheme other than http and https, or is relative to a base
   * that is not a URL.
   */
  public Optional<String> resolve(String link) {
    String plain = LINE_BREAKS.matcher(link.strip()).replaceAll("").replace("&amp;", "&");
    String given = plain.startsWith("www.") ? "//" + plain : plain;
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (SCHEME.matcher(given).lookingAt()) {
      return Optional.of(given).filter(BaseUrl::isHttp);
    }
    Matcher origin = ORIGIN.matcher(url);
    if (!origin.lookingAt()) {
      return Optional.empty();
    }
    if (given.startsWith("//")) {
      return Optional.of(origin.group(1) + given).filter(BaseUrl::isHttp);
    }
    String rest = url.substring(origin.end());
    String linked = upTo(given, "?#");
    if (linked.isEmpty()) {
      return Optional.of(origin.group() + upTo(rest, given.startsWith("?") ? "?#" : "#") + given);
    }
    String path = upTo(rest, "?#");
    String whole =
        linked.startsWith("/") ? linked : path.substring(0, path.lastIndexOf('/') + 1) + linked;
    return Optional.of(origin.group() + withoutDots(whole) + given.substring(linked.length()));
  }

  /** Removes dot segments (RFC 3986, section 5.2.4). Doubled slashes stay. */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.pollLast();
      } else if (!segments[i].equals(".")) {
        kept.addLast(segments[i]);
        continue;
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String upTo(String text, String ends) {
    int end = 0;
    while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end);
  }
}
