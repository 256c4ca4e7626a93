package io.github.rfiarchiver.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** A file that is written whole, under a temporary name, and waits for its own. */
final class Draft {
  private final Path path;
  private final Path temporary;
  private final FileChannel file;

  private Draft(Path path, Path temporary, FileChannel file) {
    this.path = path;
    this.temporary = temporary;
    this.file = file;
  }

  /**
   * Writes a file, in UTF-8, under a temporary name.
   *
   * @param folder where temporary files lie
   * @param path its own name
   * @param modified its date; empty for the time of writing
   * @throws ArchiveException where it cannot be written: then nothing is left of it
   */
  static Draft of(Path folder, Path path, String text, Optional<Instant> modified)
      throws ArchiveException {
    Path temporary = folder.resolve(path.getFileName() + ".tmp");
    try {
      FileChannel file =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING,
              LinkOption.NOFOLLOW_LINKS);
      Draft draft = new Draft(path, temporary, file);
      try {
        draft.write(text, modified);
        return draft;
      } catch (IOException e) {
        draft.discard(e);
        throw e;
      }
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  private void write(String text, Optional<Instant> modified) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    if (modified.isPresent()) {
      Files.setLastModifiedTime(temporary, FileTime.from(modified.get()));
    }
  }

  /** Its own name. */
  Path path() {
    return path;
  }

  /** Forces its bytes to disk. */
  void force() throws ArchiveException {
    try {
      file.force(true);
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  /** Gives it its own name, in one step. To be called when it is {@linkplain #force on disk}. */
  void publish() throws ArchiveException {
    try {
      file.close();
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  /** Takes it back. What then still is there, the next run sweeps. */
  void discard(Exception reason) {
    try {
      file.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
