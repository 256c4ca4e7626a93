package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates a regular expression from Java's syntax to RE2's. What RE2 reads differently is
 * refused; what it lacks, such as lookaround and backreferences, RE2 itself refuses.
 */
final class RegexSyntax {
  private static final String QUOTED = "\\\\Q(?s:.*?)(?:\\\\E|\\z)";
  private static final String CLASS = "\\[\\^?]?+(?:\\\\.|[^\\\\\\[\\]&]|&(?!&))*+";

  /** Escapes that RE2 writes differently: of a code unit, and of a script, such as IsHan. */
  private static final Pattern ESCAPE =
      Pattern.compile(QUOTED + "|\\\\u(\\p{XDigit}{4})|(\\\\[pP]\\{)Is|\\\\.");

  /**
   * A counted repetition, and whether it is that of a group; in {@code \x{20000}} the number is
   * that of a character.
   */
  private static final Pattern COUNT = Pattern.compile("(\\))?(?<!\\\\x)\\{(?:\\d+,)?(\\d+),?}");

  /** RE2 expands counted repetitions: more states than these take too much memory. */
  private static final long MOST_REPETITIONS = 100_000;

  /**
   * What stands for itself; or, as a group, what RE2 reads differently: a class inside another, the
   * intersection of classes, the flag U.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          QUOTED + "|\\\\(?s:.)|" + CLASS + "]|(" + CLASS + "(?:\\[|&&)|\\(\\?[a-zA-Z-]*U)");

  private RegexSyntax() {}

  /**
   * Translates an expression.
   *
   * @param regex valid in Java
   * @throws MalformedException where RE2 reads it differently, or needs too much memory for it
   */
  static String translated(String regex) throws MalformedException {
    Matcher token = TOKEN.matcher(regex);
    while (token.find()) {
      if (token.group(1) != null) {
        throw unsupported(regex, token.group(1) + ", which RE2 reads differently");
      }
    }
    long characters = 0;
    long groups = 1; // as if each were within the others
    for (Matcher count = COUNT.matcher(regex); count.find(); ) {
      String most = count.group(2);
      long times = most.length() > 6 ? MOST_REPETITIONS : Math.max(1, Long.parseLong(most));
      characters += count.group(1) == null ? times : 0;
      groups *= count.group(1) == null ? 1 : times;
      if (Math.max(1, characters) * groups > MOST_REPETITIONS) {
        throw unsupported(regex, "more than " + MOST_REPETITIONS + " repetitions");
      }
    }
    return ESCAPE
        .matcher(regex)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) != null
                        ? "\\x{" + escape.group(1) + "}"
                        : escape.group(2) != null ? escape.group(2) : escape.group()));
  }

  /** The error of an expression that is valid in Java. */
  static MalformedException unsupported(String regex, String what) {
    return new MalformedException(
        regex, "is not supported, since search runs in linear time: " + what);
  }
}
