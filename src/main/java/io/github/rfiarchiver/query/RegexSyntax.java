package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import java.util.ArrayDeque;
import java.util.Deque;
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

  /** RE2 expands counted repetitions: more states than these take too much memory. */
  private static final long MOST_REPETITIONS = 100_000;

  /**
   * A character or a class. As a group: what RE2 reads differently (a class inside another, the
   * intersection of classes, the flag U), the start and end of a group, the most repetitions.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          QUOTED
              + "|\\\\x\\{\\p{XDigit}+}|\\\\(?s:.)|"
              + CLASS
              + "]|("
              + CLASS
              + "(?:\\[|&&)|\\(\\?[a-zA-Z-]*U)|(\\()|(\\))|\\{(?:\\d+,)?(\\d+),?}|(?s:.)");

  private RegexSyntax() {}

  /**
   * Translates an expression.
   *
   * @param regex valid in Java
   * @throws MalformedException where RE2 reads it differently, or needs too much memory for it
   */
  static String translated(String regex) throws MalformedException {
    Deque<Long> outer = new ArrayDeque<>();
    long states = 0; // of the innermost open group
    long last = 0; // of the last character or group
    for (Matcher token = TOKEN.matcher(regex); token.find(); ) {
      String most = token.group(4);
      if (token.group(1) != null) {
        throw unsupported(regex, token.group(1) + ", which RE2 reads differently");
      } else if (token.group(2) != null) {
        outer.push(states);
        states = 0;
      } else if (token.group(3) != null) {
        last = states;
        states += outer.isEmpty() ? 0 : outer.pop(); // a comment may hold a parenthesis
      } else {
        long times = most == null ? 1 : most.length() > 6 ? MOST_REPETITIONS : Long.parseLong(most);
        states += most == null ? 1 : last * (times - 1);
        last = most == null ? 1 : last * times;
      }
      if (states > MOST_REPETITIONS) {
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
