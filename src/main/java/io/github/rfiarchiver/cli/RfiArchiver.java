package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The program itself: what all commands share. */
final class RfiArchiver implements Runnable {
  private static final List<String> COMMANDS =
      List.of("fetch", "add", "import", "clean", "list", "cat", "search", "verify", "status");

  private static final String[] HEADER = {
    "Keeps the news of RFI in Chinese as clean text files.",
    "",
    "  rfi-archiver fetch sample      try it: a small feed inside the program",
    "  rfi-archiver fetch             archive what the feeds list now",
    "  rfi-archiver add URL           archive one article by its address",
    "  rfi-archiver list --since 7d   what there is of the last week",
    "  rfi-archiver search 核电       where that is spoken of",
    ""
  };

  private static final String[] FOOTER = {
    "",
    "Exit status: 0 done; 1 something failed, or the answer is no; 2 usage; 69 no",
    "feed could be read; 74 the archive cannot be read or written; 75 another run",
    "holds the archive."
  };

  private final Surroundings surroundings;
  private final Console console;
  private @Nullable String folder;
  private @Nullable CommandLine commandLine;

  private List<String> feeds = List.of();

  RfiArchiver(Surroundings surroundings, Console console) {
    this.surroundings = surroundings;
    this.console = console;
  }

  /** Sets the feeds that are read where the command line names none. */
  void feeds(List<String> configured) {
    feeds = List.copyOf(configured);
  }

  /** The feeds that are read where the command line names none; empty for the built-in ones. */
  List<String> feeds() {
    return feeds;
  }

  /**
   * The program's command line.
   *
   * @param wanted which commands it is to know: to describe one to picocli takes longer than most
   *     of them run, so one that is named is not made to wait for the others
   */
  static CommandLine commandLine(
      Surroundings surroundings, Console console, Predicate<String> wanted) {
    RfiArchiver root = new RfiArchiver(surroundings, console);
    CommandLine program = new CommandLine(root.spec());
    root.commandLine = program;
    for (String name : COMMANDS) {
      if (wanted.test(name)) {
        program.addSubcommand(name, root.command(name).spec());
      }
    }
    return program.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** What all commands share. */
  private CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this)
            .name("rfi-archiver")
            .addOption(
                shared("--archive")
                    .paramLabel("DIR")
                    .type(String.class)
                    .description(
                        "The archive's folder (default: $RFI_ARCHIVE, else"
                            + " $XDG_DATA_HOME/rfi-archiver, else ~/.local/share/rfi-archiver).")
                    .setter(setter((String given) -> folder = given))
                    .build())
            .addOption(
                shared("-q", "--quiet")
                    .type(boolean.class)
                    .description("Say nothing unless something failed, and print no paths.")
                    .setter(setter(console::quiet))
                    .build())
            .addOption(
                shared("-v", "--verbose")
                    .type(boolean.class)
                    .description("Say more, and show stack traces.")
                    .setter(setter(console::verbose))
                    .build());
    Options.addStandard(spec);
    spec.usageMessage().header(HEADER).footer(FOOTER).synopsisSubcommandLabel("COMMAND");
    return spec;
  }

  private ArchiverCommand command(String name) {
    return switch (name) {
      case "fetch" -> new FetchCommand(this);
      case "add" -> new AddCommand(this);
      case "import" -> new ImportCommand(this);
      case "clean" -> new CleanCommand(this);
      case "list" -> new ListCommand(this);
      case "cat" -> new CatCommand(this);
      case "search" -> new SearchCommand(this);
      case "verify" -> new VerifyCommand(this);
      case "status" -> new StatusCommand(this);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static OptionSpec.Builder shared(String... names) {
    return OptionSpec.builder(names).scopeType(ScopeType.INHERIT);
  }

  @SuppressWarnings("unchecked") // the value is of the option's own type
  private static <T> ISetter setter(Consumer<T> take) {
    return new ISetter() {
      @Override
      public <U> @Nullable U set(@Nullable U value) {
        if (value != null) {
          take.accept((T) value);
        }
        return value;
      }
    };
  }

  /** The commands' names, in the order in which the help lists them. */
  static List<String> commands() {
    return COMMANDS;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Console console() {
    return console;
  }

  /** The archive that the option, the environment or the home folder names, in this order. */
  Archive archive() throws UsageException {
    String path =
        Optional.ofNullable(folder)
            .or(() -> variable("RFI_ARCHIVE"))
            .or(() -> variable("XDG_DATA_HOME").map(data -> data + "/rfi-archiver"))
            .orElseGet(() -> ConfigFile.home(surroundings) + "/.local/share/rfi-archiver");
    try {
      if (path.startsWith("?/")) { // Java's word for a user whom the system does not know
        throw new UsageException(
            "archive", "no home folder is known; set HOME, or name a folder with --archive");
      }
      if (path.isEmpty()) {
        throw new UsageException("--archive", "names no folder");
      }
      return new Archive(Path.of(path));
    } catch (InvalidPathException e) {
      throw new UsageException("--archive", "is no path: " + e.getMessage());
    }
  }

  /** The archive, where its folder is there; a reading command makes none. */
  Archive existingArchive() throws UsageException, ArchiveException {
    Archive archive = archive();
    if (!archive.exists()) {
      throw new ArchiveException(
          archive.root(),
          "is no folder; make an archive with: rfi-archiver --archive "
              + archive.root()
              + " fetch");
    }
    return archive;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        Objects.requireNonNull(commandLine), "a command is wanted");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(surroundings.environment().get(name)).filter(v -> !v.isEmpty());
  }
}
