package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: what all commands share. */
@Command(
    name = "rfi-archiver",
    header = {
      "Keeps the news of RFI in Chinese as clean text files.",
      "",
      "  rfi-archiver fetch sample      try it: a small feed inside the program",
      "  rfi-archiver fetch             archive what the feeds list now",
      "  rfi-archiver add URL           archive one article by its address",
      "  rfi-archiver list --since 7d   what there is of the last week",
      "  rfi-archiver search 核电       where that is spoken of",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FetchCommand.class,
      AddCommand.class,
      ImportCommand.class,
      CleanCommand.class,
      ListCommand.class,
      CatCommand.class,
      SearchCommand.class,
      VerifyCommand.class,
      StatusCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit status: 0 done; 1 something failed, or the answer is no; 2 usage; 69 no",
      "feed could be read; 74 the archive cannot be read or written; 75 another run",
      "holds the archive."
    })
final class RfiArchiver implements Runnable {
  private final Surroundings surroundings;
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "The archive's folder (default: $RFI_ARCHIVE, else $XDG_DATA_HOME/rfi-archiver, else"
              + " ~/.local/share/rfi-archiver).")
  private @Nullable String folder;

  RfiArchiver(Surroundings surroundings, Console console) {
    this.surroundings = surroundings;
    this.console = console;
  }

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Say nothing unless something failed.")
  void quiet(boolean on) {
    console.quiet(on);
  }

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more, and show stack traces.")
  void verbose(boolean on) {
    console.verbose(on);
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
            .orElseGet(
                () -> variable("HOME").orElse(surroundings.home()) + "/.local/share/rfi-archiver");
    try {
      if (path.isEmpty()) {
        throw new UsageException("--archive", "names no folder");
      }
      return new Archive(Path.of(path));
    } catch (InvalidPathException e) {
      throw new UsageException("--archive", "is no path: " + e.getMessage());
    }
  }

  /** The archive, where its folder is there; a reading command makes none. */
  Archive existingArchive() throws UsageException, MissingArchiveException {
    Archive archive = archive();
    if (!archive.exists()) {
      throw new MissingArchiveException(archive.root());
    }
    return archive;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is wanted");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(surroundings.environment().get(name)).filter(v -> !v.isEmpty());
  }
}
