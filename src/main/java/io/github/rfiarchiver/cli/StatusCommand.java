package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.fetch.FeedState;
import io.github.rfiarchiver.fetch.RunState;
import io.github.rfiarchiver.reading.Format;
import io.github.rfiarchiver.reading.Statistics;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code status}: the archive and its feeds at a glance. */
@Command(
    name = "status",
    header = {
      "Shows the archive at a glance, and how its feeds fare.",
      "",
      "  rfi-archiver status",
      "  rfi-archiver status --format json | jq .articles",
      "",
      "The exit status is 1 where a feed has failed three runs in a row.",
      ""
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  /** From how many failed runs in a row on a feed is in trouble. */
  static final int TOO_MANY_FAILURES = 3;

  @ParentCommand private @Nullable RfiArchiver program;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), or json: one object.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws UsageException, MissingArchiveException, ArchiveException {
    RfiArchiver parent = Objects.requireNonNull(program);
    Console console = parent.console();
    if (format != Format.TEXT && format != Format.JSON) {
      throw new UsageException("--format", "the status is text or json");
    }
    Archive archive = parent.existingArchive();
    Instant now = parent.surroundings().clock().instant();
    Statistics statistics = Statistics.of(archive);
    List<FeedState> feeds = new RunState(archive).feeds();
    if (format == Format.JSON) {
      console.print(StatusJson.of(archive, statistics, feeds, now) + "\n");
    } else {
      console.print(new StatusReport(console, now).of(archive, statistics, feeds));
    }
    boolean trouble = feeds.stream().anyMatch(feed -> feed.failures() >= TOO_MANY_FAILURES);
    return (trouble ? ExitCode.FAILED : ExitCode.OK).status();
  }
}
