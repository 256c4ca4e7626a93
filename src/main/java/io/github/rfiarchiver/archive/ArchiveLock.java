package io.github.rfiarchiver.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock of an archive. The system releases it when the process that holds it dies, or closes any
 * channel on the file (POSIX): a process takes a lock once.
 *
 * @param channel the opened file, which holds the lock
 */
public record ArchiveLock(Path file, FileChannel channel) implements AutoCloseable {
  /**
   * Takes a lock of an archive.
   *
   * @param root the folder of the archive
   * @param state its state folder, which exists
   * @param name of its file
   * @throws ArchiveLockedException if another run holds it, in this process or another
   * @throws ArchiveException if it cannot be opened, or is not a file
   */
  @SuppressWarnings("resource") // the lock lives and dies with its channel, which close() closes
  static ArchiveLock take(Path root, Path state, String name) throws ArchiveException {
    Path file = state.resolve(name);
    Disk.refuseNonFile(file); // opening a pipe would never end
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      if (isTaken(channel)) {
        return new ArchiveLock(file, channel);
      }
      channel.close();
      throw new ArchiveLockedException(root);
    } catch (IOException e) {
      throw ArchiveException.on(root, e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process holds it
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws ArchiveException {
    Disk.on(file, channel::close);
  }
}
