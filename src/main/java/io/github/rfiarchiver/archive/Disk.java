package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files and folders of an archive. Symbolic links inside an archive are not followed, and an
 * I/O error is never taken for an absent file, as {@link Files#exists} and {@link
 * Files#isDirectory} take it: it is an {@link ArchiveException} with the path.
 */
final class Disk {
  private static final String LINK = "is a symbolic link; an archive follows none";

  private Disk() {}

  /** Something that is done with a file or folder. */
  interface Action {
    void run() throws IOException;
  }

  /** Does something with a file or folder, which the exception names unless the system does. */
  static void on(Path path, Action action) throws ArchiveException {
    try {
      action.run();
    } catch (Exception e) { // also what the JDK does not declare
      throw ArchiveException.on(path, e);
    }
  }

  /** The attributes of a file or folder; empty if it does not exist. */
  static Optional<BasicFileAttributes> attributes(Path path, LinkOption... options)
      throws ArchiveException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, options));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  static boolean isFolder(Path path) throws ArchiveException {
    return attributes(path, LinkOption.NOFOLLOW_LINKS)
        .filter(BasicFileAttributes::isDirectory)
        .isPresent();
  }

  /** What a folder contains, in the order of its names; nothing if it does not exist. */
  static List<Path> entries(Path folder) throws ArchiveException {
    List<Path> entries = new ArrayList<>();
    // Not File.list, which takes an error in the middle of a folder for its end.
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (Exception e) { // also what the JDK does not declare
      throw ArchiveException.on(folder, e);
    }
    Collections.sort(entries);
    return entries;
  }

  /**
   * The bytes of a file.
   *
   * @param largest how many bytes it may have
   * @param tooLarge what is wrong with a larger one, as a clause
   * @throws MalformedException if it is not a file, or larger; nothing is read then
   */
  static byte[] read(Path path, int largest, String tooLarge)
      throws ArchiveException, MalformedException {
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isSymbolicLink()) {
        throw new MalformedException(path.toString(), LINK);
      }
      if (!file.isRegularFile()) {
        // A pipe would never end.
        throw new MalformedException(path.toString(), "is not a file");
      }
      if (file.size() > largest) {
        throw new MalformedException(path.toString(), tooLarge);
      }
      try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
        return in.readNBytes((int) file.size());
      }
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  /**
   * @throws ArchiveException if {@code folder} exists and is not a folder
   */
  static void refuseOther(Path folder) throws ArchiveException {
    require(folder, BasicFileAttributes::isDirectory, "is not a folder");
  }

  /**
   * @throws ArchiveException if {@code path} exists and is not a file
   */
  static void refuseNonFile(Path path) throws ArchiveException {
    require(path, BasicFileAttributes::isRegularFile, "is not a file");
  }

  private static void require(Path path, Predicate<BasicFileAttributes> kind, String otherwise)
      throws ArchiveException {
    BasicFileAttributes found = attributes(path, LinkOption.NOFOLLOW_LINKS).orElse(null);
    if (found != null && !kind.test(found)) {
      String why = found.isSymbolicLink() ? LINK : otherwise;
      throw new ArchiveException(path, why, new FileAlreadyExistsException(path.toString()));
    }
  }

  /** Deletes a file, or a folder with all that it contains. */
  static void delete(Path path) throws ArchiveException {
    if (isFolder(path)) {
      for (Path entry : entries(path)) {
        delete(entry);
      }
    }
    on(path, () -> Files.deleteIfExists(path));
  }

  /** Creates a folder and its parents where they are missing. */
  static void create(Path folder) throws ArchiveException {
    on(folder, () -> Files.createDirectories(folder));
  }

  /** Forces the names in a folder to disk. */
  static void force(Path folder) throws ArchiveException {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException e) {
      throw ArchiveException.on(folder, e);
    }
  }
}
