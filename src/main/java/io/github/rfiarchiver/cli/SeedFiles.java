package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files to import: those that are named, and the .txt, .md and WARC files below the named
 * folders, without hidden files and symbolic links.
 *
 * @param firsts in the order of their paths
 * @param revisions files with the name of a revision, in the order of their paths
 * @param warcs files with the name of a WARC file, in the order of their paths
 * @param unreadable how many paths could not be read; each was reported
 */
record SeedFiles(List<Path> firsts, List<Path> revisions, List<Path> warcs, int unreadable) {
  private static final Pattern WARC = Pattern.compile("(?i).*\\.warc(\\.gz)?");

  /** The names of files to read as WARC if a user names them, for a helpful message. */
  private static final Pattern LIKE_WARC = Pattern.compile("(?i).*\\.(w?arc|gz)");

  static SeedFiles below(List<Path> paths, Terminal console) {
    Walk walk = new Walk(console);
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        walk.folder(path);
      } else {
        walk.found.add(path);
      }
    }
    Collections.sort(walk.found);
    return new SeedFiles(
        walk.found.stream().filter(file -> !isRevision(file) && !isWarc(file)).toList(),
        walk.found.stream().filter(SeedFiles::isRevision).toList(),
        walk.found.stream().filter(SeedFiles::isWarc).toList(),
        walk.unreadable);
  }

  /** The article of a seed-format file, headline and body cleaned. */
  static Article cleaned(Article raw, ArticleCleaner cleaner) throws MalformedException {
    return new Article(
        Headline.clean(raw.headline()),
        raw.address(),
        raw.published(),
        cleaner.clean(raw.body(), raw.address()));
  }

  private static boolean isWarc(Path file) {
    return LIKE_WARC.matcher(String.valueOf(file.getFileName())).matches();
  }

  private static boolean isRevision(Path file) {
    return ArticleFileName.parse(String.valueOf(file.getFileName()))
        .filter(ArticleFileName::isRevision)
        .isPresent();
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Terminal console;
    private final List<Path> found = new ArrayList<>();
    private int unreadable;

    Walk(Terminal console) {
      this.console = console;
    }

    void folder(Path folder) {
      try {
        Files.walkFileTree(folder, this);
      } catch (IOException e) {
        visitFileFailed(folder, e);
      }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = String.valueOf(folder.getFileName()).matches("\\.[^.].*");
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = String.valueOf(file.getFileName());
      boolean isTaken =
          name.endsWith(".txt") || name.endsWith(".md") || WARC.matcher(name).matches();
      if (attributes.isRegularFile() && isTaken) {
        found.add(file);
      } else if (!name.startsWith(".")) {
        console.notice(file.toString(), "is not a .txt, .md, .warc or .warc.gz file; skipped");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unreadable++;
      console.failure(file.toString(), ArchiveException.reason(e));
      return FileVisitResult.CONTINUE;
    }
  }
}
