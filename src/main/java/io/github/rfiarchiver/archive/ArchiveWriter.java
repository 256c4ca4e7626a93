package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one that writes to an archive: it holds the archive's lock from {@link #open} to {@link
 * #close}, and the system releases the lock when the process dies.
 *
 * <p>Every file is written under a temporary name, its bytes forced to disk, and published under
 * its own name in one step: no failure leaves part of a file under a final name, and no article
 * replaces a file. The folders that hold the new names are forced by {@link #sync}. Safe to share
 * among threads.
 *
 * <p>The temporary files lie in a folder of the writer's own, {@code .rfi-archiver/tmp/UUID}. A
 * writer that opens the archive deletes the folders of all others. Whoever removes the state folder
 * lets a second run lock a new file; but then the first has lost its temporary folder, and with it
 * the means to publish anything.
 */
public final class ArchiveWriter implements AutoCloseable {
  /** The locks that this process holds. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * How many files are written before they are forced, and open at a time: some systems allow 64.
   */
  private static final int BATCH = 32;

  /** How many threads wait for the disk. */
  private static final int WAITERS = 32;

  private final Archive archive;
  private final Path state;
  private final Path lock;
  private final FileChannel channel;
  private final Path temporaries;
  private final Set<Path> unsynced = new LinkedHashSet<>();

  /** The months of known articles whose folders are on disk, or among {@link #unsynced}. */
  private final Set<YearMonth> seen = new HashSet<>();

  /** The months whose folders exist. */
  private final Set<YearMonth> ready = new HashSet<>();

  private final ExecutorService waiters = Executors.newFixedThreadPool(WAITERS);

  private ArchiveWriter(Archive archive, Path state, Path lock, FileChannel channel) {
    this.archive = archive;
    this.state = state;
    this.temporaries = state.resolve("tmp").resolve(UUID.randomUUID().toString());
    this.lock = lock;
    this.channel = channel;
    // A run that was killed may have made the state's folder, a year's, or a state file.
    unsynced.add(archive.root());
    unsynced.add(state);
  }

  /**
   * Opens an archive for writing, makes its folders where they are missing, and deletes what a run
   * that was killed left in {@code tmp}.
   *
   * @throws ArchiveLockedException where another run holds the archive
   * @throws ArchiveException where its folders cannot be made or written
   */
  public static ArchiveWriter open(Archive archive) throws ArchiveException {
    Path root = archive.root();
    Path state = root.resolve(Archive.STATE);
    try {
      if (Archive.attributes(root).isPresent() && !archive.exists()) {
        throw new ArchiveException(root, "is not a folder");
      }
      makeRoot(root, state);
      Archive.refuseOther(state);
      Archive.refuseOther(state.resolve("tmp"));
      Files.createDirectories(state.resolve("tmp"));
      Path lock = state.toRealPath().resolve("lock");
      // A second channel on the lock, closed again, would give it back to other processes (POSIX).
      if (!HELD.add(lock)) {
        throw new ArchiveLockedException(root);
      }
      try {
        return open(archive, state, lock);
      } catch (IOException | ArchiveException | RuntimeException e) {
        HELD.remove(lock);
        throw e;
      }
    } catch (IOException e) {
      throw ArchiveException.on(root, e);
    }
  }

  /**
   * Makes the archive's folder and those above it, and forces the names of those it makes. That of
   * a folder without state is forced too: a run that was killed may have made it.
   */
  private static void makeRoot(Path root, Path state) throws IOException, ArchiveException {
    List<Path> missing = new ArrayList<>();
    Path folder = root.toAbsolutePath();
    while (folder != null && Archive.attributes(folder).isEmpty()) {
      missing.add(folder);
      folder = folder.getParent();
    }
    Files.createDirectories(root);
    for (Path made : missing) {
      force(Objects.requireNonNull(made.getParent())); // it was made, so it is not the root folder
    }
    Path parent = root.toAbsolutePath().getParent();
    if (missing.isEmpty() && parent != null && Archive.attributes(state).isEmpty()) {
      try {
        force(parent);
      } catch (ArchiveException e) {
        if (!(e.getCause() instanceof AccessDeniedException)) {
          throw e;
        } // it may be somebody else's: then that one made the archive's folder
      }
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
      writer.takeOver();
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
   * Makes the folder of temporary files, and deletes those of all other writers. In this order: of
   * two that do it at once, at least one sees the other's folder, so at most one keeps its own.
   */
  private void takeOver() throws IOException {
    Files.createDirectory(temporaries);
    for (Path other : entries(state.resolve("tmp"))) {
      if (!other.getFileName().equals(temporaries.getFileName())) {
        delete(other);
      }
    }
  }

  private static void delete(Path path) throws IOException {
    boolean isFolder =
        Archive.attributes(path, LinkOption.NOFOLLOW_LINKS)
            .filter(there -> there.isDirectory())
            .isPresent();
    if (isFolder) {
      for (Path file : entries(path)) {
        delete(file);
      }
    }
    Files.deleteIfExists(path);
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /**
   * Writes articles, each under its name, and replaces no file.
   *
   * <p>A batch of them is written, then forced to disk, then published, and only then the next one
   * is begun. Forced one by one, while others are written and published beside it, a file takes the
   * system nearly twice as much work: each time the folder has changed again, and is forced with
   * it.
   *
   * @return why an article was not written, by its name; a {@link NameTakenException} where a file
   *     exists under that name. All others are in the archive.
   */
  public synchronized Map<ArticleFileName, ArchiveException> write(
      Map<ArticleFileName, Article> articles) {
    Map<ArticleFileName, ArchiveException> failures = new LinkedHashMap<>();
    List<Map.Entry<ArticleFileName, Article>> all = List.copyOf(articles.entrySet());
    for (int i = 0; i < all.size(); i += BATCH) {
      writeBatch(all.subList(i, Math.min(all.size(), i + BATCH)), failures);
    }
    return failures;
  }

  private void writeBatch(
      List<Map.Entry<ArticleFileName, Article>> articles,
      Map<ArticleFileName, ArchiveException> failures) {
    Map<ArticleFileName, AtomicFile> drafts = new LinkedHashMap<>();
    for (Map.Entry<ArticleFileName, Article> article : articles) {
      try {
        drafts.put(article.getKey(), draft(article.getKey(), article.getValue()));
      } catch (ArchiveException e) {
        failures.put(article.getKey(), explained(e));
      }
    }
    Map<AtomicFile, ArchiveException> unforced = atOnce(drafts.values(), AtomicFile::force);
    drafts.forEach(
        (name, draft) -> {
          ArchiveException unwritten = unforced.get(draft);
          try {
            if (unwritten != null) {
              throw unwritten;
            }
            publish(name, draft);
          } catch (ArchiveException e) {
            draft.discard(e);
            failures.put(name, explained(e));
          }
        });
  }

  private AtomicFile draft(ArticleFileName name, Article article) throws ArchiveException {
    AtomicFile draft =
        AtomicFile.of(
            temporaries, archive.path(name), ArticleFile.text(article), article.published());
    try {
      makeReady(name.month());
      return draft;
    } catch (ArchiveException e) {
      draft.discard(e);
      throw e;
    }
  }

  private void publish(ArticleFileName name, AtomicFile draft) throws ArchiveException {
    if (!draft.publish()) {
      throw new NameTakenException(draft.path());
    }
    unsynced.add(draft.path().getParent());
    archive.added(name);
  }

  /**
   * Has {@link #sync} force the name of a file that an earlier run wrote, and may not have forced.
   */
  synchronized void syncLater(ArticleFileName name) {
    unsynced.add(archive.folder(name.month()));
  }

  /** Deletes an article's file, whose text was written under another name and {@link #sync}ed. */
  synchronized void delete(ArticleFileName name) throws ArchiveException {
    Path path = archive.path(name);
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
    archive.removed(name);
    syncLater(name);
  }

  /** Makes a month's folder where there is none; once a run is enough. */
  private void makeReady(YearMonth wanted) throws ArchiveException {
    if (ready.contains(wanted)) {
      return;
    }
    Path month = archive.folder(wanted);
    Path year = archive.yearFolder(wanted);
    Archive.refuseOther(year);
    Archive.refuseOther(month);
    try {
      Files.createDirectories(month);
    } catch (IOException e) {
      throw ArchiveException.on(month, e);
    }
    unsynced.add(year); // a run that died may have made the month's folder, and forced nothing
    ready.add(wanted);
  }

  /** What to say of a failure: where the temporary folder is gone, that is why. */
  private ArchiveException explained(ArchiveException e) {
    boolean mayBeRemoved =
        e.getCause() instanceof NoSuchFileException
            || e.getCause() instanceof NotDirectoryException;
    try {
      return mayBeRemoved && Archive.attributes(temporaries).isEmpty()
          ? new ArchiveException(
              state, "was removed while this run wrote; nothing more is written, start it again")
          : e;
    } catch (IOException unknown) {
      return e;
    }
  }

  /**
   * Writes, or replaces, a state file. Whatever was written before is forced to disk first, so that
   * no state is there without the articles that it speaks of. It is on disk when this returns.
   */
  public synchronized void writeState(String name, String text) throws ArchiveException {
    try {
      AtomicFile draft = AtomicFile.of(temporaries, state.resolve(name), text, null);
      try {
        draft.force();
        sync();
        draft.replace();
      } catch (ArchiveException e) {
        draft.discard(e);
        throw e;
      }
    } catch (ArchiveException e) {
      throw explained(e);
    }
    unsynced.add(state);
    sync();
  }

  /**
   * Writes, or replaces, a state file that no other depends on, without the lock. It is on disk
   * when this returns.
   */
  public static void replaceState(Archive archive, String name, String text)
      throws ArchiveException {
    Path state = archive.root().resolve(Archive.STATE);
    try {
      Archive.refuseOther(state);
      Files.createDirectories(state);
      // Not in tmp: a writer that opens the archive meanwhile would delete it.
      Path folder = Files.createTempDirectory(state, "unlocked-");
      try {
        AtomicFile draft = AtomicFile.of(folder, state.resolve(name), text, null);
        draft.force();
        draft.replace();
      } finally {
        delete(folder);
      }
      force(state);
    } catch (IOException e) {
      throw ArchiveException.on(state, e);
    }
  }

  /**
   * Forces to disk the names of all files written so far, and those of the months in which articles
   * were found known: the run that wrote them may have been killed before it did so.
   *
   * @throws ArchiveException where a folder cannot be forced; the next call tries it again
   */
  public synchronized void sync() throws ArchiveException {
    for (YearMonth month : archive.foundIn()) {
      if (seen.add(month)) {
        unsynced.add(archive.yearFolder(month));
        unsynced.add(archive.folder(month));
      }
    }
    List<Path> folders = List.copyOf(unsynced);
    Map<Path, ArchiveException> failures = atOnce(folders, ArchiveWriter::force);
    unsynced.retainAll(failures.keySet());
    for (ArchiveException failure : failures.values()) {
      throw explained(failure);
    }
  }

  private static void force(Path folder) throws ArchiveException {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException e) {
      throw new ArchiveException(folder, e);
    }
  }

  private interface Forcing<T> {
    void force(T thing) throws ArchiveException;
  }

  /**
   * Forces several things at once: a disk that many wait for is asked once for all of them.
   *
   * @return why a thing could not be forced
   */
  private <T> Map<T, ArchiveException> atOnce(Collection<T> things, Forcing<T> forcing) {
    Map<T, ArchiveException> failures = new ConcurrentHashMap<>();
    CompletableFuture.allOf(
            things.stream()
                .map(
                    thing ->
                        CompletableFuture.runAsync(
                            () -> {
                              try {
                                forcing.force(thing);
                              } catch (ArchiveException e) {
                                failures.put(thing, e);
                              }
                            },
                            things.size() == 1 ? Runnable::run : waiters))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    return failures;
  }

  /** Releases the archive. */
  @Override
  public void close() throws ArchiveException {
    waiters.shutdown();
    try {
      delete(temporaries);
    } catch (IOException e) {
      // the next run deletes it
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new ArchiveException(lock, e);
    } finally {
      HELD.remove(lock);
    }
  }
}
