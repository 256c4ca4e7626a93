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
 * Searches the articles of an archive, headline and text. A match may run across inline markup, not
 * from one paragraph into the next. Files whose bytes show that they hold no match are not parsed.
 */
public final class Search {
  private final SearchPattern pattern;
  private final ArticleFilter selection;

  /**
   * @param selection which articles are searched, and how many of those that match are wanted
   */
  public Search(SearchPattern pattern, ArticleFilter selection) {
    this.pattern = pattern;
    this.selection = selection;
  }

  /** The result of searching a file. */
  public sealed interface Result {
    /** The file's name. */
    ArticleFileName name();

    /** Where the file lies. */
    Path path();
  }

  /**
   * An article that matches.
   *
   * @param passages all matches, at least one, those in the headline first
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
   * The articles that match, and the files that could not be searched, in the selection's order;
   * done by all cores, holding no more than a batch. A file that is damaged in its middle is named
   * only where its bytes do not rule a match out: to find all damage is another task.
   *
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws UncheckedIOException from the stream, where a month's folder cannot be read
   */
  public Stream<Result> results(Archive archive) throws ArchiveException {
    return selection.limited(
        OrderedParallel.stream(
            selection.names(archive).iterator(),
            name ->
                result(archive, name)
                    .map(result -> new ArticleFilter.Counted<>(result, result instanceof Match))));
  }

  private Optional<Result> result(Archive archive, ArticleFileName name) {
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
    }
  }

  /** Whether a file that holds no match may be left unread: at both ends it is as it should be. */
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
