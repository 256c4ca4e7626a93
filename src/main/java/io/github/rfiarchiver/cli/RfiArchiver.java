package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.LockWait;
import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.cli.output.Terminal.Colors;
import io.github.rfiarchiver.http.Deadline;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The top-level command, with the options that all commands share. */
@Command(
    name = "rfi-archiver",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = {
      "Archives the news of RFI in Chinese as clean text files.",
      "",
      "  rfi-archiver fetch sample          try it: a small feed inside the program",
      "  rfi-archiver fetch                 archive what the feeds list now",
      "  rfi-archiver add URL               archive one article by its URL",
      "  rfi-archiver backfill --since 7d   fetch what was missed",
      "  rfi-archiver list --since 7d       the articles of the last week",
      "  rfi-archiver search 核电           articles with this word",
      ""
    },
    footer = {
      "",
      "Exit status: 0 done; 1 something failed, or nothing found; 2 usage; 69 no",
      "feed could be read; 74 the archive cannot be read or written; 75 another run",
      "holds the archive."
    })
final class RfiArchiver implements Callable<Integer> {
  private static final List<String> COMMANDS =
      List.of(
          "fetch",
          "add",
          "import",
          "backfill",
          "clean",
          "list",
          "cat",
          "search",
          "verify",
          "status",
          "config",
          "help");

  private final Environment environment;
  private final Terminal console;
  private Defaults defaults;

  @Option(
      names = "--archive",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "The archive's folder (default: $RFI_ARCHIVE, else $XDG_DATA_HOME/rfi-archiver, else"
              + " ~/.local/share/rfi-archiver).")
  private @Nullable String folder;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print nothing unless something failed.")
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

  RfiArchiver(Environment environment, Terminal console) {
    this.environment = environment;
    this.console = console;
    this.defaults = new Defaults(ConfigFile.NONE, environment);
  }

  /**
   * The command line of the program.
   *
   * @param wanted the commands to describe to picocli, since describing one takes longer than most
   *     of them run
   */
  static CommandLine commandLine(
      Environment environment, Terminal console, Predicate<String> wanted) {
    RfiArchiver root = new RfiArchiver(environment, console);
    CommandLine program = new CommandLine(root);
    for (String name : COMMANDS) {
      if (wanted.test(name)) {
        program.addSubcommand(name, root.command(name));
      }
    }
    program.registerConverter(int.class, new WholeNumber<>(Integer::valueOf));
    program.registerConverter(Integer.class, new WholeNumber<>(Integer::valueOf));
    program.registerConverter(Long.class, new WholeNumber<>(Long::valueOf));
    return program.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The command line with all commands. */
  CommandLine commandLine() {
    return commandLine(environment, console, name -> true);
  }

  /** Prints the help where no command is named. */
  @Override
  public Integer call() {
    commandLine().usage(Terminal.writer(environment.err()));
    return ExitStatus.USAGE.status();
  }

  private Object command(String name) {
    return switch (name) {
      case "fetch" -> new FetchCommand(this);
      case "add" -> new AddCommand(this);
      case "import" -> new ImportCommand(this);
      case "backfill" -> new BackfillCommand(this);
      case "clean" -> new CleanCommand(this);
      case "list" -> new ListCommand(this);
      case "cat" -> new CatCommand(this);
      case "search" -> new SearchCommand(this);
      case "verify" -> new VerifyCommand(this);
      case "status" -> new StatusCommand(this);
      case "config" -> new ConfigCommand(this);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The names of the commands, in the order of the help. */
  static List<String> commands() {
    return COMMANDS;
  }

  Environment environment() {
    return environment;
  }

  Terminal console() {
    return console;
  }

  /** Whether {@code -q} or {@code -v} is on the command line. */
  boolean saysHowMuch() {
    return quiet || verbose;
  }

  /** Sets the colours of results and of the help. */
  void setColors(CommandLine help) {
    console.color(color);
    if (color != Colors.AUTO) {
      Ansi ansi = color == Colors.ALWAYS ? Ansi.ON : Ansi.OFF;
      help.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    }
  }

  /** Standard input; on a terminal it says that it waits. */
  InputStream input() {
    if (environment.inIsTerminal()) {
      console.notice("standard input", "waiting for input; Ctrl-D at the start of a line ends it");
    }
    return environment.in();
  }

  /** Sets the verbosity of the terminal from {@code -q} and {@code -v}. */
  void setVerbosity() {
    console.quiet(quiet);
    console.verbose(verbose);
  }

  /** Sets the configuration. */
  void defaults(Defaults configured) {
    defaults = configured;
  }

  /** The configuration. */
  Defaults defaults() {
    return defaults;
  }

  /** The archive: of the option, else the environment, else in the home folder. */
  Archive archive() throws UsageException {
    String path =
        Optional.ofNullable(folder)
            .or(() -> variable("RFI_ARCHIVE"))
            .or(() -> variable("XDG_DATA_HOME").map(data -> data + "/rfi-archiver"))
            .orElseGet(() -> environment.homeFolder() + "/.local/share/rfi-archiver");
    try {
      if (path.startsWith("?/")) { // Java's user.home for an unknown user
        throw new UsageException(
            "archive", "no home folder is known; set HOME, or name a folder with --archive");
      }
      if (path.isEmpty()) {
        throw new UsageException("--archive", "is empty; name a folder");
      }
      return new Archive(Path.of(path));
    } catch (InvalidPathException e) {
      throw new UsageException("--archive", "is not a path: " + e.getMessage());
    }
  }

  /** The archive, for reading: its folder must exist. */
  Archive existingArchive() throws UsageException, ArchiveException {
    Archive archive = archive();
    if (!archive.exists()) {
      Path root = archive.root();
      throw new ArchiveException(
          root,
          Files.exists(root)
              ? "is not a folder; name that of an archive with --archive or RFI_ARCHIVE"
              : "does not exist; make an archive with: rfi-archiver --archive "
                  + Suggestions.quoted(root.toString())
                  + " fetch");
    }
    return archive;
  }

  /** Saves in an archive batch by batch, and waits while another run holds it. */
  BatchSaver batchSaver(Archive archive, Deadline deadline) {
    Runnable onWait =
        () ->
            console.notice(
                archive.root().toString(), "another run holds the archive; waiting for it");
    LockWait wait = new LockWait(deadline.remaining(), environment.sleeper(), onWait);
    return new BatchSaver(archive, wait, environment.clock());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.variables().get(name)).filter(v -> !v.isEmpty());
  }

  /**
   * Reads numbers: picocli's own message names a Java type. Not a lambda, since a lambda of an
   * interface in an old class file format keeps that interface out of the class-data archive.
   */
  private record WholeNumber<N>(Function<String, N> parser) implements ITypeConverter<N> {
    @Override
    public N convert(String text) {
      try {
        return parser.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not a whole number, or is too large");
      }
    }
  }
}
