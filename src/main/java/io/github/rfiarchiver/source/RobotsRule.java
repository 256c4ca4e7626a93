package io.github.rfiarchiver.source;

import io.github.rfiarchiver.article.ArticleUrl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An allow or disallow rule of a robots.txt (RFC 9309, sections 2.2.2 and 2.2.3).
 *
 * @param parts the texts between the wildcards, normalized
 * @param anchored whether the rule ends with {@code $}: the path must end there
 * @param length the rule's length in octets, wildcards included
 */
record RobotsRule(List<String> parts, boolean anchored, int length, boolean allow) {
  /** What a query may hold raw or escaped and mean the same (RFC 3986, section 3.4). */
  private static final Pattern SAME_IN_QUERY = Pattern.compile("%(3A|2F|3F|40)");

  static RobotsRule of(String pattern, boolean allow) {
    boolean anchored = pattern.endsWith("$");
    String path = anchored ? pattern.substring(0, pattern.length() - 1) : pattern;
    List<String> parts = Arrays.stream(normal(path).replace("$", "%24").split("\\*", -1)).toList();
    return new RobotsRule(parts, anchored, pattern.getBytes(StandardCharsets.UTF_8).length, allow);
  }

  /** Takes time in proportion to the path's length for each wildcard, whatever the rule is. */
  boolean matches(String normalizedPath) {
    if (!normalizedPath.startsWith(parts.get(0))) {
      return false;
    }
    int at = parts.get(0).length();
    for (String part : parts.subList(1, parts.size())) {
      int found = normalizedPath.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    String last = parts.get(parts.size() - 1);
    boolean wild = parts.size() > 1;
    return !anchored || at == normalizedPath.length() || (wild && normalizedPath.endsWith(last));
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
                .replaceAll(escape -> Character.toString(Integer.parseInt(escape.group(1), 16)));
  }
}
