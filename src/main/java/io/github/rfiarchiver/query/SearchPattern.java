package io.github.rfiarchiver.query;

import com.google.re2j.Matcher;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.render.DisplayWidth;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search pattern: literal words or a regular expression. Both match in linear time: user
 * expressions run in RE2/J, which never backtracks.
 */
public final class SearchPattern {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u3000]+");

  private final Function<String, Stream<Span>> matches;
  private final @Nullable ByteScan scan;

  private SearchPattern(Function<String, Stream<Span>> matches, @Nullable ByteScan scan) {
    this.matches = matches;
    this.scan = scan;
  }

  /** The start (inclusive) and end (exclusive) of a match, in UTF-16 code units. */
  public record Span(int start, int end) {}

  /**
   * A pattern of literal words; a run of whitespace matches one space or line feed.
   *
   * @param ignoreCase whether upper and lower case match each other
   * @throws MalformedException where the words are empty or blank
   */
  public static SearchPattern literal(String words, boolean ignoreCase) throws MalformedException {
    String stripped = words.strip();
    if (stripped.isEmpty()) {
      throw new MalformedException(words, "holds nothing to search for");
    }
    String quoted =
        BLANKS.splitAsStream(stripped).map(Pattern::quote).collect(Collectors.joining("[ \\n]"));
    int unicode = stripped.chars().allMatch(c -> c < 0x80) ? 0 : Pattern.UNICODE_CASE;
    Pattern pattern = Pattern.compile(quoted, ignoreCase ? Pattern.CASE_INSENSITIVE | unicode : 0);
    return new SearchPattern(
        text -> pattern.matcher(text).results().map(match -> new Span(match.start(), match.end())),
        ByteScan.of(stripped, ignoreCase).orElse(null));
  }

  /**
   * A regular expression in Java's syntax, without the features that take more than linear time.
   * {@code ^} and {@code $} match at the start and end of a paragraph.
   *
   * @param ignoreCase whether upper and lower case match each other
   * @throws MalformedException where the expression is invalid (its message shows the place) or
   *     uses an unsupported feature (its message names it)
   */
  public static SearchPattern regex(String regex, boolean ignoreCase) throws MalformedException {
    if (regex.isEmpty()) {
      throw new MalformedException(regex, "holds nothing to search for");
    }
    try {
      Pattern.compile(regex); // shows where the syntax is wrong, as RE2/J does not
      com.google.re2j.Pattern pattern =
          com.google.re2j.Pattern.compile(
              RegexSyntax.translated(regex),
              ignoreCase ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0);
      return new SearchPattern(
          text ->
              Stream.iterate(pattern.matcher(text), Matcher::find, matcher -> matcher)
                  .map(matcher -> new Span(matcher.start(), matcher.end())),
          null);
    } catch (PatternSyntaxException e) {
      throw new MalformedException(regex, reason(e), e);
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw new MalformedException(
          regex, "is not supported: " + e.getDescription() + ": " + e.getPattern());
    } catch (StackOverflowError e) {
      throw new MalformedException(regex, "is nested too deeply");
    }
  }

  /** The error of an expression; a second and third line show its place. */
  private static String reason(PatternSyntaxException e) {
    String regex = e.getPattern();
    String what = "is not a valid regular expression: " + e.getDescription();
    if (e.getIndex() < 0 || regex.indexOf('\n') >= 0) {
      return what;
    }
    int columns = DisplayWidth.of(regex.substring(0, Math.min(e.getIndex(), regex.length())));
    return what + "\n  " + regex + "\n  " + " ".repeat(columns) + "^";
  }

  /** Whether a headline or a paragraph contains a match, possibly an empty one. */
  public boolean isIn(String text) {
    return matches.apply(text).findAny().isPresent();
  }

  /** All matches in a headline or a paragraph, except empty ones. */
  public List<Span> spans(String text) {
    return matches.apply(text).filter(span -> span.end() > span.start()).toList();
  }

  /** Whether a file of these bytes may contain a match; false excludes one. */
  boolean mayBeIn(byte[] file) {
    return scan == null || scan.mayBeIn(file);
  }
}
