package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.PageReader;
import io.github.rfiarchiver.fetch.AddJob;
import io.github.rfiarchiver.fetch.Fetcher;
import io.github.rfiarchiver.reading.Format;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code add}: single article pages into the archive. */
@Command(
    name = "add",
    header = {
      "Archives single articles by the addresses of their pages.",
      "",
      "  rfi-archiver add https://www.rfi.fr/cn/中国/20231028-…",
      "  rfi-archiver add --print markdown URL      read it as well",
      ""
    },
    mixinStandardHelpOptions = true)
final class AddCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RfiArchiver program;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private CleaningOptions cleaning = new CleaningOptions();

  @Parameters(paramLabel = "URL", arity = "1..*", description = "Addresses of article pages.")
  private List<String> addresses = new ArrayList<>();

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      description =
          "Print the articles, known ones too, instead of paths: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format format;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Fetch and print, but write nothing at all.")
  private boolean dryRun;

  @Override
  public Integer call() throws UsageException, ArchiveException, InterruptedException {
    RfiArchiver parent = Objects.requireNonNull(program);
    Set<Address> pages = new LinkedHashSet<>(); // nothing is fetched twice
    for (String address : addresses) {
      pages.add(FeedNames.address(address));
    }
    Archive archive = parent.archive();
    Clock clock = parent.surroundings().clock();
    Fetcher fetcher = network.fetcher(parent);
    PageReader reader = new PageReader(cleaning.cleaner());
    int failed;
    try (ArchiveWriter writer = dryRun ? null : ArchiveWriter.open(archive);
        RunListener listener =
            new RunListener(parent.console(), Optional.ofNullable(format), true)) {
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
