package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.run.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files to import: those that are named, and the .txt, .md and WARC files below the named
 * folders, without the hidden folders and the links to folders in them.
 */
final class SeedFiles {
  private static final Pattern TAKEN = Pattern.compile("(?is).*\\.(txt|md|warc|warc\\.gz)");

  /**
   * The names of files to read as WARC if a user names them: of files that Heritrix did not close,
   * and of others, for a helpful message.
   */
  private static final Pattern LIKE_WARC =
      Pattern.compile("(?is).*\\.(w?arc|gz|wacz|zip|zst)(\\.open)?");

  private final Listener listener;
  private final List<Path> found = new ArrayList<>();

  /** Looks for the files, and reports what cannot be read. */
  SeedFiles(List<Path> paths, Listener listener) {
    this.listener = listener;
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        addFolder(path);
      } else {
        found.add(path);
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

  private void addFolder(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(this::addEntry);
    } catch (Exception e) { // also what the JDK does not declare
      listener.failure(folder.toString(), ArchiveException.on(folder, e).reason(), null);
    }
  }

  private void addEntry(Path entry) {
    String name = String.valueOf(entry.getFileName());
    boolean isHidden = name.startsWith(".");
    if (TAKEN.matcher(name).matches() && mayBe(entry, BasicFileAttributes::isRegularFile)) {
      found.add(entry);
    } else if (!isHidden
        && mayBe(entry, BasicFileAttributes::isDirectory, LinkOption.NOFOLLOW_LINKS)) {
      addFolder(entry);
    } else if (!isHidden) {
      listener.notice(entry.toString(), "is not a .txt, .md, .warc or .warc.gz file; skipped");
    }
  }

  /** Whether an entry is of a kind; also where it cannot be examined: reading it tells why. */
  private static boolean mayBe(
      Path entry, Predicate<BasicFileAttributes> kind, LinkOption... options) {
    try {
      return kind.test(Files.readAttributes(entry, BasicFileAttributes.class, options));
    } catch (IOException e) {
      return true;
    }
  }
}
