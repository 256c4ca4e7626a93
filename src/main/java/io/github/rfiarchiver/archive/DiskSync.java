package io.github.rfiarchiver.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Forces files and folders to disk, many in parallel: the system then flushes the disk once for all
 * of them. Not thread-safe.
 */
final class DiskSync {
  private static final ForkJoinPool THREADS = new ForkJoinPool(32);

  private final Set<Path> folders = new LinkedHashSet<>();

  /** Forces one file or folder. */
  interface Forcing<T> {
    void force(T thing) throws ArchiveException;
  }

  /** Lets {@link #sync} force the names in a folder. */
  void syncLater(Path folder) {
    folders.add(folder);
  }

  /**
   * Forces the names in the folders that were given since the last call.
   *
   * @throws ArchiveException if a folder cannot be forced; the next call retries it
   */
  void sync() throws ArchiveException {
    Map<Path, ArchiveException> failures = atOnce(List.copyOf(folders), Disk::force);
    folders.retainAll(failures.keySet());
    for (ArchiveException failure : failures.values()) {
      throw failure;
    }
  }

  /**
   * Forces several files or folders.
   *
   * @return the exceptions of those that could not be forced
   */
  <T extends Comparable<?>> Map<T, ArchiveException> atOnce(
      Collection<T> things, Forcing<T> forcing) {
    Map<T, ArchiveException> failures = new ConcurrentSkipListMap<>();
    List<ForkJoinTask<?>> tasks = new ArrayList<>();
    for (T thing : things) {
      tasks.add(
          THREADS.submit(
              () -> {
                try {
                  forcing.force(thing);
                } catch (ArchiveException e) {
                  failures.put(thing, e);
                }
              }));
    }
    tasks.forEach(ForkJoinTask::join);
    return failures;
  }
}
