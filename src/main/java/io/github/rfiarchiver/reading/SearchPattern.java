package io.github.rfiarchiver.reading;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What is sought in articles: words as they stand, or a regular expression. */
public final class SearchPattern {
  private final Pattern pattern;
  private final Optional<ByteScan> scan;

  private SearchPattern(Pattern pattern, Optional<ByteScan> scan) {
    this.pattern = pattern;
    this.scan = scan;
  }

  /**
   * Words as they stand; a run of blanks in them stands for any one.
   *
   * @param ignoreCase small and capital letters are the same
   * @throws MalformedPatternException where there are no words
   */
  public static SearchPattern literal(String words, boolean ignoreCase)
      throws MalformedPatternException {
    String stripped = words.strip();
    if (stripped.isEmpty()) {
      throw new MalformedPatternException(words, "holds nothing to search for");
    }
    String[] parts = stripped.split("[\\s\\u00a0\\u3000]+");
    String regex = String.join("[ \\n]", Arrays.stream(parts).map(Pattern::quote).toList());
    boolean ascii = stripped.chars().allMatch(c -> c < 0x80);
    int flags = !ignoreCase ? 0 : Pattern.CASE_INSENSITIVE | (ascii ? 0 : Pattern.UNICODE_CASE);
    return new SearchPattern(Pattern.compile(regex, flags), ByteScan.of(stripped, ignoreCase));
  }

  /**
   * A regular expression as {@link Pattern} reads it; {@code ^} and {@code $} are the edges of a
   * paragraph.
   *
   * @param ignoreCase small and capital letters are the same
   * @throws MalformedPatternException where it is none; its message shows where
   */
  public static SearchPattern regex(String regex, boolean ignoreCase)
      throws MalformedPatternException {
    if (regex.isEmpty()) {
      throw new MalformedPatternException(regex, "holds nothing to search for");
    }
    try {
      int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
      return new SearchPattern(Pattern.compile(regex, flags), Optional.empty());
    } catch (PatternSyntaxException e) {
      throw new MalformedPatternException(e);
    }
  }

  /** The pattern, for a headline or a paragraph. */
  public Pattern pattern() {
    return pattern;
  }

  /** Whether a file of these bytes may hold a match; what is said to hold none holds none. */
  boolean mayBeIn(byte[] file) {
    return scan.map(words -> words.mayBeIn(file)).orElse(true);
  }
}
