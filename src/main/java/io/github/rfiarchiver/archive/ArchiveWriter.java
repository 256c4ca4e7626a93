package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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

  /** The months whose folders are there. */
  private final Set<YearMonth> ready = new HashSet<>();

  private final ExecutorService waiters = Executors.newFixedThreadPool(WAITERS);

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
   * Writes articles, each under a name that is not taken.
   *
   * <p>A batch of them is written, then forced to disk, then named, and only then the next one is
   * begun. Forced one by one, while others are written and named beside it, a file takes the system
   * nearly twice as much work: each time the folder has changed again, and is forced with it.
   *
   * @throws ArchiveException where one cannot be written, or its name is taken: those in front of
   *     it are written all the same, where the disk takes them
   */
  public synchronized void write(Map<ArticleFileName, Article> articles) throws ArchiveException {
    List<Map.Entry<ArticleFileName, Article>> all = List.copyOf(articles.entrySet());
    for (int i = 0; i < all.size(); i += BATCH) {
      writeBatch(all.subList(i, Math.min(all.size(), i + BATCH)));
    }
  }

  private void writeBatch(List<Map.Entry<ArticleFileName, Article>> articles)
      throws ArchiveException {
    Deque<Draft> drafts = new ArrayDeque<>();
    try {
      Optional<ArchiveException> failure = Optional.empty();
      Iterator<Map.Entry<ArticleFileName, Article>> rest = articles.iterator();
      while (failure.isEmpty() && rest.hasNext()) {
        Map.Entry<ArticleFileName, Article> article = rest.next();
        try {
          drafts.add(draft(article.getKey(), article.getValue()));
        } catch (ArchiveException e) {
          failure = Optional.of(e); // those in front of it are kept all the same
        }
      }
      atOnce(drafts, Draft::force);
      for (Map.Entry<ArticleFileName, Article> article : articles.subList(0, drafts.size())) {
        publish(drafts.element());
        drafts.remove();
        archive.added(article.getKey());
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
    } catch (ArchiveException | RuntimeException e) {
      drafts.forEach(draft -> draft.discard(e));
      throw e;
    }
  }

  private Draft draft(ArticleFileName name, Article article) throws ArchiveException {
    Path path = archive.path(name);
    makeReady(name.month());
    // What lay there when the month was read, a link to nowhere too; and what came since.
    if (archive.isTaken(name) || path.toFile().exists()) {
      throw new ArchiveException(
          path, "is there already, with another article; it is not replaced");
    }
    return Draft.of(temporaries, path, ArticleFile.text(article), Optional.of(article.published()));
  }

  private void publish(Draft draft) throws ArchiveException {
    draft.publish();
    unsynced.add(draft.path().getParent());
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

  /** Writes, or replaces, a state file. It is on disk when this returns. */
  public synchronized void writeState(String name, String text) throws ArchiveException {
    Draft draft = Draft.of(temporaries, state.resolve(name), text, Optional.empty());
    try {
      draft.force();
      publish(draft);
    } catch (ArchiveException e) {
      draft.discard(e);
      throw e;
    }
    sync();
  }

  /** Forces the names of all files written so far to disk. */
  public synchronized void sync() throws ArchiveException {
    List<Path> folders = List.copyOf(unsynced);
    unsynced.clear();
    atOnce(folders, ArchiveWriter::force);
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

  /** Forces several things at once: a disk that many wait for is asked once for all of them. */
  private <T> void atOnce(Collection<T> things, Forcing<T> forcing) throws ArchiveException {
    if (things.size() == 1) {
      forcing.force(things.iterator().next());
      return;
    }
    Queue<ArchiveException> failures = new ConcurrentLinkedQueue<>();
    CompletableFuture.allOf(
            things.stream()
                .map(
                    thing ->
                        CompletableFuture.runAsync(
                            () -> {
                              try {
                                forcing.force(thing);
                              } catch (ArchiveException e) {
                                failures.add(e);
                              }
                            },
                            waiters))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    if (!failures.isEmpty()) {
      throw failures.element();
    }
  }

  /** Lets the archive go. */
  @Override
  public void close() throws ArchiveException {
    waiters.shutdown();
    try {
      channel.close();
    } catch (IOException e) {
      throw new ArchiveException(lock, e);
    } finally {
      HELD.remove(lock);
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
