package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.ArchiverException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The archive cannot be read or written. The subject is the path of the file or folder. */
public class ArchiveException extends ArchiverException {
  public ArchiveException(Path path, String reason) {
    super(path.toString(), reason, null);
  }

  public ArchiveException(Path path, String reason, Throwable cause) {
    super(path.toString(), reason, cause);
  }

  /**
   * The exception for a failed operation. The subject is the file that the system names in the
   * cause, else {@code path}. Of an exception that wraps an I/O error, that is the cause.
   *
   * @param e any exception, since the JDK throws some checked ones that it does not declare: a
   *     {@code close} that fails within {@link java.nio.file.Files#setLastModifiedTime} is a {@code
   *     UnixException}
   */
  public static ArchiveException on(Path path, Exception e) {
    if (e instanceof ArchiveException known) {
      return known;
    }
    IOException cause =
        e instanceof IOException io
            ? io
            : e.getCause() instanceof IOException wrapped
                ? wrapped
                : new IOException(e.getMessage(), e);
    String named = cause instanceof FileSystemException f ? f.getFile() : null;
    return new ArchiveException(named == null ? path : Path.of(named), reasonOf(cause), cause);
  }

  /** Why an operation on a file failed, as a clause without the file's name. */
  public static String reasonOf(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NotDirectoryException || cause instanceof FileAlreadyExistsException) {
      return "is not a folder";
    }
    String reason = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    return reason == null ? "cannot be read or written" : reason;
  }
}
