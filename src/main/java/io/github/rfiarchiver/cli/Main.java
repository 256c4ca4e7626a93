package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;

/** The entry point: parses the command line, runs its command, and returns its exit status. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Environment environment =
        new Environment(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            new FileOutputStream(FileDescriptor.err),
            System.getenv(),
            System.getProperty("user.home", ""),
            new UserClock(),
            Set.of(System.getProperty("rfi-archiver.terminal", "").split(",")),
            Sleeper.REAL);
    System.exit(run(environment, args));
  }

  /** The time, and the zone of the user: looked up on first use, since that takes 30 ms. */
  static final class UserClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneId.systemDefault();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.system(zone);
    }

    @Override
    public Instant instant() {
      return Instant.now();
    }
  }

  /**
   * Runs one command.
   *
   * @return the exit status, one of {@link ExitStatus}
   */
  public static int run(Environment environment, String... args) {
    Terminal console = new Terminal(environment);
    int status = ExitStatus.FAILED.status();
    try {
      status = execute(environment, console, args);
    } catch (OutOfMemoryError e) {
      console.trace(e);
      console.failure(
          "memory", "is used up; what was saved is kept; JAVA_TOOL_OPTIONS=-Xmx1g allows 1 GiB");
    } catch (StackOverflowError e) {
      console.trace(e);
      console.failure(
          "internal error",
          "the input is nested too deeply; please report it with the output of -v");
    } finally {
      console.flush();
    }
    return console.hasLost() && status == ExitStatus.OK.status()
        ? ExitStatus.FAILED.status()
        : status;
  }

  private static int execute(Environment environment, Terminal console, String... args) {
    Configuration configuration = new Configuration(environment);
    boolean isConfigured = configuration.exists();
    RfiArchiver program = new RfiArchiver(environment, console, configuration);
    CommandLine command = program.commandLine(wanted(args, isConfigured));
    UsageException broken = null;
    try {
      if (isConfigured) {
        configuration.applyTo(command);
      }
    } catch (UsageException e) {
      broken = e;
    }
    ErrorHandler errors = new ErrorHandler(program, broken);
    return command
        .setExpandAtFiles(false)
        .setOut(Terminal.writer(environment.out()))
        .setErr(Terminal.writer(environment.err()))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(errors)
        .execute(args);
  }

  /** The commands to describe: the named one; all for help, errors and the configuration. */
  private static Predicate<String> wanted(String[] args, boolean configured) {
    List<String> words = List.of(args);
    boolean versionAlone = words.equals(List.of("--version")) || words.equals(List.of("-V"));
    boolean none = RfiArchiver.commands().stream().noneMatch(words::contains);
    boolean listsAll = words.stream().anyMatch(word -> word.matches("config|-*help|-\\w*h\\w*"));
    boolean all = configured || listsAll || (none && !versionAlone);
    return name -> all || words.contains(name);
  }
}
