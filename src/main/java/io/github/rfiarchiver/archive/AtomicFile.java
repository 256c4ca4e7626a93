package io.github.rfiarchiver.archive;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written under a temporary name, and published under its own when it is whole.
 *
 * @param path its own path
 * @param temporary the path while it is written
 */
record AtomicFile(Path path, Path temporary, FileChannel file) implements AutoCloseable {
  /**
   * Begins a file, still empty, under a temporary name.
   *
   * @param temporary its path while it is written
   * @param path its own path
   */
  static AtomicFile begin(Path temporary, Path path) throws ArchiveException {
    try {
      // Never an existing file: if unlinking it failed, it is a second name of a published file.
      FileChannel file = FileChannel.open(temporary, CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS);
      return new AtomicFile(path, temporary, file);
    } catch (Exception e) {
      throw ArchiveException.on(path, e);
    }
  }

  /** Takes more bytes of the file. */
  OutputStream stream() {
    return Channels.newOutputStream(file);
  }

  /**
   * Writes a text in UTF-8.
   *
   * @param modified the modification time of the file, where the disk lets it be set; null for the
   *     time of writing
   */
  void write(String text, @Nullable Instant modified) throws ArchiveException {
    Disk.on(
        path,
        () -> {
          stream().write(text.getBytes(StandardCharsets.UTF_8));
          if (modified != null) {
            try {
              Files.setLastModifiedTime(temporary, FileTime.from(modified));
            } catch (FileSystemException e) {
              // Some disks let only the owner of all their files do that; the text has the date.
            }
          }
        });
  }

  /** Forces its bytes to disk. */
  void force() throws ArchiveException {
    Disk.on(path, () -> file.force(true));
  }

  /**
   * Publishes the file under its own name, in one step. It must be {@linkplain #force forced}
   * first.
   *
   * @throws NameTakenException if a file of that name exists, which is not replaced
   */
  void publish() throws ArchiveException {
    try {
      file.close();
      try {
        Files.createLink(path, temporary);
      } catch (UnsupportedOperationException | FileSystemException e) {
        // The JDK has no class for EPERM, ENOTSUP and the like. After another error, such as a
        // full disk, the move fails as well.
        if (e instanceof FileSystemException && e.getClass() != FileSystemException.class) {
          throw e;
        }
        publishWithoutLink();
      }
    } catch (FileAlreadyExistsException e) {
      throw new NameTakenException(path);
    } catch (Exception e) {
      throw ArchiveException.on(path, e);
    }
  }

  /** For file systems without hard links. */
  private void publishWithoutLink() throws IOException, ArchiveException {
    if (Disk.attributes(path, LinkOption.NOFOLLOW_LINKS).isPresent()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Publishes the file under its own name, in one step; a file of that name is replaced. */
  void replace() throws ArchiveException {
    Disk.on(
        path,
        () -> {
          file.close();
          Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Deletes the temporary file, which is a second name of a published one. */
  @Override
  public void close() {
    try (file) {
      Files.deleteIfExists(temporary);
    } catch (Exception e) {
      // the next run deletes it
    }
  }
}
