package io.github.rfiarchiver.source;

import io.github.rfiarchiver.article.ArticleUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A site's robots.txt (RFC 9309): the rules for this program, and the sitemaps that the site names.
 * Every document can be parsed: what is not a record is skipped (section 2.2.4), so a web page in
 * its place has neither rules nor sitemaps.
 *
 * @param rules those for this program, in their order
 * @param sitemaps the absolute http and https URLs of all {@code Sitemap} records, in their order,
 *     each once; they belong to no group (sitemaps.org, "Specifying the Sitemap location in your
 *     robots.txt file")
 */
public record RobotsTxt(List<Rule> rules, List<String> sitemaps) {
  /**
   * The product token of this program (RFC 9309, section 2.2.1), or of its family, as before RFC
   * 9309; what follows is a version.
   */
  private static final Pattern PRODUCT_TOKEN = Pattern.compile("(?i)rfi(?:-archiver)?(?![a-z_-])");

  /**
   * In characters, of which what follows is ignored. A parser reads 500 KiB at least (RFC 9309,
   * section 2.5).
   */
  private static final int MAX_LENGTH = 500 * 1024;

  /** A whole line with a key and a value, which may end with a comment. */
  private static final Pattern RECORD =
      Pattern.compile(
          "(?<![^\r\n\uFEFF])([^:#\r\n\uFEFF]*+):([^#\r\n]*+)(?:#[^\r\n]*+)?(?![^\r\n])");

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/\\s].*");

  /**
   * Parses a robots.txt. Of a document of more than 512,000 characters the whole lines within them
   * are read. A site without one (4xx; section 2.3.1.3) is the empty document: everything is
   * allowed.
   */
  public static RobotsTxt parse(String document) {
    List<Rule> rules = new ArrayList<>();
    Set<String> sitemaps = new LinkedHashSet<>();
    int best = -1; // the longest match of a group so far; its groups are merged
    int group = -1; // the match of the group that is being read
    boolean inUserAgents = false;
    int end = Math.min(document.length(), MAX_LENGTH);
    Matcher records = RECORD.matcher(document).region(0, end).useTransparentBounds(true);
    while (records.find()) {
      String key = records.group(1).strip().toLowerCase(Locale.ROOT);
      String value = records.group(2).strip();
      switch (key) {
        case "user-agent" -> {
          group = Math.max(inUserAgents ? group : -1, match(value));
          inUserAgents = true;
          if (group > best) {
            best = group;
            rules.clear();
          }
        }
        case "allow", "disallow" -> {
          inUserAgents = false;
          if (group >= 0 && group == best && !value.isEmpty()) {
            rules.add(Rule.of(value, key.equals("allow")));
          }
        }
        case "sitemap" -> {
          if (ABSOLUTE.matcher(value).matches()) {
            sitemaps.add(value);
          }
        }
        default -> {} // no other record ends a group's user agents (section 2.2.4)
      }
    }
    return new RobotsTxt(List.copyOf(rules), List.copyOf(sitemaps));
  }

  /** The sitemaps that may list articles of an edition. */
  public List<String> sitemaps(String edition) {
    return BackfillScope.ofEdition(sitemaps, edition);
  }

  /**
   * Whether this program may request a path with its query. The longest rule that matches decides;
   * of an allow and a disallow rule of the same length the allow rule (section 2.2.2).
   */
  public boolean allows(String pathAndQuery) {
    String path = Rule.normalized(pathAndQuery.startsWith("/") ? pathAndQuery : "/" + pathAndQuery);
    return path.equals("/robots.txt")
        || rules.stream()
            .filter(rule -> rule.pattern().matches(path))
            .max(Comparator.comparing(Rule::length).thenComparing(Rule::allow))
            .map(Rule::allow)
            .orElse(true);
  }

  /**
   * How well a user agent names this program: the length of the token, 0 for {@code *}, -1 for
   * another program.
   */
  private static int match(String userAgent) {
    if (userAgent.equals("*")) {
      return 0;
    }
    Matcher token = PRODUCT_TOKEN.matcher(userAgent);
    return token.lookingAt() ? token.end() : -1;
  }

  /**
   * An allow or disallow rule of a robots.txt (RFC 9309, sections 2.2.2 and 2.2.3).
   *
   * @param pattern what the whole of a normalized path must match, in linear time
   * @param length the rule's length in octets, wildcards included
   */
  record Rule(com.google.re2j.Pattern pattern, int length, boolean allow) {
    /** What a query may hold raw or escaped and mean the same (RFC 3986, section 3.4). */
    private static final Pattern SAME_IN_QUERY = Pattern.compile("%(?:3A|2F|3F|40)");

    static Rule of(String text, boolean allow) {
      boolean anchored = text.endsWith("$");
      String path = anchored ? text.substring(0, text.length() - 1) : text + "*";
      String regex =
          Stream.of(normal(path).replace("$", "%24").split("\\*", -1))
              .map(com.google.re2j.Pattern::quote)
              .collect(Collectors.joining(".*"));
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      return new Rule(com.google.re2j.Pattern.compile(regex), length, allow);
    }

    /** The form in which the paths of URLs are compared; {@code *} and {@code $} are escaped. */
    static String normalized(String path) {
      return normal(path).replace("*", "%2A").replace("$", "%24");
    }

    private static String normal(String path) {
      String normal = ArticleUrl.normalizedPath(path);
      int query = normal.indexOf('?');
      return query < 0
          ? normal
          : normal.substring(0, query)
              + SAME_IN_QUERY
                  .matcher(normal.substring(query))
                  .replaceAll(escape -> URLDecoder.decode(escape.group(), StandardCharsets.UTF_8));
    }
  }
}
