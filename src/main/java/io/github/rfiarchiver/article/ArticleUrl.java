package io.github.rfiarchiver.article;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rfiarchiver.MalformedException;
import java.net.IDN;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The http or https URL of an article, in two forms: {@linkplain #toString() as written} and
 * {@linkplain #canonical() canonical}. URLs with the same canonical form are equal: they name the
 * same article.
 */
public final class ArticleUrl {
  /** In octets. RFC 9110, section 4.1, recommends at least 8,000. */
  private static final int MAX_LENGTH = 8192;

  /** Scheme, user, host, port, path, query and fragment (RFC 3986, appendix B). */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?i)(https?)://((?:[^@/?#]*@)?)(\\[[0-9a-f:.]+]|[^:\\[\\]@/?#]+)((?::\\d*)?)"
              + "((?:/[^?#]*)?)((?:\\?[^#]*)?)((?:#.*)?)");

  private static final Pattern TRACKING = Pattern.compile("(?:utm_.*|at_.*|xtor|ref)(?:=.*)?");
  private static final Pattern SLASHES = Pattern.compile("/{2,}");
  private static final Set<String> EDITIONS = Set.of("cn", "tw");

  /** First path segments after the edition that are not sections. */
  private static final Set<String> TECHNICAL = Set.of("contenu", "amp", "rss", "tag");

  private static final Pattern DAY = Pattern.compile("(\\d{8})-.*");

  /** What RFC 3986, section 2, does not allow; brackets are only for IPv6 hosts. */
  private static final Pattern INVALID =
      Pattern.compile("[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})");

  private static final Pattern BEYOND_ASCII = Pattern.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+");
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** RFC 3986, section 2.3. */
  private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

  /** An IPv6 address, or ASCII that RFC 3986 and WHATWG URL, section 3.2, allow in a host. */
  private static final Pattern HOST = Pattern.compile("\\[.*|[!-~&&[^#%/:<>?@\\[\\\\\\]^|\"`{}]]+");

  private final String written;
  private final String host;
  private final String path;
  private final String query;
  private final String canonical;

  private ArticleUrl(String written, String site, String host, String path, String query) {
    this.written = written;
    this.host = host;
    this.path = path;
    this.query = query;
    canonical = site + path + query;
  }

  /**
   * Parses a URL; whitespace around it is ignored. Characters that RFC 3986 does not allow, such as
   * Chinese, are percent-encoded from their UTF-8 bytes.
   *
   * @throws MalformedException where the URL is not absolute, its scheme is not http or https, its
   *     host is missing or invalid, or it is longer than 8,192 octets
   */
  public static ArticleUrl of(String text) throws MalformedException {
    String given = Whitespace.stripped(text);
    requireShort(given);
    Matcher parts = PARTS.matcher(given);
    if (!parts.matches()) {
      throw new MalformedException(given, "is not an http or https URL");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String user = encoded(parts.group(2));
    String host = asciiHost(parts.group(3), given);
    String port = parts.group(4);
    String path = encoded(parts.group(5));
    String query = encoded(parts.group(6));
    String fragment = encoded(parts.group(7));
    String written = scheme + "://" + user + host + port + path + query + fragment;
    requireShort(written);
    boolean defaultPort =
        Set.of(":", ":443").contains(port) || (port.equals(":80") && scheme.equals("http"));
    String lower = host.toLowerCase(Locale.ROOT);
    String site = "https://" + user + lower + (defaultPort ? "" : port);
    return new ArticleUrl(written, site, lower, canonicalPath(path), withoutTracking(query));
  }

  /** Parses a URL; empty where {@link #of} would refuse it. */
  public static Optional<ArticleUrl> parse(String text) {
    try {
      return Optional.of(of(text));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /**
   * The form that all spellings of this URL share: {@code https}, the host in lower case, no
   * default port, no double or trailing slash in the path, unreserved characters decoded, all
   * others as {@code %XX} in upper case, reserved characters unchanged, the query in its order, no
   * fragment and no tracking parameters ({@code utm_*}, {@code at_*}, {@code xtor}, {@code ref}).
   */
  public String canonical() {
    return canonical;
  }

  /** The article's key: the first 10 hex digits of SHA-256 over the canonical form in UTF-8. */
  public String key() {
    return hash(5);
  }

  /** The first 16 hex digits: they distinguish two URLs with the same {@link #key}. */
  public String longKey() {
    return hash(8);
  }

  private String hash(int bytes) {
    return HexFormat.of().formatHex(Sha256.of(canonical), 0, bytes);
  }

  /** The host in lower case, without user and port. */
  public String host() {
    return host;
  }

  /**
   * The site's section of the article, its parts joined by slashes: {@code 国际} or {@code
   * 专栏检索/法国世界报}; in both editions. Empty for agency copy and for technical segments such as {@code
   * contenu}.
   */
  public Optional<String> section() {
    List<String> segments = segments();
    int last = segments.size() - 1;
    return last < 2 || !EDITIONS.contains(segments.get(0)) || TECHNICAL.contains(segments.get(1))
        ? Optional.empty()
        : Optional.of(decoded(String.join("/", segments.subList(1, last))));
  }

  /**
   * The language by the edition, as a BCP 47 tag: {@code zh-Hant} for {@code /tw/}, else {@code
   * zh-Hans}.
   */
  public String language() {
    return edition().equals("tw") ? "zh-Hant" : "zh-Hans";
  }

  /**
   * Whether {@code canonical} may be the canonical URL of the page at this URL. The front page, a
   * section, another article and another page of the article may not. A URL without a date may be
   * an alias of one with a date. The front page's URL stands for an unknown one: any other may be
   * its canonical URL, without a slash at the end, which sections have.
   */
  public boolean mayHaveCanonical(ArticleUrl canonical) {
    boolean sameName = name().equals(canonical.name()) && query.equals(canonical.query);
    boolean isAlias = day().isEmpty() && query.isEmpty() && canonical.day().isPresent();
    boolean isOnFrontPage = isFrontPage() && !canonical.written.endsWith("/");
    return !canonical.isFrontPage() && (sameName || isAlias || isOnFrontPage);
  }

  /** The day at the start of the last path segment, {@code 20231028-…}; empty without one. */
  public Optional<LocalDate> day() {
    Matcher day = DAY.matcher(name());
    if (!day.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(day.group(1), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException e) {
      return Optional.empty(); // eight digits that are not a date
    }
  }

  /**
   * The start of the {@linkplain #day() day} in UTC, the date of an article without another one;
   * empty where it is not {@linkplain PublishedDate#isPossible possible}.
   */
  public Optional<Instant> dayStart() {
    return day()
        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
        .filter(PublishedDate::isPossible);
  }

  /** Its scheme, user, host and port, as written. */
  public String origin() {
    return written.replaceFirst("(//[^/?#]+).*", "$1");
  }

  /** Whether a host is rfi.fr or below it. */
  public static boolean isRfi(String host) {
    return host.equals("rfi.fr") || host.endsWith(".rfi.fr");
  }

  /** The first segment of its path: on the site, the edition. Empty where it has none. */
  public String edition() {
    return segments().stream().findFirst().orElse("");
  }

  /** A path, with or without its query, percent-encoded as in the {@link #canonical} form. */
  public static String normalizedPath(String path) {
    return normalized(encoded(path));
  }

  /** The URL for people: as written, with characters beyond ASCII decoded, such as Chinese. */
  public String legible() {
    return BEYOND_ASCII
        .matcher(written)
        .replaceAll(
            escapes -> {
              String plain = decoded(escapes.group());
              return plain.contains("\uFFFD") ? escapes.group() : plain;
            });
  }

  /** The URL as written, percent-encoded where RFC 3986 requires it. */
  @Override
  public String toString() {
    return written;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArticleUrl url && url.canonical.equals(canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** The last path segment; empty without one. */
  private String name() {
    List<String> segments = segments();
    return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
  }

  private boolean isFrontPage() {
    return EDITIONS.containsAll(segments());
  }

  private List<String> segments() {
    return Arrays.stream(path.split("/")).skip(1).toList();
  }

  private static void requireShort(String url) throws MalformedException {
    if (url.length() > MAX_LENGTH) {
      throw new MalformedException(
          url.substring(0, 100) + "…",
          "is longer than " + MAX_LENGTH + " octets, the limit of a URL");
    }
  }

  private static String asciiHost(String host, String text) throws MalformedException {
    try {
      boolean isAscii = host.chars().allMatch(c -> c < 0x80);
      String ascii = isAscii ? host : IDN.toASCII(host);
      // After IDNA mapping: a fullwidth slash becomes a slash, an ideographic space a space.
      if (HOST.matcher(ascii).matches()) {
        return ascii;
      }
    } catch (IllegalArgumentException e) {
      // what IDNA does not allow is no host either
    }
    throw new MalformedException(text, "has no valid host");
  }

  private static String canonicalPath(String path) {
    String single = SLASHES.matcher(normalized(path)).replaceAll("/");
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }

  /** The query with its question mark; empty where only tracking parameters were in it. */
  private static String withoutTracking(String query) {
    String kept =
        Arrays.stream(normalized(query).replaceFirst("^\\?", "").split("&"))
            .filter(parameter -> !TRACKING.matcher(parameter).matches())
            .collect(Collectors.joining("&"));
    return kept.isEmpty() ? "" : "?" + kept;
  }

  /** Percent-encodes what {@link #INVALID} matches. */
  private static String encoded(String part) {
    return INVALID
        .matcher(part)
        .replaceAll(invalid -> URLEncoder.encode(invalid.group(), UTF_8).replace("+", "%20"));
  }

  /**
   * Decodes the escapes of unreserved characters and writes the others in upper case (RFC 3986,
   * section 6.2.2).
   */
  private static String normalized(String valid) {
    return ESCAPE
        .matcher(valid)
        .replaceAll(
            escape -> {
              String plain = Character.toString(Integer.parseInt(escape.group(1), 16));
              return UNRESERVED.matcher(plain).matches()
                  ? plain
                  : escape.group().toUpperCase(Locale.ROOT);
            });
  }

  private static String decoded(String valid) {
    return URLDecoder.decode(valid.replace("+", "%2B"), UTF_8);
  }
}
