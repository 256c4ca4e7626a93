package io.github.rfiarchiver.article;

import io.github.rfiarchiver.MalformedException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An http or https address of an article, in two forms: {@linkplain #toString() as it was written}
 * and {@linkplain #canonical() canonical}. Two addresses are equal where their canonical forms are:
 * then they name the same article.
 */
public final class ArticleUrl {
  /** RFC 9110, section 4.1, asks for 8,000 octets at least. */
  private static final int LONGEST = 8192;

  private static final Pattern PARTS =
      Pattern.compile("(?i)(https?)://([^/?#]+)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
  private static final Pattern AUTHORITY =
      Pattern.compile("((?:[^@]*@)?)(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@]+)(?::(\\d*))?");
  private static final Pattern TRACKING = Pattern.compile("(?:utm_.*|at_.*|xtor|ref)(?:=.*)?");
  private static final Pattern SLASHES = Pattern.compile("/{2,}");
  private static final Pattern DAY = Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)-.*");

  /** RFC 3986, section 2.3. */
  private static final String UNRESERVED_MARKS = "-._~";

  /** RFC 3986, section 2.2, without the brackets: they are for IPv6 hosts alone. */
  private static final String RESERVED = ":/?#@!$&'()*+,;=";

  /** What no host holds (WHATWG URL, section 3.2: forbidden host code points). */
  private static final String NOT_IN_HOST = "#%/:<>?@[\\]^|\"`{}";

  private static final String HEX = "0123456789ABCDEF";

  private final String written;
  private final String canonical;
  private @Nullable String key;

  private ArticleUrl(String written, String canonical) {
    this.written = written;
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
    String given = withoutBlanksAround(text);
    requireShort(given, text);
    Matcher parts = PARTS.matcher(given);
    if (!parts.matches()) {
      throw new MalformedException(text, "is no http or https address");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    if (!authority.matches()) {
      throw new MalformedException(text, "has no host that could be asked");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String path = encoded(parts.group(3));
    Optional<String> query = Optional.ofNullable(parts.group(4)).map(ArticleUrl::encoded);
    Optional<String> fragment = Optional.ofNullable(parts.group(5)).map(ArticleUrl::encoded);

    String host = ascii(authority.group(2), text);
    String port = authority.group(3) == null ? "" : authority.group(3);
    String user = encoded(authority.group(1));
    String written =
        scheme
            + "://"
            + user
            + host
            + (authority.group(3) == null ? "" : ":" + port)
            + path
            + query.map(q -> "?" + q).orElse("")
            + fragment.map(f -> "#" + f).orElse("");
    requireShort(written, text);
    boolean defaultPort =
        port.isEmpty() || port.equals("443") || (port.equals("80") && scheme.equals("http"));
    String canonical =
        "https://"
            + user
            + host.toLowerCase(Locale.ROOT)
            + (defaultPort ? "" : ":" + port)
            + withoutLast("/", SLASHES.matcher(normalized(path)).replaceAll("/"))
            + query
                .map(ArticleUrl::withoutTracking)
                .filter(q -> !q.isEmpty())
                .map(q -> "?" + q)
                .orElse("");
    return new ArticleUrl(written, canonical);
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
    if (key == null) {
      key = hash(5); // threads that come here at the same time find the same
    }
    return key;
  }

  /** The key with 16 digits, which tells two addresses with the same {@link #key} apart. */
  public String longKey() {
    return hash(8);
  }

  private String hash(int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The host in lower case, without user and port. */
  public String host() {
    String authority = upTo('/', upTo('?', canonical.substring("https://".length())));
    Matcher parts = AUTHORITY.matcher(authority);
    return parts.matches() ? parts.group(2) : authority;
  }

  /**
   * The section that the site files the article under, its parts joined by a slash: {@code 国际}, or
   * {@code 专栏检索/法国世界报}. Agency copy has none.
   */
  public Optional<String> section() {
    List<String> segments = segments();
    int last = segments.size() - 1;
    return last < 2 || !segments.get(0).equals("cn")
        ? Optional.empty()
        : Optional.of(decoded(String.join("/", segments.subList(1, last))));
  }

  /** The day that the site puts in front of an article's name, if it does: {@code 20231028-…}. */
  public Optional<LocalDate> day() {
    List<String> segments = segments();
    Matcher day = DAY.matcher(segments.isEmpty() ? "" : segments.get(segments.size() - 1));
    if (!day.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(day.group(1)),
              Integer.parseInt(day.group(2)),
              Integer.parseInt(day.group(3))));
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

  private List<String> segments() {
    String path = upTo('?', canonical.substring("https://".length()));
    List<String> segments = new ArrayList<>(Arrays.asList(path.split("/")));
    segments.remove(0);
    return segments;
  }

  private static String upTo(char end, String text) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String withoutLast(String end, String text) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  private static String withoutBlanksAround(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return (c >= '\t' && c <= '\r') || Character.isSpaceChar(c);
  }

  private static void requireShort(String address, String text) throws MalformedException {
    if (address.length() > LONGEST) {
      throw new MalformedException(
          text, "is longer than " + LONGEST + " octets; no article has such an address");
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

  private static String withoutTracking(String query) {
    return String.join(
        "&",
        Arrays.stream(normalized(query).split("&"))
            .filter(parameter -> !TRACKING.matcher(parameter).matches())
            .toList());
  }

  /** Makes a part of an address valid: what may not stand there becomes {@code %XX}. */
  private static String encoded(String part) {
    StringBuilder valid = new StringBuilder(part.length());
    byte[] octets = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      char c = (char) (octets[i] & 0xff);
      boolean escape =
          c == '%' && i + 2 < octets.length && isHex(octets[i + 1]) && isHex(octets[i + 2]);
      if (isUnreserved(c) || RESERVED.indexOf(c) >= 0 || escape) {
        valid.append(c);
      } else {
        percent(valid, c);
      }
    }
    return valid.toString();
  }

  private static boolean isHex(byte octet) {
    return octet >= 0 && Character.digit((char) octet, 16) >= 0;
  }

  /**
   * Gives a valid part its one form: escapes of unreserved characters decoded, others in upper
   * case.
   */
  private static String normalized(String valid) {
    StringBuilder normal = new StringBuilder(valid.length());
    for (int i = 0; i < valid.length(); i++) {
      int escaped = escape(valid, i);
      if (escaped < 0) {
        normal.append(valid.charAt(i));
      } else {
        i += 2;
        if (isUnreserved((char) escaped)) {
          normal.append((char) escaped);
        } else {
          percent(normal, (char) escaped);
        }
      }
    }
    return normal.toString();
  }

  /** The byte that the escape at {@code i} stands for, or -1 where none stands there. */
  private static int escape(CharSequence text, int i) {
    if (text.charAt(i) != '%' || i + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(i + 1), 16);
    int low = Character.digit(text.charAt(i + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static void percent(StringBuilder out, char octet) {
    out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  private static String decoded(String escaped) {
    byte[] bytes = new byte[escaped.length()];
    int length = 0;
    for (int i = 0; i < escaped.length(); i++) {
      int octet = escape(escaped, i);
      bytes[length++] = (byte) (octet < 0 ? escaped.charAt(i) : octet);
      i += octet < 0 ? 0 : 2;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
