package io.github.rfiarchiver.reading;

import io.github.rfiarchiver.article.DisplayWidth;
import java.util.regex.PatternSyntaxException;

/** Says that something is no pattern. The message names it first, and shows where it goes wrong. */
public final class MalformedPatternException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String pattern;

  MalformedPatternException(String pattern, String reason) {
    super(pattern + ": " + reason);
    this.pattern = pattern;
  }

  MalformedPatternException(PatternSyntaxException cause) {
    super(message(cause), cause);
    this.pattern = cause.getPattern();
  }

  /** What was given for a pattern. */
  public String pattern() {
    return pattern;
  }

  private static String message(PatternSyntaxException cause) {
    String pattern = cause.getPattern();
    int at = cause.getIndex();
    String what = pattern + ": is no regular expression: " + cause.getDescription();
    if (at < 0 || pattern.indexOf('\n') >= 0) {
      return what;
    }
    int columns = DisplayWidth.of(pattern.substring(0, Math.min(at, pattern.length())));
    return what + "\n  " + pattern + "\n  " + " ".repeat(columns) + "^";
  }
}
