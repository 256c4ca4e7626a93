package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes to an archive. It holds the {@linkplain ArchiveLock lock} of the archive from {@link
 * #open} to {@link #close}.
 *
 * <p>Every file is written under a temporary name, its bytes forced to disk, and published under
 * its own name in one step: no failure leaves part of a file under a final name, and no article
 * replaces a file. {@link #sync} forces the folders that contain the new names. Safe to share among
 * threads.
 *
 * <p>Each writer has a folder for its temporary files, {@code .rfi-archiver/tmp/UUID}, and deletes
 * those of all other writers when it opens the archive. If a user deletes the state folder during a
 * run, a second run can lock a new file; but the first run has lost its temporary folder by then,
 * and cannot publish anything more.
 */
public final class ArchiveWriter implements AutoCloseable {
  /** How many files are open at a time: some systems allow a process 64. */
  private static final int BATCH = 32;

  /** The start of the names under which state files are written without the lock. */
  private static final String UNLOCKED = "unlocked-";

  private final Archive archive;
  private final Path state;
  private final ArchiveLock lock;
  private final Path temporaries;
  private final DiskSync disk = new DiskSync();

  /** The folders that exist, on disk or in {@link #disk}. */
  private final Set<Path> ready = new HashSet<>();

  /** The store of raw captures; null if none are kept. */
  @Nullable RawStore raw;

  private ArchiveWriter(Archive archive, Path state, ArchiveLock lock) {
    this.archive = archive;
    this.state = state;
    this.temporaries = state.resolve("tmp").resolve(UUID.randomUUID().toString());
    this.lock = lock;
    // A killed run may have created the state folder, a year's, or a state file, and not forced it.
    disk.syncLater(archive.root());
    disk.syncLater(state);
  }

  /**
   * Opens an archive for writing, creates its folders where they are missing, and deletes the
   * temporary files of killed runs.
   *
   * @throws ArchiveLockedException if another run holds the lock of the archive
   * @throws ArchiveException if its folders cannot be created or written
   */
  public static ArchiveWriter open(Archive archive) throws ArchiveException {
    Path root = archive.root();
    Path state = root.resolve(Archive.STATE);
    makeRoot(root, state);
    Disk.refuseOther(state);
    Disk.refuseOther(state.resolve("tmp"));
    Disk.create(state.resolve("tmp"));
    ArchiveLock lock = ArchiveLock.take(root, state, "lock");
    try {
      ArchiveWriter writer = new ArchiveWriter(archive, state, lock);
      writer.takeOver();
      return writer;
    } catch (ArchiveException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Creates the archive's folder and its missing parents, and forces their names, also that of a
   * folder without a state folder: a killed run may have created it.
   */
  private static void makeRoot(Path root, Path state) throws ArchiveException {
    List<Path> parents = new ArrayList<>();
    Path parent = root.toAbsolutePath().getParent();
    while (parent != null) {
      parents.add(parent);
      parent = Disk.attributes(parent).isEmpty() ? parent.getParent() : null;
    }
    Disk.create(root);
    for (Path changed : Disk.attributes(state).isEmpty() ? parents : List.<Path>of()) {
      try {
        Disk.force(changed);
      } catch (ArchiveException e) {
        if (!(e.getCause() instanceof AccessDeniedException)) {
          throw e;
        } // it is another user's, who then created the archive's folder
      }
    }
  }

  /**
   * Creates the folder of temporary files, and deletes those of all other writers. In this order:
   * of two writers that do so at once, at least one sees the other's folder, so at most one keeps
   * its own.
   */
  private void takeOver() throws ArchiveException {
    Disk.on(temporaries, () -> Files.createDirectory(temporaries));
    for (Path other : Disk.entries(state.resolve("tmp"))) {
      if (!other.getFileName().equals(temporaries.getFileName())) {
        Disk.delete(other);
      }
    }
  }

  /**
   * Writes articles, each under its name, and replaces no file.
   *
   * <p>Each batch is written, then forced to disk, then published, before the next one begins.
   * Forcing files one by one costs the system nearly twice as much work: the folder changes in
   * between, and is forced with each file.
   *
   * @return the failures, by name; a {@link NameTakenException} where a file of that name exists.
   *     All other articles are in the archive.
   */
  public synchronized Map<ArticleFileName, ArchiveException> write(
      Map<ArticleFileName, Article> articles) {
    Map<ArticleFileName, ArchiveException> failures = new TreeMap<>();
    List<Map.Entry<ArticleFileName, Article>> all = List.copyOf(articles.entrySet());
    for (int i = 0; i < all.size(); i += BATCH) {
      writeBatch(all.subList(i, Math.min(all.size(), i + BATCH)), failures);
    }
    return failures;
  }

  private void writeBatch(
      List<Map.Entry<ArticleFileName, Article>> articles,
      Map<ArticleFileName, ArchiveException> failures) {
    Map<ArticleFileName, AtomicFile> drafts = new TreeMap<>();
    for (Map.Entry<ArticleFileName, Article> article : articles) {
      try {
        AtomicFile draft = begin(archive.path(article.getKey()));
        drafts.put(article.getKey(), draft);
        draft.write(ArticleFile.text(article.getValue()), article.getValue().published());
        makeReady(archive.folder(article.getKey().month()));
      } catch (ArchiveException e) {
        failures.put(article.getKey(), e);
      }
    }
    List<ArticleFileName> written = new ArrayList<>(drafts.keySet());
    written.removeAll(failures.keySet());
    failures.putAll(disk.atOnce(written, name -> Objects.requireNonNull(drafts.get(name)).force()));
    drafts.forEach(
        (name, draft) -> {
          try (draft) {
            if (!failures.containsKey(name)) {
              draft.publish();
              syncLater(name);
              archive.added(name);
            }
          } catch (ArchiveException e) {
            failures.put(name, e);
          }
        });
  }

  /** Begins a file of this archive. */
  AtomicFile begin(Path path) throws ArchiveException {
    return AtomicFile.begin(temporaries.resolve(path.getFileName() + ".tmp"), path);
  }

  /** Lets {@link #sync} force the name of a file that an earlier run may not have forced. */
  synchronized void syncLater(ArticleFileName name) {
    disk.syncLater(archive.folder(name.month()));
  }

  /** Deletes an article's file, after its text was saved under another name and synced. */
  synchronized void delete(ArticleFileName name) throws ArchiveException {
    Path path = archive.path(name);
    Disk.on(path, () -> Files.delete(path));
    archive.forget(name.month());
    syncLater(name);
  }

  /**
   * Creates a folder, and those above it, if they are missing, which is checked once a run. Lets
   * {@link #sync} force all of them: a killed run may have written there, and not forced it.
   */
  synchronized void makeReady(Path folder) throws ArchiveException {
    if (ready.contains(folder)) {
      return;
    }
    Path made = archive.root();
    disk.syncLater(made); // it may be forced already, but without the folder of a new year
    for (Path name : made.relativize(folder)) {
      made = made.resolve(name);
      Disk.refuseOther(made);
      Disk.create(made);
      disk.syncLater(made);
    }
    ready.add(folder);
  }

  /**
   * Keeps raw captures from now on.
   *
   * @param software this program and its version
   * @param rules the digest of the rules by which pages are extracted and cleaned
   */
  public RawStore keepRaw(String software, String rules, Clock clock) {
    raw = new RawStore(archive, this, software, rules, clock);
    return raw;
  }

  /** Takes another lock, which outlives this writer. */
  ArchiveLock lock(String name) throws ArchiveException {
    return ArchiveLock.take(archive.root(), state, name);
  }

  /** The folder of the temporary files of this run, deleted at its end. */
  Path temporaries() {
    return temporaries;
  }

  /**
   * Publishes a file of raw captures, whose folder is ready, and forces it to disk. It replaces no
   * file.
   */
  synchronized void publish(AtomicFile draft) throws ArchiveException {
    try (draft) {
      draft.force();
      draft.publish();
    }
    disk.syncLater(draft.path().resolveSibling(""));
    sync();
  }

  /**
   * Writes or replaces a state file. All earlier writes are forced to disk first, so that no state
   * refers to an article that is not on disk. The file is on disk when this returns.
   */
  public synchronized void writeState(String name, String text) throws ArchiveException {
    try (AtomicFile draft = begin(state.resolve(name))) {
      draft.write(text, null);
      draft.force();
      sync();
      draft.replace();
    }
    disk.syncLater(state);
    sync();
  }

  /**
   * Writes, or replaces, a state file on which no other depends, without the lock, and forces it to
   * disk.
   */
  public static void replaceState(Archive archive, String name, String text)
      throws ArchiveException {
    Path state = archive.root().resolve(Archive.STATE);
    Disk.refuseOther(state);
    Disk.create(state);
    // Not in tmp: a writer that opens the archive meanwhile would delete it.
    Path temporary = state.resolve(UNLOCKED + UUID.randomUUID());
    try (AtomicFile draft = AtomicFile.begin(temporary, state.resolve(name))) {
      draft.write(text, null);
      draft.force();
      draft.replace();
    }
    Disk.force(state);
  }

  /**
   * Deletes the files of {@link #replaceState} that killed processes left; also that of a process
   * that is in it now, which fails.
   */
  void deleteUnlocked() {
    try {
      for (String name : archive.stateNames(UNLOCKED + ".*")) {
        Disk.delete(archive.statePath(name));
      }
    } catch (ArchiveException e) {
      // the next backfill deletes it
    }
  }

  /**
   * Appends to a state file to which nobody else writes, without the lock, and forces it to disk. A
   * failure leaves the file as it was: a part of a line would spoil the next one.
   */
  public static void appendState(Archive archive, String name, String text)
      throws ArchiveException {
    Path path = archive.statePath(name);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
      long end = file.size();
      try {
        Channels.newOutputStream(file).write(text.getBytes(StandardCharsets.UTF_8));
        file.force(true);
      } catch (IOException e) {
        file.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  /**
   * Forces to disk the names of all files written so far, and the folders in which known articles
   * were found: the run that wrote those may have been killed before it did so.
   *
   * @throws ArchiveException if a folder cannot be forced; the next call retries it
   */
  public synchronized void sync() throws ArchiveException {
    for (YearMonth month : archive.foundIn()) {
      makeReady(archive.folder(month));
    }
    disk.sync();
  }

  /** Deletes the temporary files and releases the lock of the archive. */
  @Override
  public void close() throws ArchiveException {
    try (lock) {
      try {
        Disk.delete(temporaries);
      } catch (ArchiveException e) {
        // the next writer deletes them
      }
    }
  }
}
