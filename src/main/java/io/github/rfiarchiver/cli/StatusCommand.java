package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.cli.output.ArchiveStatus;
import io.github.rfiarchiver.cli.output.StatusText;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.state.FeedState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: shows the archive and its feeds at a glance. */
@Command(
    header =
        """
        Shows the archive and its feeds at a glance.

          rfi-archiver status
          rfi-archiver status --format json | jq .articles
          rfi-archiver -q status --max-age 36h >/dev/null     is the timer alive?

        Exit status 1: a feed has failed in three runs in a row, or --max-age is exceeded.
        """)
final class StatusCommand extends Subcommand {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or json: one object.")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      description = "Report it, and exit 1, if no fetch has read a feed for this long: 36h, 7d.")
  private @Nullable String maxAge;

  @Override
  public Integer call() throws ArchiverException {
    Instant now = clock().instant();
    Duration age = program.parsed("--max-age", maxAge, DateRange::duration);
    Instant since = age == null ? Instant.MIN : now.minus(age);
    Archive archive = program.archiveToPrint();
    boolean isJson = format == ReportFormat.JSON;
    ArchiveStatus status =
        ArchiveStatus.of(archive, now, isJson ? ZoneOffset.UTC : console().zone());
    if (isJson) {
      console().print(JsonRenderer.line(status.json()) + "\n");
    } else {
      console().print(StatusText.of(status, console()));
    }
    boolean trouble =
        status.feeds().stream().anyMatch(feed -> feed.failures() >= FeedState.TOO_MANY_FAILURES);
    boolean isDead =
        maxAge != null
            && status.feeds().stream()
                .flatMap(feed -> Stream.ofNullable(feed.lastSuccess()))
                .allMatch(success -> success.isBefore(since));
    if (isDead) {
      String what = "no run has read a feed from a server since " + PublishedDate.text(since);
      console().failure("status", what + "; see systemctl --user list-timers, or crontab -l");
    }
    return ExitStatus.of(trouble || isDead).status();
  }
}
