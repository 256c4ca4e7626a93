package io.github.rfiarchiver.query;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.render.DisplayWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is sought in articles: words as they stand, or a regular expression. Either is found in
 * linear time: RE2/J runs the expression of a user, and never backtracks.
 */
public final class SearchPattern {
  private final java.util.regex.@Nullable Pattern words;
  private final @Nullable Pattern regex;
  private final Optional<ByteScan> scan;

  private SearchPattern(
      java.util.regex.@Nullable Pattern words, @Nullable Pattern regex, Optional<ByteScan> scan) {
    this.words = words;
    this.regex = regex;
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
    String[] parts = stripped.split("[\\s\\u00a0\\u3000]+");
    String regex =
        String.join("[ \\n]", Arrays.stream(parts).map(java.util.regex.Pattern::quote).toList());
    boolean ascii = stripped.chars().allMatch(c -> c < 0x80);
    int flags =
        !ignoreCase
            ? 0
            : java.util.regex.Pattern.CASE_INSENSITIVE
                | (ascii ? 0 : java.util.regex.Pattern.UNICODE_CASE);
    return new SearchPattern(
        java.util.regex.Pattern.compile(regex, flags), null, ByteScan.of(stripped, ignoreCase));
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
      java.util.regex.Pattern.compile(regex); // shows where the syntax is wrong, as RE2/J does not
      String translated = RegexSyntax.translated(regex);
      int flags = ignoreCase ? Pattern.CASE_INSENSITIVE : 0;
      return new SearchPattern(null, Pattern.compile(translated, flags), Optional.empty());
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new MalformedException(regex, reason(e), e);
    } catch (PatternSyntaxException e) {
      throw new MalformedException(
          regex, "is not supported: " + e.getDescription() + ": " + e.getPattern());
    } catch (StackOverflowError e) {
      throw new MalformedException(regex, "is nested too deeply");
    }
  }

  /** What is wrong with an expression; on one line, a second and third show where. */
  private static String reason(java.util.regex.PatternSyntaxException e) {
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
    return words != null ? words.matcher(text).find() : regex != null && regex.matcher(text).find();
  }

  /** All matches in a headline or a paragraph, empty ones left out. */
  public List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    if (words != null) {
      java.util.regex.Matcher matcher = words.matcher(text);
      while (matcher.find()) {
        spans.add(new Span(matcher.start(), matcher.end()));
      }
    } else if (regex != null) {
      Matcher matcher = regex.matcher(text);
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          spans.add(new Span(matcher.start(), matcher.end()));
        }
      }
    }
    return spans;
  }

  /** Whether a file of these bytes may hold a match; what is said to hold none holds none. */
  boolean mayBeIn(byte[] file) {
    return scan.map(words -> words.mayBeIn(file)).orElse(true);
  }
}
