package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Translates a regular expression from Java's syntax to RE2's. Features that RE2 lacks or reads
 * differently are rejected by name.
 */
final class RegexSyntax {
  private static final String QUOTED = "\\\\Q(?s:.*?)(?:\\\\E|\\z)";
  private static final String CLASS = "\\[\\^?]?+(?:\\\\.|[^\\\\\\[\\]&]|&(?!&))*+";

  /** Escapes that RE2 writes differently: of a code unit, and of a script, such as IsHan. */
  private static final Pattern ESCAPE =
      Pattern.compile(QUOTED + "|\\\\u(\\p{XDigit}{4})|(\\\\[pP]\\{)Is|\\\\.");

  private static final Pattern COUNT = Pattern.compile("\\{(?:\\d+,)?(\\d+),?}");

  /** RE2 expands counted repetitions: more states than these take too much memory. */
  private static final long MOST_REPETITIONS = 100_000;

  /**
   * What RE2 lacks.
   *
   * @param name with a place for the text that uses it
   */
  private record Feature(String regex, String name) {}

  private static final List<Feature> UNSUPPORTED =
      List.of(
          new Feature("\\\\[1-9k]", "a backreference, %s"),
          new Feature("\\(\\?[=!]", "lookahead, %s"),
          new Feature("\\(\\?<[=!]", "lookbehind, %s"),
          new Feature("\\(\\?>", "an atomic group, %s"),
          new Feature("\\(\\?(?![ims-]+[:)])[a-zA-Z-]+[:)]", "a flag other than i, m and s, %s"),
          new Feature("(?:[*+?]|\\{\\d+(?:,\\d*)?})\\+", "a possessive quantifier, %s"),
          new Feature(CLASS + "\\[", "a character class inside another"),
          new Feature(CLASS + "&&", "the intersection of character classes, &&"));

  /** What stands for itself, in which nothing is unsupported; or a feature, as a group. */
  private static final Pattern TOKEN =
      Pattern.compile(
          UNSUPPORTED.stream()
              .map(feature -> "(" + feature.regex() + ")")
              .collect(Collectors.joining("|", QUOTED + "|\\\\[^1-9k]|" + CLASS + "]|", "")));

  private RegexSyntax() {}

  /**
   * Translates an expression.
   *
   * @param regex valid in Java
   * @throws MalformedException where it uses a feature that RE2 lacks
   */
  static String translated(String regex) throws MalformedException {
    Matcher token = TOKEN.matcher(regex);
    while (token.find()) {
      for (int i = 0; i < UNSUPPORTED.size(); i++) {
        if (token.group(i + 1) != null) {
          throw unsupported(regex, UNSUPPORTED.get(i).name().formatted(token.group()));
        }
      }
    }
    long repetitions = 1;
    for (Matcher count = COUNT.matcher(regex); count.find(); ) {
      String most = count.group(1);
      repetitions *= most.length() > 6 ? MOST_REPETITIONS : Math.max(1, Long.parseLong(most));
      if (repetitions > MOST_REPETITIONS) {
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

  private static MalformedException unsupported(String regex, String feature) {
    return new MalformedException(
        regex, "uses " + feature + ", which is not supported: search runs in linear time");
  }
}
