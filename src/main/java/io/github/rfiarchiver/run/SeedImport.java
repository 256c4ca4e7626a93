package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Imports files in the seed format: cleans and saves their articles.
 *
 * @param stores creates a store for each batch, so that none holds all texts
 */
public record SeedImport(ArticleCleaner cleaner, Supplier<ArticleStore> stores) {
  /** How many files are in memory at a time: folders may hold tens of thousands. */
  private static final int BATCH = 256;

  /**
   * The result of one file.
   *
   * @param result of saving its article; null if it has none
   * @param problem why it has none; null if it has one
   */
  public record Imported(
      Path file, @Nullable SaveResult result, @Nullable MalformedException problem) {}

  /**
   * Imports files. The texts of a batch are saved by date: of several of one article, the earliest
   * gives the others its date. A file that fails costs no other.
   *
   * @param told receives the result of each file, as soon as its batch is saved
   */
  public void run(List<Path> files, Consumer<Imported> told) throws ArchiveException {
    for (int i = 0; i < files.size(); i += BATCH) {
      saved(files.subList(i, Math.min(files.size(), i + BATCH))).forEach(told);
    }
  }

  private List<Imported> saved(List<Path> files) throws ArchiveException {
    List<Text> texts = files.parallelStream().map(this::read).toList();
    List<NewArticle> articles =
        texts.stream()
            .flatMap(each -> Stream.ofNullable(each.article()))
            .sorted(Comparator.comparing(each -> each.article().published()))
            .toList();
    IdentityHashMap<NewArticle, SaveResult> results = stores.get().save(articles);
    return texts.stream()
        .map(each -> new Imported(each.file(), results.get(each.article()), each.problem()))
        .toList();
  }

  /** A file that was read: its cleaned article, or why it has none. */
  private record Text(
      Path file, @Nullable NewArticle article, @Nullable MalformedException problem) {}

  private Text read(Path file) {
    String name = file.toString();
    try {
      Article article = cleaner.clean(ArticleFile.read(file));
      if (ArticleFile.isTooLarge(article)) { // a character may become a reference
        throw new MalformedException(name, ArticleFile.TOO_LARGE);
      }
      Instant revised = ArticleFileName.parse(file).map(ArticleFileName::revised).orElse(null);
      return new Text(file, NewArticle.of(article, revised), null);
    } catch (MalformedException e) {
      return new Text(file, null, new MalformedException(name, e.reason()));
    } catch (IOException e) {
      return new Text(file, null, new MalformedException(name, ArchiveException.reasonOf(e)));
    } catch (RuntimeException | StackOverflowError e) {
      return new Text(file, null, new MalformedException(name, "cannot be cleaned: " + e, e));
    }
  }
}
