package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.run.Listener;
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
 * folders, without the hidden folders and the links to folders in them.
 */
final class SeedFiles extends SimpleFileVisitor<Path> {
  private static final Pattern TAKEN = Pattern.compile("(?is).*\\.(txt|md|warc|warc\\.gz)");

  /**
   * The names of files to read as WARC if a user names them: of files that Heritrix did not close,
   * and of others, for a helpful message.
   */
  private static final Pattern LIKE_WARC =
      Pattern.compile("(?is).*\\.(w?arc|gz|wacz|zip|zst)(\\.open)?");

  private final Listener listener;
  private final List<Path> found = new ArrayList<>();
  private Path named = Path.of("");

  /** Looks for the files, and reports what cannot be read. */
  SeedFiles(List<Path> paths, Listener listener) {
    this.listener = listener;
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        found.add(path);
        continue;
      }
      try {
        named = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        Files.walkFileTree(named, this);
      } catch (IOException e) {
        visitFileFailed(path, e);
      }
    }
    Collections.sort(found);
  }

  /** The files that are neither revisions nor WARC files, in the order of their paths. */
  List<Path> firsts() {
    return found.stream().filter(file -> !isRevision(file) && !isWarc(file)).toList();
  }

  /** The files with the name of a revision, in the order of their paths. */
  List<Path> revisions() {
    return found.stream().filter(SeedFiles::isRevision).toList();
  }

  /** The files with the name of a WARC file, in the order of their paths. */
  List<Path> warcs() {
    return found.stream().filter(SeedFiles::isWarc).toList();
  }

  private static boolean isWarc(Path file) {
    return LIKE_WARC.matcher(String.valueOf(file.getFileName())).matches();
  }

  private static boolean isRevision(Path file) {
    return ArticleFileName.parse(file).filter(ArticleFileName::isRevision).isPresent();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    boolean hidden = String.valueOf(folder.getFileName()).matches("\\.[^.].*");
    return hidden && !folder.equals(named)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = String.valueOf(file.getFileName());
    boolean isFile = Files.isRegularFile(file) || Files.notExists(file); // a link without a file
    if (isFile && TAKEN.matcher(name).matches()) {
      found.add(file);
    } else if (!name.startsWith(".")) {
      listener.notice(file.toString(), "is not a .txt, .md, .warc or .warc.gz file; skipped");
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    listener.failure(file.toString(), ArchiveException.reasonOf(e), null);
    return FileVisitResult.CONTINUE;
  }
}
