package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.article.Whitespace;
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

  /** What browsers ignore, and U+200B and U+FEFF, which make an absolute URL look relative. */
  private static final Pattern IGNORED = Pattern.compile("[\\t\\r\\n\\u200B\\uFEFF]+");

  /** A backslash of a path or in front of a host. */
  private static final Pattern BACKSLASH = Pattern.compile("\\G([^?#\\\\]*)\\\\");

  /** What is in front of a host. */
  private static final Pattern FRONT =
      Pattern.compile("(?i)^(https?:(?=/)|(?=//|www\\.))/*(?=[^/?#]+\\.)");

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
   * The absolute URL of a link, without whitespace around it and line breaks, tabs and characters
   * of no width in it, with slashes for backslashes and two of them in front of its host (WHATWG
   * URL, section 4.4), with escaped ampersands decoded, and with {@code //} in front of {@code
   * www.}. Empty where the link is empty, has a scheme other than http and https, or is relative to
   * a base that is not a URL.
   */
  public Optional<String> resolve(String link) {
    String plain = Whitespace.stripped(IGNORED.matcher(link).replaceAll(""));
    String slashed = BACKSLASH.matcher(plain.replace("&amp;", "&")).replaceAll("$1/");
    String given = FRONT.matcher(slashed).replaceFirst("$1//");
    boolean isAsGiven = given.isEmpty() || SCHEME.matcher(given).lookingAt();
    return Optional.of(isAsGiven ? given : absolute(given)).filter(BaseUrl::isHttp);
  }

  /** Empty where the base is not a URL. */
  private String absolute(String given) {
    org.jsoup.nodes.Element link = new org.jsoup.nodes.Element(Tag.valueOf("a"), url);
    return link.attr("href", given).absUrl("href");
  }
}
