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
 * What is sought in articles: words as they stand, or a regular expression. Either is found in
 * linear time: RE2/J runs the expression of a user, and never backtracks.
 */
public final class SearchPattern {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u3000]+");

  private final Function<String, Stream<Span>> matches;
  private final @Nullable ByteScan scan;

  private SearchPattern(Function<String, Stream<Span>> matches, @Nullable ByteScan scan) {
    this.matches = matches;
    this.scan = scan;
  }

  /** Where a match stands in a text; it is never empty. */
  public record Span(int start, int end) {}

  /**
   * Words as they stand; a run of blanks in them stands for any one.
   *
   * @param ignoreCase small and capital letters are the same
   * @throws MalformedException where there are no words
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
   * A regular expression in Java's syntax, without what takes more than linear time; {@code ^} and
   * {@code $} are the edges of a paragraph.
   *
   * @param ignoreCase small and capital letters are the same
   * @throws MalformedException where it is none, its message shows where; and where it needs a
   *     feature that is not supported, its message names it
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

  /** What is wrong with an expression; on one line, a second and third show where. */
  private static String reason(PatternSyntaxException e) {
    String regex = e.getPattern();
    String what = "is no regular expression: " + e.getDescription();
    if (e.getIndex() < 0 || regex.indexOf('\n') >= 0) {
      return what;
    }
    int columns = DisplayWidth.of(regex.substring(0, Math.min(e.getIndex(), regex.length())));
    return what + "\n  " + regex + "\n  " + " ".repeat(columns) + "^";
  }

  /** Whether a headline or a paragraph holds a match, an empty one included. */
  public boolean isIn(String text) {
    return matches.apply(text).findAny().isPresent();
  }

  /** All matches in a headline or a paragraph, empty ones left out. */
  public List<Span> spans(String text) {
    return matches.apply(text).filter(span -> span.end() > span.start()).toList();
  }

  /** Whether a file of these bytes may contain a match; false excludes one. */
  boolean mayBeIn(byte[] file) {
    return scan == null || scan.mayBeIn(file);
  }
}
