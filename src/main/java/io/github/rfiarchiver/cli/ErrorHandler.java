package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveLockedException;
import io.github.rfiarchiver.cli.output.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The one place where errors become messages and exit statuses.
 *
 * @param defaults the configuration, a possible source of the error
 */
record ErrorHandler(Terminal console, Defaults defaults)
    implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    Optional<UsageException> configured = defaults.located(e);
    if (configured.isPresent()) {
      return refused(configured.get());
    }
    UsageMessage message = UsageMessage.of(e, args);
    console.failure(message.subject(), message.what());
    return ExitStatus.USAGE.status();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    console.trace(e);
    if (e instanceof UsageException usage) {
      return refused(defaults.located(usage, parsed));
    }
    return ended(e).status();
  }

  private int refused(UsageException e) {
    console.refusal(e.subject() + ": " + e.reason());
    return ExitStatus.USAGE.status();
  }

  private ExitStatus ended(Exception e) {
    if (e instanceof ArchiverException error) {
      console.failure(error.subject(), error.reason() + advice(error));
      return error instanceof ArchiveLockedException
          ? ExitStatus.LOCKED
          : error instanceof ArchiveException ? ExitStatus.ARCHIVE : ExitStatus.FAILED;
    }
    if (e instanceof UncheckedIOException unchecked) {
      IOException cause = Objects.requireNonNull(unchecked.getCause());
      String file = cause instanceof FileSystemException f ? f.getFile() : null;
      console.failure(file == null ? "archive" : file, ArchiveException.reason(cause));
      return ExitStatus.ARCHIVE;
    }
    if (e instanceof InterruptedException) {
      return ExitStatus.INTERRUPTED;
    }
    console.failure(
        "internal error", e + "; please report it with your command line and the output of -v");
    return ExitStatus.FAILED;
  }

  /** The remedy where the system denies access: another owner, a read-only disk. */
  private static String advice(ArchiverException e) {
    Throwable cause = e.getCause();
    boolean refused =
        cause instanceof AccessDeniedException
            || (cause instanceof FileSystemException
                && cause.getClass() == FileSystemException.class);
    return e instanceof ArchiveException && refused
        ? "; check its permissions, or name another folder with --archive or RFI_ARCHIVE"
        : "";
  }
}
