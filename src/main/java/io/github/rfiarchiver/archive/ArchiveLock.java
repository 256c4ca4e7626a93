package io.github.rfiarchiver.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock of an archive. The system releases it when the process that holds it dies.
 *
 * @param channel the opened file, which holds the lock
 */
public record ArchiveLock(Path file, FileChannel channel) implements AutoCloseable {
  /** The locks that this process holds. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Takes a lock of an archive.
   *
   * @param root the folder of the archive
   * @param state its state folder, which exists
   * @param name of its file
   * @throws ArchiveLockedException if another run holds it, in this process or another
   * @throws ArchiveException if something that is not a file has its name
   */
  @SuppressWarnings("resource") // the lock lives and dies with its channel, which close() closes
  static ArchiveLock take(Path root, Path state, String name) throws ArchiveException {
    Disk.refuseNonFile(state.resolve(name)); // opening a pipe would never end
    try {
      Path file = state.toRealPath().resolve(name);
      // A second channel on the file, closed again, would release the lock (POSIX).
      if (!HELD.add(file)) {
        throw new ArchiveLockedException(root);
      }
      boolean isTaken = false;
      try {
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
          isTaken = channel.tryLock() != null;
        } finally {
          if (!isTaken) {
            channel.close();
          }
        }
        if (!isTaken) {
          throw new ArchiveLockedException(root);
        }
        return new ArchiveLock(file, channel);
      } finally {
        if (!isTaken) {
          HELD.remove(file);
        }
      }
    } catch (IOException e) {
      throw ArchiveException.on(root, e);
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws ArchiveException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ArchiveException(file, e);
    } finally {
      HELD.remove(file);
    }
  }
}
