package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveLockedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The entry: reads the command line, runs its command, and says how that ended. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Rehearsal.begin(args);
    List<String> terminals = List.of(System.getProperty("rfi-archiver.terminal", "").split(","));
    Surroundings surroundings =
        new Surroundings(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            new FileOutputStream(FileDescriptor.err),
            System.getenv(),
            System.getProperty("user.home", ""),
            Clock.systemUTC(),
            terminals.contains("out"),
            terminals.contains("err"));
    System.exit(run(surroundings, args));
  }

  /**
   * Runs one command.
   *
   * @return the exit status, one of {@link ExitCode}
   */
  public static int run(Surroundings surroundings, String... args) {
    Console console = new Console(surroundings);
    Optional<Path> config = ConfigFile.find(surroundings);
    CommandLine command =
        RfiArchiver.commandLine(surroundings, console, wanted(args, config.isPresent()));
    command.setOut(Console.writer(surroundings.out()));
    command.setErr(Console.writer(surroundings.err()));
    Endings endings = new Endings(console);
    command.setParameterExceptionHandler(endings);
    command.setExecutionExceptionHandler(endings);
    config.ifPresent(file -> Defaults.from(file, surroundings, console, command));
    int status = ExitCode.FAILED.status();
    try {
      status = command.execute(args);
    } catch (OutOfMemoryError e) {
      console.trace(e);
      console.failure(
          "memory", "is used up; what was saved stays; JAVA_TOOL_OPTIONS=-Xmx1g allows 1 GiB");
    } catch (StackOverflowError e) {
      console.trace(e);
      console.failure(
          "internal error",
          "the input is nested too deeply; with -v it shows where; please report it");
    } finally {
      console.flush();
    }
    return console.hasLost() && status == ExitCode.OK.status() ? ExitCode.FAILED.status() : status;
  }

  /**
   * What becomes of a command that fails. No lambdas: those of interfaces as old as picocli's would
   * keep it out of the class-data archive.
   */
  private record Endings(Console console)
      implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
      return refused(e, console);
    }

    @Override
    public int handleExecutionException(
        Exception e, CommandLine command, CommandLine.ParseResult given) {
      return ended(e, console).status();
    }
  }

  /** The commands that are named; all of them where help, a mistake or a file may concern any. */
  private static Predicate<String> wanted(String[] args, boolean configured) {
    List<String> words = List.of(args);
    boolean versionAlone = words.equals(List.of("--version")) || words.equals(List.of("-V"));
    boolean none = RfiArchiver.commands().stream().noneMatch(words::contains);
    return name -> configured || words.contains(name) || (none && !versionAlone);
  }

  private static int refused(CommandLine.ParameterException e, Console console) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String see = "; see " + name + " --help";
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      boolean isProgram = command.getParent() == null;
      String what =
          word.startsWith("-")
              ? "is no option of " + name + (isProgram ? "; a command's stand behind it" : "")
              : isProgram ? "is no command" : "is not expected here";
      console.failure(word, what + see);
    } else {
      console.failure("usage", e.getMessage() + see);
    }
    return ExitCode.USAGE.status();
  }

  /** What an exception means for the person at the command line. */
  private static ExitCode ended(Exception e, Console console) {
    console.trace(e);
    if (e instanceof UsageException) {
      console.refusal(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
    if (e instanceof ArchiveLockedException) {
      say(e, console);
      return ExitCode.LOCKED;
    }
    if (e instanceof ArchiveException archive && isRefused(archive.getCause())) {
      console.failure(
          archive.subject(),
          archive.reason() + "; see to it, or name another folder with --archive or RFI_ARCHIVE");
      return ExitCode.ARCHIVE;
    }
    if (e instanceof ArchiveException) {
      say(e, console);
      return ExitCode.ARCHIVE;
    }
    if (e instanceof UncheckedIOException unchecked) {
      IOException cause = Objects.requireNonNull(unchecked.getCause());
      String file = cause instanceof FileSystemException f ? f.getFile() : null;
      console.failure(file == null ? "archive" : file, ArchiveException.reason(cause));
      return ExitCode.ARCHIVE;
    }
    if (e instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    console.failure(
        "internal error", e + "; with -v it shows where; please report it with what you typed");
    return ExitCode.FAILED;
  }

  /** Whether the system would not let us: a folder of somebody else, a disk that is read-only. */
  private static boolean isRefused(@Nullable Throwable cause) {
    return cause instanceof AccessDeniedException
        || (cause instanceof FileSystemException f && f.getClass() == FileSystemException.class);
  }

  private static void say(Exception e, Console console) {
    String[] message = String.valueOf(e.getMessage()).split(": ", 2);
    console.failure(message[0], message.length < 2 ? "failed" : message[1]);
  }
}
