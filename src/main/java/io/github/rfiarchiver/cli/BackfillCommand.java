package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveLock;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.RawSink;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.cli.output.CompletenessTable;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.PrivateAddresses;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.run.BackfillReport;
import io.github.rfiarchiver.run.BackfillRun;
import io.github.rfiarchiver.run.BackfillTask;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Span;
import io.github.rfiarchiver.state.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backfill}: fetches the articles of a span that the site lists and the archive lacks. */
@Command(
    header =
        """
        Fetches the articles of a span that the site lists and the archive lacks.

          rfi-archiver backfill --since 30d --dry-run             report what is missing
          rfi-archiver backfill --since 2025-01 --until 2025-07   fetch it
          rfi-archiver backfill --since 30d --from wayback        where the site refuses

        It fetches one page at a time, 12 a minute. Stop it at any time: the same
        command continues. Exit status 1: something is missing or unknown.
        """)
final class BackfillCommand extends NetworkCommand {
  static final int RATE = 12;

  static final String TOMORROW = "tomorrow";

  @Mixin private final RateOption rate = new RateOption();
  @Mixin private final SiteOption site = new SiteOption();

  @Option(
      names = "--since",
      required = true,
      paramLabel = "DATE",
      description = "The first day: " + DateRange.FORMS + ".")
  private String since = "";

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "The day after the last one (default: " + TOMORROW + ").")
  private @Nullable String until;

  @Option(
      names = "--from",
      split = ",",
      paramLabel = "SOURCE",
      description =
          "site, wayback (captures of what the site refuses or has lost), or both (default).")
  private List<Source> from = List.of(Source.values());

  @Option(
      names = "--wayback",
      paramLabel = "URL",
      description = "The Wayback Machine (default: ${DEFAULT-VALUE}).")
  private String wayback = "https://web.archive.org";

  @Option(
      names = "--edition",
      paramLabel = "EDITION",
      description = "cn (simplified characters) or tw (traditional characters); default: cn.")
  private String edition = "cn";

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print the missing URLs, and a table with a line a day; fetch no page.")
  private boolean dryRun;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "With --dry-run: text (default), or json: the table, one object a day.")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--restart",
      description = "Forget the answers of earlier calls: request every missing page again.")
  private boolean restart;

  /** A source of articles. */
  enum Source {
    SITE,
    WAYBACK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  @SuppressWarnings("try") // the watchdog watches until it is closed
  public Integer call() throws ArchiverException, InterruptedException {
    if (isGiven("--format") && format == ReportFormat.JSON && !dryRun) {
      throw new UsageException("--format", "json needs --dry-run");
    }
    Archive archive = program.archive();
    BackfillScope wanted = wanted();
    RateLimit limit = rate.limit(program, RATE);
    Deadline deadline = deadline(null);
    Contexts contexts = contexts(archive, deadline, limit, true);
    BatchSaver saver = batchSaver(archive, deadline);
    RawSink raw = dryRun ? null : raw(saver);
    try (ArchiveLock alone = dryRun ? null : saver.alone();
        Watchdog watchdog = Watchdog.over(deadline, console());
        RunListener listener =
            new RunListener(console(), dryRun ? null : "backfill", null, false)) {
      BackfillTask task =
          new BackfillTask(
              wanted, from.contains(Source.SITE), waybackFor(wanted.site()), saver, limit);
      BackfillRun run = new BackfillRun(contexts.of(listener, raw), task);
      return ExitStatus.of(dryRun ? !isComplete(run) : isFailure(run)).status();
    }
  }

  private BackfillScope wanted() throws UsageException {
    edition = edition.toLowerCase(Locale.ROOT);
    if (!edition.equals("cn") && !edition.equals("tw")) {
      throw new UsageException("--edition", edition + " is neither cn nor tw");
    }
    ZoneId zone = clock().getZone();
    LocalDate here = LocalDate.now(clock());
    LocalDate atTheSite = LocalDate.ofInstant(clock().instant(), PrintedDate.ZONE);
    LocalDate tomorrow = (here.isAfter(atTheSite) ? here : atTheSite).plusDays(1);
    Instant start = Objects.requireNonNull(program.parsed("--since", since, DateRange::start));
    LocalDate first = LocalDate.ofInstant(start, zone);
    LocalDate end =
        Optional.ofNullable(program.parsed("--until", until, DateRange::start))
            // a part of a day counts as the day
            .map(date -> LocalDate.ofInstant(date.minusNanos(1), zone).plusDays(1))
            .filter(day -> day.isBefore(tomorrow))
            .orElse(tomorrow);
    if (!first.isBefore(end)) {
      throw new UsageException(
          "--since", since + " is not before the end of the span (--until, else tomorrow)");
    }
    return new BackfillScope(site.site(), edition, new Span(first, end));
  }

  /** Its URL; null if it is not asked, as a public one for a site that only this network knows. */
  private @Nullable String waybackFor(ArticleUrl asked) throws UsageException {
    ArticleUrl server = FeedNames.url("--wayback", wayback);
    boolean isLocal =
        PrivateAddresses.isPrivate(asked.host()) && !PrivateAddresses.isPrivate(server.host());
    return from.contains(Source.WAYBACK) && !(from.contains(Source.SITE) && isLocal)
        ? server.toString()
        : null;
  }

  private boolean isComplete(BackfillRun run) throws ArchiveException, InterruptedException {
    BackfillRun.Checked checked = run.check();
    if (format == ReportFormat.JSON) {
      console().print(CompletenessTable.json(checked.completeness()));
    } else {
      checked.missing().forEach(url -> console().print(url + "\n"));
      console().table(CompletenessTable.of(checked.completeness()));
    }
    try {
      run.store(checked.completeness());
    } catch (ArchiveException e) {
      console().notice(e.subject(), e.reason() + "; the report is not stored");
    }
    return checked.completeness().isComplete();
  }

  private boolean isFailure(BackfillRun run) throws ArchiveException, InterruptedException {
    BackfillReport report = run.run(restart);
    int missing = report.completeness().count(Standing.MISSING);
    int unknown = report.completeness().unknown();
    String saved = report.added() + " new, " + report.revised() + " revised, ";
    String days = unknown > 0 ? ", " + Count.of(unknown, "day", "days") + " unknown" : "";
    console().notice("backfill", saved + missing + " missing" + days);
    if (report.failure() != null) {
      throw report.failure();
    }
    run.store(report.completeness());
    return report.isFailure();
  }
}
