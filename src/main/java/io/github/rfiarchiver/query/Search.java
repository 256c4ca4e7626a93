package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.io.UncheckedIOException;
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
  private final SearchPattern pattern;
  private final ArticleFilter selection;

  /**
   * @param selection the articles to search; its limit is the maximum number of matches
   */
  public Search(SearchPattern pattern, ArticleFilter selection) {
    this.pattern = pattern;
    this.selection = selection;
  }

  /** The result of searching a file. */
  public sealed interface Result {
    /** The file's name. */
    ArticleFileName name();

    /** The file's path. */
    Path path();
  }

  /**
   * An article that matches.
   *
   * @param passages all matches, at least one, headline first
   */
  public record Match(ArticleFileName name, Path path, Article article, List<Passage> passages)
      implements Result {
    public Match {
      passages = List.copyOf(passages);
    }
  }

  /**
   * A file that could not be searched.
   *
   * @param reason why, as a clause
   */
  public record Failed(ArticleFileName name, Path path, String reason) implements Result {}

  /**
   * The articles that match, and the files that cannot be read or parsed, in the selection's order.
   * Searches on all cores, with bounded memory. A file with damage in its middle is reported only
   * where its bytes do not exclude a match; {@code verify} finds all damage.
   *
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws UncheckedIOException from the stream, where a month's folder cannot be read
   */
  public Stream<Result> results(Archive archive) throws ArchiveException {
    return results(archive, selection.names(archive), () -> {});
  }

  /**
   * The same in files that are named.
   *
   * @param searched called after each file, from several threads
   */
  public Stream<Result> results(Archive archive, Stream<ArticleFileName> names, Runnable searched) {
    return selection.limited(
        OrderedParallel.stream(
            names.iterator(),
            name ->
                result(archive, name, searched)
                    .map(result -> new ArticleFilter.Counted<>(result, result instanceof Match))));
  }

  private Optional<Result> result(Archive archive, ArticleFileName name, Runnable searched) {
    Path path = archive.path(name);
    try {
      byte[] bytes = archive.bytes(path);
      if (!pattern.mayBeIn(bytes) && looksWhole(bytes)) {
        return Optional.empty();
      }
      Article article = ArticleFile.parse(path.toString(), bytes);
      if (!selection.accepts(article)) {
        return Optional.empty();
      }
      List<Passage> passages = passages(article);
      return passages.isEmpty()
          ? Optional.empty()
          : Optional.of(new Match(name, path, article, passages));
    } catch (ArchiveException | MalformedException e) {
      return Optional.of(new Failed(name, path, e.reason()));
    } finally {
      searched.run();
    }
  }

  /** Whether the first and last bytes are those of the seed format; only then is a file skipped. */
  private static boolean looksWhole(byte[] bytes) {
    return bytes.length > 4
        && bytes[0] == '<'
        && bytes[1] == '!'
        && bytes[bytes.length - 1] == '\n';
  }

  private List<Passage> passages(Article article) {
    List<Passage> passages = new ArrayList<>();
    collect(true, article.headline(), passages);
    for (String paragraph : TextRenderer.paragraphs(article.body())) {
      collect(false, paragraph, passages);
    }
    return passages;
  }

  private void collect(boolean inHeadline, String paragraph, List<Passage> out) {
    for (SearchPattern.Span span : pattern.spans(paragraph)) {
      out.add(Passage.of(inHeadline, paragraph, span.start(), span.end()));
    }
  }
}
