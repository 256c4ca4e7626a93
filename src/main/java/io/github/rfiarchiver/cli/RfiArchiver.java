package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.cli.output.Terminal.Colors;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top-level command, with the options that all commands share. */
@Command(
    name = "rfi-archiver",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header =
        """
        Archives the news of RFI in Chinese as clean text files.

          rfi-archiver fetch sample          try it: a small feed inside the program
          rfi-archiver fetch                 archive what the feeds list now
          rfi-archiver add URL               archive one article by its URL
          rfi-archiver backfill --since 7d   fetch what was missed
          rfi-archiver list --since 7d       the articles of the last week
          rfi-archiver search 核电           articles with this word
        """,
    footer =
        """

        Exit status: 0 done; 1 something failed, or nothing found; 2 usage; 69 no
        feed could be read; 74 the archive cannot be read or written; 75 another run
        holds the archive.""")
final class RfiArchiver implements Callable<Integer> {
  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          FetchCommand.class,
          AddCommand.class,
          ImportCommand.class,
          BackfillCommand.class,
          CleanCommand.class,
          ListCommand.class,
          CatCommand.class,
          SearchCommand.class,
          VerifyCommand.class,
          StatusCommand.class,
          ConfigCommand.class,
          HelpCommand.class);

  final Environment environment;
  final Terminal console;
  final Configuration configuration;

  @Option(
      names = "--archive",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = {
        "The archive's folder. Default: $RFI_ARCHIVE, else",
        "the configuration's, else",
        "$XDG_DATA_HOME/rfi-archiver, else",
        "~/.local/share/rfi-archiver."
      })
  private @Nullable String folder;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print no messages and no paths of new files unless something failed.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description =
          "Explain the run: each answer, skip, wait and retry; show stack traces of failures.")
  private boolean verbose;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description =
          "Colour in results and help: ${COMPLETION-CANDIDATES}. Default: auto, on a terminal.")
  private Colors color = Colors.AUTO;

  RfiArchiver(Environment environment, Terminal console, Configuration configuration) {
    this.environment = environment;
    this.console = console;
    this.configuration = configuration;
  }

  /**
   * The command line of the program.
   *
   * @param wanted the commands to describe to picocli, since describing one takes longer than most
   *     of them run
   */
  CommandLine commandLine(Predicate<String> wanted) {
    CommandLine program = new CommandLine(this);
    for (Class<?> type : COMMANDS) {
      if (wanted.test(name(type))) {
        program.addSubcommand(name(type), type);
      }
    }
    for (CommandLine command : program.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      if (spec.helpCommand()) {
        spec.usageMessage().header("Shows the help of a command, else of the program.");
      } else {
        // The first line alone is shown in the list of commands.
        spec.usageMessage().header(spec.usageMessage().header()[0].split("\n", -1));
      }
      for (OptionSpec option : List.copyOf(spec.options())) {
        if (option.arity().max() == 0 && !option.inherited()) {
          // A flag that the configuration sets may be given: picocli would turn it off.
          spec.remove(option).add(option.toBuilder().fallbackValue("true").build());
        }
      }
    }
    return program.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Prints the help where no command is named. */
  @Override
  public Integer call() {
    commandLine(name -> true).usage(Terminal.writer(environment.err()));
    return ExitStatus.USAGE.status();
  }

  /** The names of the commands, in the order of the help. */
  static List<String> commands() {
    return COMMANDS.stream().map(RfiArchiver::name).toList();
  }

  /** The name of a command: {@code fetch} for {@link FetchCommand}. */
  private static String name(Class<?> command) {
    return command.getSimpleName().replace("Command", "").toLowerCase(Locale.ROOT);
  }

  /** Whether {@code -q} or {@code -v} is on the command line. */
  boolean saysHowMuch() {
    return quiet || verbose;
  }

  /** Sets the verbosity, and the colours of results and of the help, as the options say. */
  void setUp(CommandLine help) {
    console.verbosity(
        saysHowMuch() ? quiet : configuration.isTrue("quiet"),
        saysHowMuch() ? verbose : configuration.isTrue("verbose"));
    console.color(color);
    if (color != Colors.AUTO) {
      Ansi ansi = color == Colors.ALWAYS ? Ansi.ON : Ansi.OFF;
      help.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    }
  }

  /** The archive: of the option, else the environment, else the configuration, else the default. */
  Archive archive() throws UsageException {
    String named = folder == null ? environment.variable("RFI_ARCHIVE") : folder;
    String base = environment.baseFolder("XDG_DATA_HOME", ".local/share");
    // Shells leave the ~ of --archive=~/DIR, and cron and systemd that of variables.
    String path = configuration.expanded(named.isEmpty() ? base + "/rfi-archiver" : named);
    try {
      if (path.startsWith("?/")) { // Java's user.home for an unknown user
        throw new UsageException(
            "archive", "no home folder is known; set HOME, or name a folder with --archive");
      }
      if (path.contains("\uFFFD")) { // Java's replacement: the bytes that were meant are lost
        throw new UsageException("--archive", path + " is not UTF-8; name another folder");
      }
      return new Archive(Path.of(path));
    } catch (InvalidPathException e) {
      throw new UsageException("--archive", "is not a path: " + e.getMessage());
    }
  }

  /** The archive, to print what is in it; says which of its folders cannot be read. */
  Archive archiveToPrint() throws UsageException, ArchiveException {
    Archive archive = existingArchive().tolerating(e -> console.loss(e.subject(), e.reason()));
    for (Path path : archive.misplaced()) {
      console.loss(path.toString(), archive.problem(path).orElse(""));
    }
    return archive;
  }

  /** The archive, for reading: its folder must exist. */
  Archive existingArchive() throws UsageException, ArchiveException {
    Archive archive = archive();
    Path root = archive.root();
    if (archive.exists()) {
      return archive;
    }
    throw new ArchiveException(
        root,
        Files.exists(root)
            ? "is not a folder; name that of an archive with --archive or RFI_ARCHIVE"
            : "does not exist; make an archive with: " + line("fetch"));
  }

  /**
   * A command line to copy, with the archive that is named, and an argument as a shell takes it.
   */
  String line(String command, String argument) {
    String end = argument.startsWith("-") ? " -- " : " ";
    return line(command) + end + Suggestions.quoted(argument);
  }

  private String line(String command) {
    String option = folder == null ? "" : "--archive " + Suggestions.quoted(folder) + " ";
    return "rfi-archiver " + option + command;
  }

  /** Parses the value of an option. */
  interface Parsing<T> {
    T parse(String text, Clock clock) throws MalformedException;
  }

  /** The parsed value of an option, in the user's time zone; null if it is absent. */
  <T> @Nullable T parsed(String option, @Nullable String text, Parsing<T> parsing)
      throws UsageException {
    try {
      return text == null ? null : parsing.parse(text, environment.clock());
    } catch (MalformedException e) {
      throw new UsageException(option, e.subject() + ": " + e.reason());
    }
  }
}
