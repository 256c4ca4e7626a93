package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Checks a file of an archive. Pure. */
public final class Verifier {
  private Verifier() {}

  /**
   * What is wrong with a file, as a clause. Empty where nothing is: the file has the name of an
   * article file, is in the folder of its month, holds exactly what {@link ArticleFile#text}
   * writes, without NUL, and its name contains the date and key of its article.
   *
   * @param path its path, relative to the archive
   */
  public static Optional<String> problem(Path path, byte[] bytes) {
    Optional<ArticleFileName> parsed = ArticleFileName.parse(path);
    if (parsed.isEmpty()) {
      return Optional.of("does not have the name of an article file");
    }
    ArticleFileName name = parsed.get();
    String month = String.format(Locale.ROOT, "%1$tY/%1$tm", name.month());
    if (path.getParent() == null || !path.getParent().endsWith(month)) {
      return Optional.of("is not in the folder of its month, " + month);
    }
    Article article;
    try {
      article = ArticleFile.parse(path.toString(), bytes);
    } catch (MalformedException e) {
      return Optional.of(e.reason());
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!ArticleFile.text(article).equals(text) || text.indexOf('\0') >= 0) { // as lost blocks are
      return Optional.of("is not as rfi-archiver writes it: changed, or incomplete");
    }
    ArticleUrl url = article.url();
    if (!name.key().equals(name.hasLongKey() ? url.longKey() : url.key())) {
      return Optional.of("holds another article: its URL has the key " + url.key());
    }
    if (!article.published().truncatedTo(ChronoUnit.SECONDS).equals(name.published())) {
      return Optional.of("holds another date: " + article.published());
    }
    return Optional.empty();
  }
}
