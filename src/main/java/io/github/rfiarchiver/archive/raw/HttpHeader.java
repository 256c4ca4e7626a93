package io.github.rfiarchiver.archive.raw;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A header field of a request or a response.
 *
 * @param value on one line: line breaks and NUL become spaces, so that no value adds a field
 */
public record HttpHeader(String name, String value) {
  private static final Set<String> NO_CODING =
      Set.of("", "identity", "none", "aws-chunked", "binary", "7bit", "8bit");

  /** Not asked of Java, which searches for a millisecond where it does not know a name. */
  private static final Pattern CHARSET =
      Pattern.compile(
          "utf-?\\d.*|(?:iso-?)?8859-?\\d+|(?:windows-|cp)\\d+|gb[k\\d-]*|big5.*|(?:us-)?ascii|latin-?\\d");

  private static final Pattern CHARSET_PARAMETER =
      Pattern.compile("(?i)[;\\s]charset\\s*=\\s*[\"']?([^\\s\"';]+)");

  public HttpHeader {
    value = oneLine(value);
  }

  /** The value of the first field of this name, in any case; null if there is none. */
  public static @Nullable String first(List<HttpHeader> headers, String name) {
    return headers.stream()
        .filter(header -> header.is(name))
        .map(HttpHeader::value)
        .findFirst()
        .orElse(null);
  }

  /** The charset in a value of Content-Type, also with whitespace around the {@code =}. */
  public static @Nullable String charset(@Nullable String contentType) {
    Matcher charset = CHARSET_PARAMETER.matcher(contentType == null ? "" : contentType);
    return charset.find() ? charset.group(1) : null;
  }

  /** Whether it has this name, in any case. */
  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  /** Whether the name is a token (RFC 9110, section 5.1): others would break a header block. */
  boolean isValid() {
    return name.matches("[-!#$%&'*+.^_`|~0-9A-Za-z]+");
  }

  static String oneLine(String text) {
    return text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
  }

  /**
   * The codings in values of Content-Encoding (RFC 9110, section 8.4) or Transfer-Encoding, in
   * lower case and their order, without those that mean no coding: names of charsets do, which some
   * servers send.
   */
  static List<String> codings(List<String> values) {
    return Stream.of(String.join(",", values).toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(coding -> !NO_CODING.contains(coding) && !CHARSET.matcher(coding).matches())
        .toList();
  }
}
