package io.github.rfiarchiver.article;

import io.github.rfiarchiver.MalformedException;
import java.net.IDN;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
 * An http or https address of an article, in two forms: {@linkplain #toString() as it was written}
 * and {@linkplain #canonical() canonical}. Two addresses are equal where their canonical forms are:
 * then they name the same article.
 */
public final class ArticleUrl {
  /** RFC 9110, section 4.1, asks for 8,000 octets at least. */
  private static final int LONGEST = 8192;

  private static final Pattern PARTS =
      Pattern.compile("(?i)(https?)://([^/?#]+)([^?#]*)((?:\\?[^#]*)?)((?:#.*)?)");
  private static final Pattern AUTHORITY =
      Pattern.compile("((?:[^@]*@)?)(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@]+)((?::\\d*)?)");
  private static final Pattern TRACKING = Pattern.compile("(?:utm_.*|at_.*|xtor|ref)(?:=.*)?");
  private static final Pattern SLASHES = Pattern.compile("/{2,}");
  private static final Set<String> EDITIONS = Set.of("cn", "tw");

  /** First segments of the site that are no sections. */
  private static final Set<String> TECHNICAL = Set.of("contenu", "amp", "rss", "tag");

  private static final Pattern QUERY = Pattern.compile("\\?.*");
  private static final Pattern DAY = Pattern.compile("(\\d{8})-.*");

  /** What RFC 3986, section 2, does not allow in a URL; brackets are for IPv6 hosts alone. */
  private static final Pattern INVALID =
      Pattern.compile("[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})");

  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** RFC 3986, section 2.3. */
  private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

  /** What no host holds (WHATWG URL, section 3.2: forbidden host code points). */
  private static final String NOT_IN_HOST = "#%/:<>?@[\\]^|\"`{}";

  private final String written;
  private final String host;
  private final String canonical;

  private ArticleUrl(String written, String host, String canonical) {
    this.written = written;
    this.host = host;
    this.canonical = canonical;
  }

  /**
   * The address that {@code text} holds, blanks around it left aside. What RFC 3986 does not allow
   * in an address, raw Chinese for one, is percent-encoded from its UTF-8 bytes.
   *
   * @throws MalformedException where it is not absolute, has no host, a scheme other than http and
   *     https, or is longer than 8,192 octets
   */
  public static ArticleUrl of(String text) throws MalformedException {
    String given = Whitespace.stripped(text);
    requireShort(given);
    Matcher parts = PARTS.matcher(given);
    if (!parts.matches()) {
      throw new MalformedException(given, "is no http or https address");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    if (!authority.matches()) {
      throw new MalformedException(given, "has no host that could be asked");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String user = encoded(authority.group(1));
    String host = ascii(authority.group(2), given);
    String port = authority.group(3);
    String path = encoded(parts.group(3));
    String query = encoded(parts.group(4));
    String fragment = encoded(parts.group(5));
    String written = scheme + "://" + user + host + port + path + query + fragment;
    requireShort(written);
    boolean defaultPort =
        Set.of(":", ":443").contains(port) || (port.equals(":80") && scheme.equals("http"));
    String lower = host.toLowerCase(Locale.ROOT);
    String site = "https://" + user + lower + (defaultPort ? "" : port);
    String canonical = site + canonicalPath(path) + withoutTracking(query);
    return new ArticleUrl(written, lower, canonical);
  }

  /**
   * The form that is the same for every way to write this address: {@code https}, the host in lower
   * case, no default port, no doubled or trailing slash in the path, unreserved characters decoded
   * and all others as {@code %XX} in upper case, reserved ones as they came, the order of the query
   * kept, without fragment and without tracking parameters ({@code utm_*}, {@code at_*}, {@code
   * xtor}, {@code ref}).
   */
  public String canonical() {
    return canonical;
  }

  /** The article's key: the first 10 hex digits of SHA-256 over the canonical form in UTF-8. */
  public String key() {
    return hash(5);
  }

  /** The key with 16 digits, which tells two addresses with the same {@link #key} apart. */
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
   * The section that the site files the article under, its parts joined by a slash: {@code 国际}, or
   * {@code 专栏检索/法国世界报}; of either edition. Agency copy has none, and a technical segment is none.
   */
  public Optional<String> section() {
    List<String> segments = segments();
    int last = segments.size() - 1;
    return last < 2 || !EDITIONS.contains(segments.get(0)) || TECHNICAL.contains(segments.get(1))
        ? Optional.empty()
        : Optional.of(decoded(String.join("/", segments.subList(1, last))));
  }

  /** Whether this is an article of the edition in traditional characters. */
  public boolean isTraditional() {
    return segments().stream().findFirst().filter("tw"::equals).isPresent();
  }

  /**
   * Whether a page found here may give {@code canonical} as its own URL: the front page, a section,
   * another article and another page of the article are not its own. An address without a date in
   * it may be another name of one with a date.
   */
  public boolean mayBeCalled(ArticleUrl canonical) {
    List<String> here = segments();
    List<String> there = canonical.segments();
    if (here.size() < 2 || there.size() < 2) {
      return here.size() < 2 && there.size() >= 2 && !canonical.written.endsWith("/");
    }
    boolean sameName =
        here.get(here.size() - 1).equals(there.get(there.size() - 1))
            && query().equals(canonical.query());
    return sameName || (day().isEmpty() && query().isEmpty() && canonical.day().isPresent());
  }

  /** The day that the site puts in front of an article's name, if it does: {@code 20231028-…}. */
  public Optional<LocalDate> day() {
    List<String> segments = segments();
    Matcher day = DAY.matcher(segments.isEmpty() ? "" : segments.get(segments.size() - 1));
    if (!day.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(day.group(1), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException e) {
      return Optional.empty(); // eight digits that are no day: a number of another kind
    }
  }

  /**
   * The beginning of that {@linkplain #day() day}, in UTC: the date of an article that has no
   * other. A day on which {@linkplain PublishedDate#isPossible no article} can be is none.
   */
  public Optional<Instant> dayStart() {
    return day()
        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
        .filter(PublishedDate::isPossible);
  }

  /** The address as it was given, percent-encoded where RFC 3986 asks for it. */
  @Override
  public String toString() {
    return written;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArticleUrl address && address.canonical.equals(canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  private String query() {
    return canonical.substring(QUERY.matcher(canonical).replaceFirst("").length());
  }

  private List<String> segments() {
    String path = QUERY.matcher(canonical.substring("https://".length())).replaceFirst("");
    return Arrays.stream(path.split("/")).skip(1).toList();
  }

  private static void requireShort(String address) throws MalformedException {
    if (address.length() > LONGEST) {
      throw new MalformedException(
          address.substring(0, 100) + "…",
          "is longer than " + LONGEST + " octets; no article has such an address");
    }
  }

  private static String ascii(String host, String text) throws MalformedException {
    try {
      boolean isAscii = host.chars().allMatch(c -> c < 0x80);
      String ascii = isAscii ? host : IDN.toASCII(host);
      // What Unicode maps to these is as good as they are: a wide slash, an ideographic blank.
      if (!ascii.startsWith("[")
          && ascii.chars().anyMatch(c -> c <= ' ' || c > '~' || NOT_IN_HOST.indexOf(c) >= 0)) {
        throw new MalformedException(text, "has no host that could be asked");
      }
      return ascii;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(text, "has no host that could be asked");
    }
  }

  private static String canonicalPath(String path) {
    String single = SLASHES.matcher(normalized(path)).replaceAll("/");
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }

  /** A query and its question mark; empty where no parameter is left. */
  private static String withoutTracking(String query) {
    String kept =
        Arrays.stream(normalized(query).replaceFirst("^\\?", "").split("&"))
            .filter(parameter -> !TRACKING.matcher(parameter).matches())
            .collect(Collectors.joining("&"));
    return kept.isEmpty() ? "" : "?" + kept;
  }

  /** Makes a part of a URL valid: what may not stand there becomes {@code %XX}. */
  private static String encoded(String part) {
    return INVALID
        .matcher(part)
        .replaceAll(
            invalid ->
                URLEncoder.encode(invalid.group(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /**
   * Gives a valid part its one form: escapes of unreserved characters decoded, others in upper
   * case.
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
    return URLDecoder.decode(valid.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
