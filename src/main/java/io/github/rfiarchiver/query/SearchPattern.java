package io.github.rfiarchiver.query;

import com.google.re2j.Matcher;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.render.DisplayWidth;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
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

  /** A reference that may be one to a character of the words. The others are no part of them. */
  private static final Pattern REFERENCE =
      Pattern.compile("&(?!(?:amp|lt|gt|quot|apos|nbsp|#0{0,2}39);)");

  /** HTML has no named character references for U+2E80 to U+D7FF. */
  private static final Pattern NUMERIC_REFERENCE = Pattern.compile("&#(?!0{0,2}39;)");

  /** Tags and control characters, in UTF-8: the text of an article has them nowhere. */
  private static final String MARKUP =
      "(?:</?[a-zA-Z][^<>\"']*+(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*+)*+>|[\\x00-\\x1f\\x7f]|\\xc2[\\x80-\\x9f])*+";

  /** The characters of the words that are sought in the bytes of files: more exclude few files. */
  private static final int SCANNED = 16;

  private final Function<String, Stream<Match>> matches;
  private final @Nullable Scan scan;

  private SearchPattern(Function<String, Stream<Match>> matches, @Nullable Scan scan) {
    this.matches = matches;
    this.scan = scan;
  }

  /** The start (inclusive) and end (exclusive) of a match, in UTF-16 code units. */
  public record Match(int start, int end) {}

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
        text -> pattern.matcher(text).results().map(match -> new Match(match.start(), match.end())),
        scan(stripped, ignoreCase));
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
                  .map(matcher -> new Match(matcher.start(), matcher.end())),
          null);
    } catch (PatternSyntaxException e) {
      throw new MalformedException(regex, reason(e), e);
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw RegexSyntax.unsupported(regex, e.getDescription() + ": " + e.getPattern());
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
  public List<Match> matches(String text) {
    return matches.apply(text).filter(match -> match.end() > match.start()).toList();
  }

  /**
   * Excludes files by their bytes, without parsing the markup: they have the longest part of the
   * words nowhere that has no whitespace and no character that HTML escapes; null where no part is
   * left. The bytes are read as ISO-8859-1, in which each is a character.
   *
   * @param ignoreCase ASCII letters match in either case; other cased letters are not scanned for
   */
  private static @Nullable Scan scan(String words, boolean ignoreCase) {
    boolean isAscii = words.chars().allMatch(c -> c < 0x80);
    String cased = ignoreCase && !isAscii ? "\\p{IsUppercase}\\p{IsLowercase}\\p{Lt}" : "";
    String part =
        Stream.of(words.split("[\\s\\p{Z}\\p{Cc}<>&\"'" + cased + "]+"))
            .max(Comparator.comparing(String::length))
            .orElse("");
    List<String> characters =
        part.codePoints()
            .limit(SCANNED)
            .mapToObj(c -> latin1(Character.toString(c).getBytes(StandardCharsets.UTF_8)))
            .toList();
    if (characters.isEmpty()) {
      return null;
    }
    // Whatever begins like a tag and is none may be anything.
    String joined =
        characters.stream().map(Pattern::quote).collect(Collectors.joining(MARKUP + "(?:<|"))
            + ")".repeat(characters.size() - 1);
    boolean isIdeographic = part.chars().allMatch(c -> c >= 0x2e80 && c < 0xd800);
    return new Scan(
        characters.stream().filter(c -> !ignoreCase || c.length() > 1).toList(),
        Pattern.compile(joined, ignoreCase ? Pattern.CASE_INSENSITIVE : 0),
        isIdeographic ? NUMERIC_REFERENCE : REFERENCE);
  }

  /** Whether a file of these bytes may contain a match; false excludes one. */
  boolean mayBeIn(byte[] file) {
    return scan == null || scan.mayFindIn(latin1(file));
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * @param characters what a file must contain, each: sought first, since that is much faster
   */
  private record Scan(List<String> characters, Pattern pattern, Pattern reference) {
    boolean mayFindIn(String file) {
      return (characters.stream().allMatch(file::contains) && pattern.matcher(file).find())
          || hasReference(file);
    }

    /** Looks for the sign itself, which is much faster than the expression. */
    private boolean hasReference(String file) {
      for (int sign = file.indexOf('&'); sign >= 0; sign = file.indexOf('&', sign + 1)) {
        if (reference.matcher(file).region(sign, file.length()).lookingAt()) {
          return true;
        }
      }
      return false;
    }
  }
}
