package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.LockWait;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.cli.Options.Arguments;
import io.github.rfiarchiver.cli.Options.Flag;
import io.github.rfiarchiver.cli.Options.Value;
import io.github.rfiarchiver.fetch.Deadline;
import io.github.rfiarchiver.fetch.FeedSource;
import io.github.rfiarchiver.fetch.FetchJob;
import io.github.rfiarchiver.fetch.FetchOptions;
import io.github.rfiarchiver.fetch.FetchReport;
import io.github.rfiarchiver.reading.Format;
import io.github.rfiarchiver.reading.Period;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code fetch}: feeds into the archive. */
final class FetchCommand extends ArchiverCommand {
  private static final Duration LONGEST_LOCK_WAIT = Duration.ofMinutes(1);
  private static final Duration MAX_TIME = Duration.ofMinutes(30);

  private final NetworkOptions network = new NetworkOptions(options);
  private final CleaningOptions cleaning = new CleaningOptions(options);

  private final Arguments feeds =
      options.arguments(
          0,
          "FEED",
          "An http(s) address, - for standard input, a file, or a built-in name: rfi, feedx, sample,"
              + " or a section such as 中国. Without any: those of the configuration, else feedx and"
              + " rfi.");

  private final Value<Format> format =
      options.value(
          "--print",
          Format.class,
          "FORMAT",
          "Print the articles instead of paths: ${COMPLETION-CANDIDATES}.");

  private final Flag dryRun =
      options.flag("-n, --dry-run", "Fetch and print, but write nothing at all.");

  private final Value<String> since =
      options.value(
          "--since", String.class, "DATE", "Only entries from then on: " + Period.FORMS + ".");

  private final Value<Integer> limit =
      options.value(
          "--limit", Integer.class, "N", "At most so many new articles, the newest first.");

  private final Flag noPages =
      options.flag("--no-pages", "Fetch no pages: entries with a summary alone stay unknown.");

  private final Flag refresh =
      options.flag("--refresh", "Fetch the pages of known articles again.");

  private final Flag force =
      options.flag("--force", "Fetch everything again, whatever validators and waiting times say.");

  FetchCommand(RfiArchiver program) {
    super(
        program,
        "fetch",
        "Archives what feeds list; prints the paths of new files.",
        "",
        "  rfi-archiver fetch                          the full-text mirror and rfi.fr",
        "  rfi-archiver -q fetch                       the same, for cron",
        "  rfi-archiver fetch 中国 --print text         a section, to read",
        "  rfi-archiver fetch ./saved.xml --since 7d   a file, the last week alone",
        "");
  }

  @Override
  @SuppressWarnings("try") // the watchdog watches until it is closed
  public Integer call() throws UsageException, ArchiveException, InterruptedException {
    Console console = program.console();
    Archive archive = program.archive();
    List<String> named = feeds.get();
    List<FeedSource> sources =
        new FeedNames(program.surroundings().in())
            .sources(named.isEmpty() ? program.feeds() : named);
    ArticleCleaner cleaner = cleaning.cleaner();
    FetchOptions wanted = wanted();
    FetchReport report;
    Deadline deadline = network.deadline(Optional.of(MAX_TIME));
    try (Watchdog watchdog = Watchdog.over(deadline, console);
        ArchiveWriter writer = dryRun.isSet() ? null : lockWait(archive).open(archive);
        RunListener listener = new RunListener(console, format.get(), false)) {
      FetchJob job =
          new FetchJob(
              archive,
              Optional.ofNullable(writer),
              network.fetcher(program),
              cleaner,
              wanted,
              listener,
              program.surroundings().clock(),
              deadline);
      try {
        report = job.run(sources, named.isEmpty());
      } catch (ArchiveException e) {
        if (job.report().added() + job.report().revised() > 0) {
          console.notice("fetch", summary(job.report()));
        }
        throw e;
      }
    }
    console.notice("fetch", summary(report));
    return exitCode(report).status();
  }

  /** A nightly run does not fail because another one is about to end. */
  private LockWait lockWait(Archive archive) {
    return new LockWait(
        LONGEST_LOCK_WAIT,
        program.surroundings().sleeper(),
        () ->
            program
                .console()
                .notice(
                    archive.root().toString(),
                    "another run holds the archive; waiting for it, a minute at the most"));
  }

  private FetchOptions wanted() throws UsageException {
    Optional<Integer> most = limit.get();
    if (most.isPresent() && most.get() < 0) {
      throw new UsageException("--limit", most.get() + " is below zero");
    }
    return new FetchOptions(
        Dates.start("--since", since.get(), program.surroundings().clock().instant()),
        most.map(OptionalInt::of).orElse(OptionalInt.empty()),
        !noPages.isSet(),
        refresh.isSet(),
        force.isSet(),
        network.parallel());
  }

  private String summary(FetchReport report) {
    return report.added()
        + (dryRun.isSet() ? " would be new, " : " new, ")
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
