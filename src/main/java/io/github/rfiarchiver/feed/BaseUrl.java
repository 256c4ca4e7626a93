package io.github.rfiarchiver.feed;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jsoup.parser.Tag;

/**
 * The base URL of relative links (RFC 3986, section 5; {@code xml:base}). Links may contain raw
 * Chinese and whitespace, which {@link java.net.URI} rejects and jsoup takes.
 *
 * @param url an http or https URL; with any other text, only absolute links are resolved
 * @param isNamed whether {@code xml:base} names it
 */
public record BaseUrl(String url, boolean isNamed) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern ORIGIN = Pattern.compile("(?i)https?://[^/?#]+");
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
    boolean isAsGiven = given.isEmpty() || SCHEME.matcher(given).lookingAt();
    return Optional.of(isAsGiven ? given : absolute(given)).filter(BaseUrl::isHttp);
  }

  /** Empty where the base is not a URL. */
  private String absolute(String given) {
    org.jsoup.nodes.Element link = new org.jsoup.nodes.Element(Tag.valueOf("a"), url);
    return link.attr("href", given).absUrl("href");
  }
}
