package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.LockWait;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.query.Format;
import io.github.rfiarchiver.run.FetchOptions;
import io.github.rfiarchiver.run.FetchReport;
import io.github.rfiarchiver.run.FetchRun;
import io.github.rfiarchiver.run.RunContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fetch}: archives the entries of feeds. */
@Command(
    header =
        """
        Archives the entries of feeds; prints the paths of new files.

          rfi-archiver fetch                          the full-text mirror and rfi.fr
          rfi-archiver -q fetch                       the same, for cron
          rfi-archiver fetch 中国 --print text         a section, printed as text
          rfi-archiver fetch ./saved.xml --since 7d   a file, the last week only
        """)
final class FetchCommand extends NetworkCommand {
  /** A nightly run does not fail because another one is about to end. */
  private static final Duration LONGEST_LOCK_WAIT = Duration.ofMinutes(1);

  private static final Duration MAX_TIME = Duration.ofMinutes(30);

  @Mixin private final ParallelOption parallel = new ParallelOption();
  @Mixin private final SiteOption site = new SiteOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "FEED",
      description =
          "An http(s) URL, - for standard input, a file, or a built-in name: rfi, feedx, sample,"
              + " or a section such as 中国. Default: those of the configuration, else feedx and"
              + " rfi.")
  private final List<String> feeds = new ArrayList<>();

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      description = "Print the articles instead of paths: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format format;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Fetch and print, but write nothing.")
  private boolean dryRun;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only entries from this date on: " + DateRange.FORMS + ".")
  private @Nullable String since;

  @Option(
      names = {"-L", "--limit"},
      paramLabel = "N",
      description = "Save at most N new articles, the newest ones, besides pending ones.")
  private @Nullable Integer limit;

  @Option(names = "--no-pages", description = "Fetch no pages: summary entries are not archived.")
  private boolean noPages;

  @Option(names = "--refresh", description = "Fetch the pages of known articles again.")
  private boolean refresh;

  @Option(
      names = "--force",
      description =
          "Fetch everything again: ignore validators and waiting times, and retry given-up entries.")
  private boolean force;

  @Option(
      names = "--no-sitemap",
      description = "Do not read the news list of the site beside its feeds.")
  private boolean noSitemap;

  @Override
  @SuppressWarnings("try") // the watchdog watches until it is closed
  public Integer call() throws ArchiverException, InterruptedException {
    Archive archive = program.archive();
    FeedNames names = new FeedNames(console()::input);
    List<FeedSource> sources = sources(names);
    FetchOptions wanted = wanted();
    Deadline deadline = deadline(MAX_TIME);
    Contexts contexts = contexts(archive, deadline, RateLimit.NONE, false);
    FetchReport report;
    LockWait wait = lockWait(archive, LONGEST_LOCK_WAIT, ", at most a minute");
    try (Watchdog watchdog = Watchdog.over(deadline, console());
        ArchiveWriter writer = dryRun ? null : wait.open(archive);
        RunListener listener = new RunListener(console(), dryRun ? null : "fetch", format, false)) {
      RunContext context = contexts.of(listener, raw(writer));
      ArticleStore store = new ArticleStore(archive, writer, clock());
      report = new FetchRun(context, store, writer, names, wanted).run(sources, feeds.isEmpty());
    }
    if (report.failure() == null || report.added() + report.revised() > 0) {
      console().notice("fetch", summary(report));
    }
    if (report.failure() != null) {
      throw report.failure();
    }
    boolean isUnread = report.feedsRead() == 0 && report.feedsFailed() > 0;
    return (isUnread ? ExitStatus.NO_FEED : ExitStatus.of(report.failures() > 0)).status();
  }

  private List<FeedSource> sources(FeedNames names) throws UsageException {
    if (!feeds.isEmpty()) {
      return names.sources(feeds);
    }
    try {
      return names.sources(program.configuration.feeds());
    } catch (UsageException e) {
      throw program.configuration.locatedFeeds(e);
    }
  }

  private FetchOptions wanted() throws UsageException {
    if (limit != null && limit < 0) {
      throw new UsageException("--limit", limit + " is below zero");
    }
    return new FetchOptions(
        program.parsed("--since", since, DateRange::start),
        limit,
        !noPages,
        refresh,
        force,
        parallel.parallel(),
        noSitemap || noPages ? null : site.site());
  }

  private String summary(FetchReport report) {
    String added = report.added() + (dryRun ? " would be new, " : " new, ");
    return added
        + (report.revised() + " revised, " + report.known() + " known")
        + (report.pending() > 0 ? ", " + report.pending() + " pending" : "")
        + (report.summaries() > 0 ? ", " + report.summaries() + " summaries skipped" : "");
  }
}
