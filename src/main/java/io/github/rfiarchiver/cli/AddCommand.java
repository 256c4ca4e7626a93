package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.PageReader;
import io.github.rfiarchiver.cli.Options.Arguments;
import io.github.rfiarchiver.cli.Options.Flag;
import io.github.rfiarchiver.cli.Options.Value;
import io.github.rfiarchiver.fetch.AddJob;
import io.github.rfiarchiver.fetch.Deadline;
import io.github.rfiarchiver.fetch.Fetcher;
import io.github.rfiarchiver.fetch.TimedFetcher;
import io.github.rfiarchiver.reading.Format;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code add}: single article pages into the archive. */
final class AddCommand extends ArchiverCommand {
  private final NetworkOptions network = new NetworkOptions(options);
  private final CleaningOptions cleaning = new CleaningOptions(options);

  private final Arguments addresses = options.arguments(1, "URL", "Addresses of article pages.");

  private final Value<Format> format =
      options.value(
          "--print",
          Format.class,
          "FORMAT",
          "Print the articles, known ones too, instead of paths: ${COMPLETION-CANDIDATES}.");

  private final Flag dryRun =
      options.flag("-n, --dry-run", "Fetch and print, but write nothing at all.");

  AddCommand(RfiArchiver program) {
    super(
        program,
        "add",
        "Archives single articles by the addresses of their pages.",
        "",
        "  rfi-archiver add https://www.rfi.fr/cn/中国/20231028-…",
        "  rfi-archiver add --print markdown URL      read it as well",
        "");
  }

  @Override
  @SuppressWarnings("try") // the watchdog watches until it is closed
  public Integer call() throws UsageException, ArchiveException, InterruptedException {
    Set<Address> pages = new LinkedHashSet<>(); // nothing is fetched twice
    for (String address : addresses.get()) {
      pages.add(FeedNames.address(address));
    }
    Archive archive = program.archive();
    Clock clock = program.surroundings().clock();
    Deadline deadline = network.deadline(Optional.empty());
    Fetcher fetcher = new TimedFetcher(network.fetcher(program), deadline);
    PageReader reader = new PageReader(cleaning.cleaner());
    int failed;
    try (Watchdog watchdog = Watchdog.over(deadline, program.console());
        ArchiveWriter writer = dryRun.isSet() ? null : ArchiveWriter.open(archive);
        RunListener listener = new RunListener(program.console(), format.get(), true)) {
      Accession accession = new Accession(archive, Optional.ofNullable(writer), clock);
      failed =
          new AddJob(accession, fetcher, reader, network.parallel(), listener, clock)
              .add(List.copyOf(pages));
      if (writer != null) {
        writer.sync();
      }
    }
    return (failed == 0 ? ExitCode.OK : ExitCode.FAILED).status();
  }
}
