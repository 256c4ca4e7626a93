package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a regular expression of Java's syntax in that of RE2. What RE2 does not have is refused by
 * name, and so is what it would read in another way.
 */
final class RegexSyntax {
  private static final Pattern QUANTIFIER = Pattern.compile("[*+?]|\\{\\d+(?:,\\d*)?}");
  private static final Pattern COUNT = Pattern.compile("\\{(?:\\d+,)?(\\d+),?}");
  private static final Map<String, String> UNSUPPORTED_GROUPS =
      Map.of(
          "(?=", "lookahead",
          "(?!", "lookahead",
          "(?<=", "lookbehind",
          "(?<!", "lookbehind",
          "(?>", "an atomic group");
  private static final Pattern FLAGS = Pattern.compile("\\(\\?([a-zA-Z-]+)[:)]");

  /** RE2 writes counted repetitions out: more states than these take too much memory. */
  private static final long MOST_REPETITIONS = 100_000;

  private final String regex;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int inClass;
  private long repetitions = 1;

  private RegexSyntax(String regex) {
    this.regex = regex;
  }

  /**
   * @param regex valid for Java
   * @throws MalformedException where it needs a feature that RE2 lacks
   */
  static String translated(String regex) throws MalformedException {
    RegexSyntax syntax = new RegexSyntax(regex);
    while (syntax.at < regex.length()) {
      syntax.step();
    }
    return syntax.out.toString();
  }

  private void step() throws MalformedException {
    char c = regex.charAt(at);
    if (c == '\\') {
      escape();
    } else if (inClass > 0) {
      inClass(c);
    } else if (c == '[') {
      inClass = 1;
      copy(regex.startsWith("[^", at) ? 2 : 1);
      if (at < regex.length() && regex.charAt(at) == ']') {
        copy(1); // first in a class it is a character
      }
    } else if (c == '(') {
      group();
    } else {
      Matcher quantifier = QUANTIFIER.matcher(regex).region(at, regex.length());
      if (quantifier.lookingAt()) {
        quantified(quantifier.end());
      } else {
        copy(1);
      }
    }
  }

  private void inClass(char c) throws MalformedException {
    if (c == '[') {
      throw unsupported("a character class inside another");
    }
    if (regex.startsWith("&&", at)) {
      throw unsupported("the intersection of character classes, &&");
    }
    inClass -= c == ']' ? 1 : 0;
    copy(1);
  }

  private void group() throws MalformedException {
    for (Map.Entry<String, String> group : UNSUPPORTED_GROUPS.entrySet()) {
      if (regex.startsWith(group.getKey(), at)) {
        throw unsupported(group.getValue() + ", " + group.getKey());
      }
    }
    Matcher flags = FLAGS.matcher(regex).region(at, regex.length());
    if (flags.lookingAt() && !flags.group(1).matches("[ims-]+")) {
      throw unsupported("a flag other than i, m and s, " + flags.group());
    }
    copy(1);
  }

  private void quantified(int end) throws MalformedException {
    Matcher count = COUNT.matcher(regex).region(at, end);
    if (count.matches()) {
      String most = count.group(1);
      repetitions *= most.length() > 6 ? MOST_REPETITIONS : Math.max(1, Long.parseLong(most));
      if (repetitions > MOST_REPETITIONS) {
        throw unsupported("so many repetitions");
      }
    }
    if (regex.startsWith("+", end)) {
      throw unsupported("a possessive quantifier, " + regex.substring(at, end + 1));
    }
    copy(end - at);
    if (at < regex.length() && regex.charAt(at) == '?') {
      copy(1);
    }
  }

  private void escape() throws MalformedException {
    char c = at + 1 < regex.length() ? regex.charAt(at + 1) : 0;
    if (c == 'Q') {
      int end = regex.indexOf("\\E", at);
      copy((end < 0 ? regex.length() : end + 2) - at);
    } else if (c >= '1' && c <= '9') {
      throw unsupported("a backreference, \\" + c);
    } else if (c == 'k') {
      throw unsupported("a backreference, \\k");
    } else if (c == 'u' && at + 6 <= regex.length()) {
      out.append("\\x{").append(regex, at + 2, at + 6).append('}');
      at += 6;
    } else if ((c == 'p' || c == 'P') && regex.startsWith("{Is", at + 2)) {
      out.append('\\').append(c).append('{'); // Java: \p{IsHan}
      at += 5;
    } else {
      copy(Math.min(2, regex.length() - at));
    }
  }

  private void copy(int length) {
    out.append(regex, at, at + length);
    at += length;
  }

  private MalformedException unsupported(String feature) {
    return new MalformedException(
        regex, "uses " + feature + ", which is not supported: search runs in linear time");
  }
}
