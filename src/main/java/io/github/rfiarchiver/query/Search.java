package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Searches the headlines and texts of an archive. A match may cross inline markup, but not the end
 * of a paragraph. Files whose bytes exclude a match are not parsed.
 */
public final class Search {
  private Search() {}

  /**
   * The result of searching a file.
   *
   * @param text a text that matches, or a file that cannot be read or parsed
   * @param passages all matches, headline first; none of a damaged file
   */
  public record Result(SavedText text, List<Passage> passages) {}

  /**
   * The articles that match, and the files that cannot be read or parsed, in the order of the
   * names. Searches on all cores, with bounded memory. A file with damage in its middle is reported
   * only where its bytes do not exclude a match; {@code verify} finds all damage.
   *
   * @param names the files to search, selected by their dates
   * @param selection selects the headline and section of their articles
   */
  public static Stream<Result> results(
      Archive archive,
      SearchPattern pattern,
      Stream<ArticleFileName> names,
      ArticleFilter selection) {
    return OrderedParallel.stream(names, name -> result(archive, pattern, name, selection));
  }

  private static Optional<Result> result(
      Archive archive, SearchPattern pattern, ArticleFileName name, ArticleFilter selection) {
    Path path = archive.path(name);
    try {
      byte[] bytes = archive.bytes(path);
      if (!pattern.mayBeIn(bytes) && looksWhole(bytes)) {
        return Optional.empty();
      }
      Article article = ArticleFile.parse(path.toString(), bytes);
      List<Passage> passages = selection.accepts(article) ? passages(article, pattern) : List.of();
      return Optional.of(new Result(new SavedText.Whole(name, path, article), passages))
          .filter(result -> !result.passages().isEmpty());
    } catch (ArchiveException | MalformedException e) {
      return Optional.of(new Result(new SavedText.Damaged(name, path, e.reason()), List.of()));
    }
  }

  /**
   * A match with its context, on one line.
   *
   * @param inHeadline whether the match is in the headline; otherwise in the text
   * @param before the text before the match; starts with {@code …} where it was cut
   * @param match the matching text
   * @param after the text after the match; ends with {@code …} where it was cut
   */
  public record Passage(boolean inHeadline, String before, String match, String after) {
    /** The maximum context on each side, in characters. */
    private static final int AROUND = 30;

    static Passage of(boolean inHeadline, String line, int start, int end) {
      int from = edge(line, Math.max(0, start - AROUND));
      int to = edge(line, Math.min(line.length(), end + AROUND));
      return new Passage(
          inHeadline,
          (from > 0 ? "…" : "") + line.substring(from, start),
          line.substring(start, end),
          line.substring(end, to) + (to < line.length() ? "…" : ""));
    }

    /** The index, moved out of a surrogate pair. */
    private static int edge(String text, int index) {
      boolean isInside = index < text.length() && Character.isLowSurrogate(text.charAt(index));
      return isInside ? index + 1 : index;
    }
  }

  /** Whether the first and last bytes are those of the seed format; only then is a file skipped. */
  private static boolean looksWhole(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == '<' && bytes[bytes.length - 1] == '\n';
  }

  private static List<Passage> passages(Article article, SearchPattern pattern) {
    List<String> paragraphs = new ArrayList<>(List.of(article.headline()));
    paragraphs.addAll(TextRenderer.paragraphs(article.body()));
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < paragraphs.size(); i++) {
      String line = paragraphs.get(i).replace('\n', ' '); // once: there may be many matches
      for (SearchPattern.Match match : pattern.matches(paragraphs.get(i))) {
        passages.add(Passage.of(i == 0, line, match.start(), match.end()));
      }
    }
    return passages;
  }
}
