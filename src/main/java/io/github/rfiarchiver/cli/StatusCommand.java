package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.cli.Options.Setting;
import io.github.rfiarchiver.fetch.FeedState;
import io.github.rfiarchiver.fetch.RunState;
import io.github.rfiarchiver.reading.Format;
import io.github.rfiarchiver.reading.Statistics;
import java.time.Instant;
import java.util.List;

/** {@code status}: the archive and its feeds at a glance. */
final class StatusCommand extends ArchiverCommand {
  /** From how many failed runs in a row on a feed is in trouble. */
  static final int TOO_MANY_FAILURES = 3;

  private final Setting<Format> format =
      options.setting(
          "--format", Format.class, "text", "FORMAT", "text (default), or json: one object.");

  StatusCommand(RfiArchiver program) {
    super(
        program,
        "status",
        "Shows the archive at a glance, and how its feeds fare.",
        "",
        "  rfi-archiver status",
        "  rfi-archiver status --format json | jq .articles",
        "",
        "The exit status is 1 where a feed has failed three runs in a row.",
        "");
  }

  @Override
  public Integer call() throws UsageException, ArchiveException {
    Console console = program.console();
    Format form = format.get();
    if (form != Format.TEXT && form != Format.JSON) {
      throw new UsageException("--format", "the status is text or json");
    }
    Archive archive = program.existingArchive();
    Instant now = program.surroundings().clock().instant();
    Statistics statistics = Statistics.of(archive);
    List<FeedState> feeds =
        new RunState(archive).feeds().stream().map(feed -> feed.asOf(now)).toList();
    if (form == Format.JSON) {
      console.print(StatusJson.of(archive, statistics, feeds, now) + "\n");
    } else {
      console.print(new StatusReport(console, now).of(archive, statistics, feeds));
    }
    boolean trouble = feeds.stream().anyMatch(feed -> feed.failures() >= TOO_MANY_FAILURES);
    return (trouble ? ExitCode.FAILED : ExitCode.OK).status();
  }
}
