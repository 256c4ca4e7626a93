package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.fetch.DamagedStateException;
import io.github.rfiarchiver.fetch.FeedSource;
import io.github.rfiarchiver.fetch.FetchJob;
import io.github.rfiarchiver.fetch.FetchOptions;
import io.github.rfiarchiver.fetch.FetchReport;
import io.github.rfiarchiver.fetch.Fetcher;
import io.github.rfiarchiver.reading.Format;
import io.github.rfiarchiver.reading.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code fetch}: feeds into the archive. */
@Command(
    name = "fetch",
    header = {
      "Archives what feeds list; prints the paths of new files.",
      "",
      "  rfi-archiver fetch                          the full-text mirror and rfi.fr",
      "  rfi-archiver -q fetch                       the same, for cron",
      "  rfi-archiver fetch 中国 --print text         a section, to read",
      "  rfi-archiver fetch ./saved.xml --since 7d   a file, the last week alone",
      ""
    },
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RfiArchiver program;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private CleaningOptions cleaning = new CleaningOptions();

  @Parameters(
      paramLabel = "FEED",
      description =
          "An http(s) address, - for standard input, a file, or a built-in name: rfi, feedx, sample,"
              + " or a section such as 中国. Without any: those of the configuration, else feedx and"
              + " rfi.")
  private List<String> feeds = new ArrayList<>();

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      description = "Print the articles instead of paths: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format format;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Fetch and print, but write nothing at all.")
  private boolean dryRun;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only entries from then on: " + Period.FORMS + ".")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many new articles, the newest first.")
  private @Nullable Integer limit;

  @Option(
      names = "--no-pages",
      negatable = false,
      description = "Fetch no pages: entries with a summary alone stay unknown.")
  private boolean noPages;

  @Option(names = "--refresh", description = "Fetch the pages of known articles again.")
  private boolean refresh;

  @Option(
      names = "--force",
      description = "Fetch everything again, whatever validators and waiting times say.")
  private boolean force;

  @Override
  public Integer call()
      throws UsageException, ArchiveException, DamagedStateException, InterruptedException {
    RfiArchiver parent = Objects.requireNonNull(program);
    Console console = parent.console();
    Archive archive = parent.archive();
    List<FeedSource> sources =
        new FeedNames(parent.surroundings().in()).sources(feeds.isEmpty() ? parent.feeds() : feeds);
    ArticleCleaner cleaner = cleaning.cleaner();
    Fetcher fetcher = network.fetcher(parent);
    FetchOptions options = options(parent);
    FetchReport report;
    try (ArchiveWriter writer = dryRun ? null : ArchiveWriter.open(archive);
        RunListener listener = new RunListener(console, Optional.ofNullable(format), false)) {
      FetchJob job =
          new FetchJob(
              archive,
              Optional.ofNullable(writer),
              fetcher,
              cleaner,
              options,
              listener,
              parent.surroundings().clock());
      report = job.run(sources, feeds.isEmpty());
    }
    console.notice("fetch", summary(report));
    return exitCode(report).status();
  }

  private FetchOptions options(RfiArchiver parent) throws UsageException {
    if (limit != null && limit < 0) {
      throw new UsageException("--limit", limit + " is below zero");
    }
    return new FetchOptions(
        Dates.start("--since", since, parent.surroundings().clock().instant()),
        limit == null ? OptionalInt.empty() : OptionalInt.of(limit),
        !noPages,
        refresh,
        force,
        network.parallel());
  }

  private String summary(FetchReport report) {
    return report.added()
        + (dryRun ? " would be new, " : " new, ")
        + report.revised()
        + " revised, "
        + report.known()
        + " known"
        + (report.pending() > 0 ? ", " + report.pending() + " pending" : "")
        + (report.summaries() > 0 ? ", " + report.summaries() + " summaries left aside" : "");
  }

  private static ExitCode exitCode(FetchReport report) {
    if (report.feedsRead() == 0 && report.feedsFailed() > 0) {
      return ExitCode.NO_FEED;
    }
    return report.failures() > 0 ? ExitCode.FAILED : ExitCode.OK;
  }
}
