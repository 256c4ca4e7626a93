package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** An archive on disk, written by the program's own writer. */
public final class TestArchive {
  private final Archive archive;

  public TestArchive(Path root) {
    archive = new Archive(root);
  }

  public Archive archive() {
    return archive;
  }

  /** Adds an article to a section; its headline is {@code name} and 题. */
  public ArticleFileName add(String date, String section, String name, String body)
      throws Exception {
    Article article = article(date, section, name, body);
    return write(ArticleFile.name(article), article);
  }

  public ArticleFileName revise(
      ArticleFileName first, String moment, String section, String name, String body)
      throws Exception {
    return write(
        first.revisedAt(Instant.parse(moment)),
        article(first.published().toString(), section, name, body));
  }

  /** Adds an article as if its URL had the key of another one. */
  ArticleFileName addTwin(
      ArticleFileName other, String date, String section, String name, String body)
      throws Exception {
    Article article = article(date, section, name, body);
    String key = other.key() + article.url().longKey().substring(10);
    return write(new ArticleFileName(article.published(), key), article);
  }

  void damage(ArticleFileName name) throws Exception {
    Files.writeString(archive.path(name), "<!--1-->\nhalf\n");
  }

  static Article article(String date, String section, String name, String body) throws Exception {
    return new Article(
        name + "题",
        ArticleUrl.of("https://www.rfi.fr/cn/" + section + name),
        Instant.parse(date),
        body);
  }

  private ArticleFileName write(ArticleFileName name, Article article) throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      writer.write(Map.of(name, article));
    }
    return name;
  }
}
