package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one that writes to an archive: it holds the archive's lock from {@link #open} to {@link
 * #close}, and the system takes the lock back when the process dies.
 *
 * <p>Every file is written under a name in {@code .rfi-archiver/tmp}, its bytes forced to disk, and
 * moved to its own name in one step: no failure leaves part of a file under a final name. The
 * folders that hold the new names are forced by {@link #sync}. Safe to share among threads.
 */
public final class ArchiveWriter implements AutoCloseable {
  /** The locks that this process holds. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Archive archive;
  private final Path state;
  private final Path lock;
  private final FileChannel channel;
  private final Path temporaries;
  private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();

  /** The months whose folders are there. */
  private final Set<YearMonth> ready = ConcurrentHashMap.newKeySet();

  /**
   * Held while a name is made or changed: the system does that one at a time, and threads that wait
   * for it there turn in circles, on processors that others could use.
   */
  private final Object names = new Object();

  private ArchiveWriter(Archive archive, Path state, Path lock, FileChannel channel) {
    this.archive = archive;
    this.state = state;
    this.temporaries = state.resolve("tmp");
    this.lock = lock;
    this.channel = channel;
    unsynced.add(archive.root()); // it may hold the state's folder, or a year's, for the first time
  }

  /**
   * Opens an archive for writing, makes its folders where they are missing, and sweeps what a run
   * that was killed left in {@code tmp}.
   *
   * @throws ArchiveLockedException where another run holds the archive
   * @throws ArchiveException where its folders cannot be made or written
   */
  public static ArchiveWriter open(Archive archive) throws ArchiveException {
    Path state = archive.root().resolve(Archive.STATE);
    try {
      if (Files.exists(archive.root()) && !archive.exists()) {
        throw new ArchiveException(archive.root(), "is not a folder");
      }
      Archive.refuseOther(state);
      Archive.refuseOther(state.resolve("tmp"));
      Files.createDirectories(state.resolve("tmp"));
      Path lock = state.toRealPath().resolve("lock");
      // A second channel on the lock, closed again, would give it back to other processes (POSIX).
      if (!HELD.add(lock)) {
        throw new ArchiveLockedException(archive.root());
      }
      try {
        return open(archive, state, lock);
      } catch (IOException | ArchiveException | RuntimeException e) {
        HELD.remove(lock);
        throw e;
      }
    } catch (IOException e) {
      throw ArchiveException.on(archive.root(), e);
    }
  }

  @SuppressWarnings("resource") // the lock lives and dies with its channel, which close() closes
  private static ArchiveWriter open(Archive archive, Path state, Path lock)
      throws IOException, ArchiveException {
    FileChannel channel =
        FileChannel.open(
            lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      if (channel.tryLock() == null) {
        throw new ArchiveLockedException(archive.root());
      }
      ArchiveWriter writer = new ArchiveWriter(archive, state, lock, channel);
      writer.sweep();
      return writer;
    } catch (IOException | ArchiveException | RuntimeException e) {
      try {
        channel.close();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /**
   * Writes an article under a name that is not taken.
   *
   * @return its path
   * @throws ArchiveException where it cannot be written, or the name is taken: then nothing is
   */
  public Path write(ArticleFileName name, Article article) throws ArchiveException {
    Path path = archive.path(name);
    try {
      makeReady(name.month());
      // What lay there when the month was read, a link to nowhere too; and what came since.
      if (archive.isTaken(name) || path.toFile().exists()) {
        throw new ArchiveException(
            path, "is there already, with another article; it is not replaced");
      }
      put(path, ArticleFile.text(article), Optional.of(article.published()));
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
    archive.added(name);
    return path;
  }

  /** Makes a month's folder where there is none; once a run is enough. */
  private void makeReady(YearMonth wanted) throws IOException, ArchiveException {
    if (ready.contains(wanted)) {
      return;
    }
    Path month = archive.folder(wanted);
    Path year = archive.folder(wanted.getYear());
    Archive.refuseOther(year);
    Archive.refuseOther(month);
    Files.createDirectories(month);
    unsynced.add(year); // a run that died may have made the month's folder, and forced nothing
    ready.add(wanted);
  }

  /** Writes, or replaces, a state file. It is on disk when this returns. */
  public void writeState(String name, String text) throws ArchiveException {
    try {
      put(state.resolve(name), text, Optional.empty());
    } catch (IOException e) {
      throw ArchiveException.on(state.resolve(name), e);
    }
    sync();
  }

  /** Forces the names of all files written so far to disk. */
  public void sync() throws ArchiveException {
    List<Path> folders = List.copyOf(unsynced);
    folders.forEach(unsynced::remove);
    // At once: each waits for the same disk, which is asked once for all that wait.
    Optional<ArchiveException> failure =
        folders.parallelStream().flatMap(folder -> forced(folder).stream()).findFirst();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Forces the names in a folder to disk; what went wrong, if anything did. */
  private static Optional<ArchiveException> forced(Path folder) {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new ArchiveException(folder, e));
    }
  }

  /** Lets the archive go. */
  @Override
  public void close() throws ArchiveException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ArchiveException(lock, e);
    } finally {
      HELD.remove(lock);
    }
  }

  private void put(Path path, String text, Optional<Instant> modified) throws IOException {
    Path temporary = temporaries.resolve(path.getFileName() + ".tmp");
    try {
      try (FileChannel file = create(temporary)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        if (modified.isPresent()) {
          Files.setLastModifiedTime(temporary, FileTime.from(modified.get()));
        }
        file.force(true);
      }
      synchronized (names) {
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      }
      unsynced.add(path.getParent());
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException left) {
        e.addSuppressed(left); // the next run sweeps it
      }
      throw e;
    }
  }

  private FileChannel create(Path temporary) throws IOException {
    synchronized (names) {
      return FileChannel.open(
          temporary,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);
    }
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporaries)) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
