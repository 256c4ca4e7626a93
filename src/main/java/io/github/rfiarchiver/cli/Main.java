package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The entry point: parses the command line, runs its command, and returns its exit status. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    List<String> terminals = List.of(System.getProperty("rfi-archiver.terminal", "").split(","));
    Environment environment =
        new Environment(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            new FileOutputStream(FileDescriptor.err),
            System.getenv(),
            System.getProperty("user.home", ""),
            new UserClock(),
            terminals.contains("in"),
            terminals.contains("out"),
            terminals.contains("err"),
            time -> Thread.sleep(time.toMillis()));
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
    Path config = ConfigFile.find(environment).orElse(null);
    CommandLine command =
        RfiArchiver.commandLine(environment, console, wanted(args, config != null));
    command.setOut(Terminal.writer(environment.out()));
    command.setErr(Terminal.writer(environment.err()));
    int status = ExitStatus.FAILED.status();
    try {
      status = execute(command, environment, console, config, args);
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

  private static int execute(
      CommandLine command,
      Environment environment,
      Terminal console,
      @Nullable Path config,
      String... args) {
    RfiArchiver program = command.getCommand();
    UsageException broken = null;
    if (config != null) {
      try {
        ConfigFile file = ConfigFile.read(config);
        program.defaults(Defaults.of(file, environment, command.getCommandSpec()));
        command.setDefaultValueProvider(program.defaults());
      } catch (UsageException e) {
        broken = e;
      }
    }
    ErrorHandler errors = new ErrorHandler(console, program.defaults());
    command.setParameterExceptionHandler(errors);
    command.setExecutionExceptionHandler(errors);
    command.setExecutionStrategy(new Execution(program, errors, broken));
    return command.execute(args);
  }

  /** Runs the parsed command. A wrong configuration fails every command, but not the help. */
  private record Execution(
      RfiArchiver program, ErrorHandler errors, @Nullable UsageException broken)
      implements CommandLine.IExecutionStrategy {
    @Override
    public int execute(CommandLine.ParseResult parsed) {
      if (program.saysHowMuch()) {
        program.setVerbosity();
      } else {
        program.defaults().setVerbosity(program.console());
      }
      program.setColors(parsed.commandSpec().commandLine());
      Integer helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return helped;
      }
      if (broken != null) {
        return errors.handleExecutionException(broken, parsed.commandSpec().commandLine(), parsed);
      }
      return new CommandLine.RunLast().execute(parsed);
    }
  }

  /** The commands to describe: the named one; all for help, errors and the configuration. */
  private static Predicate<String> wanted(String[] args, boolean configured) {
    List<String> words = List.of(args);
    boolean versionAlone = words.equals(List.of("--version")) || words.equals(List.of("-V"));
    boolean none = RfiArchiver.commands().stream().noneMatch(words::contains);
    boolean all =
        configured || words.contains("help") || words.contains("config") || (none && !versionAlone);
    return name -> all || words.contains(name);
  }
}
