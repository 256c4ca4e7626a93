package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.render.JsonLine;
import io.github.rfiarchiver.cli.output.StatusJson;
import io.github.rfiarchiver.cli.output.StatusReport;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.query.RawStatistics;
import io.github.rfiarchiver.query.Statistics;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.RunState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: shows the archive and its feeds at a glance. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Shows the archive and its feeds at a glance.",
      "",
      "  rfi-archiver status",
      "  rfi-archiver status --format json | jq .articles",
      "  rfi-archiver -q status --max-age 36h >/dev/null     is the timer alive?",
      "",
      "Exit status 1: a feed has failed in three runs in a row, or --max-age is over.",
      ""
    })
final class StatusCommand implements Callable<Integer> {
  private final RfiArchiver program;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or json: one object.")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      description = "Say it, and exit 1, if no fetch has read a feed for so long: 36h, 7d.")
  private @Nullable String maxAge;

  StatusCommand(RfiArchiver program) {
    this.program = program;
  }

  @Override
  public Integer call() throws UsageException, ArchiveException {
    Terminal console = program.console();
    Optional<Instant> since = since();
    Archive archive = program.existingArchive();
    Instant now = program.environment().clock().instant();
    Statistics statistics =
        Statistics.of(archive, format == ReportFormat.JSON ? ZoneOffset.UTC : console.zone());
    RawStatistics raw = RawStatistics.of(archive);
    RunState state = new RunState(archive);
    CompletenessReport completeness = state.completeness().orElse(null);
    int listed = state.listedAlone(now);
    List<FeedState> feeds = state.feeds().stream().map(feed -> feed.asOf(now)).toList();
    if (format == ReportFormat.JSON) {
      JsonObject json = StatusJson.of(archive, statistics, raw, feeds, completeness, listed, now);
      console.print(JsonLine.of(json) + "\n");
    } else {
      console.print(
          new StatusReport(console, now).of(archive, statistics, raw, feeds, completeness, listed));
    }
    boolean trouble =
        feeds.stream().anyMatch(feed -> feed.failures() >= StatusReport.TOO_MANY_FAILURES);
    boolean isDead = since.isPresent() && isDead(feeds, since.get());
    return ExitStatus.of(trouble || isDead).status();
  }

  private Optional<Instant> since() throws UsageException {
    if (maxAge != null && DateRange.looksLikeOne(maxAge)) {
      throw new UsageException("--max-age", maxAge + " is a date; write a duration such as 36h");
    }
    return Dates.start("--max-age", maxAge, program.environment().clock());
  }

  /** Whether no run has read a feed since then; reports it. */
  private boolean isDead(List<FeedState> feeds, Instant since) {
    Optional<Instant> last =
        feeds.stream()
            .flatMap(feed -> Stream.ofNullable(feed.lastSuccess()))
            .max(Comparator.naturalOrder());
    if (last.filter(success -> !success.isBefore(since)).isPresent()) {
      return false;
    }
    Terminal console = program.console();
    console.failure(
        "status",
        "no run has succeeded since "
            + console.moment(since)
            + " (--max-age "
            + maxAge
            + "), the last one "
            + last.map(success -> "at " + console.moment(success)).orElse("never")
            + "; see systemctl --user list-timers, or crontab -l");
    return true;
  }
}
