package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.http.RateLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rate limit of a long run. */
final class RateOption {
  static final String RATES = BackfillCommand.RATE + " for backfill, no limit for add";

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Send at most N requests a minute to each host (default: " + RATES + ").")
  private @Nullable Integer rate;

  /**
   * The limit.
   *
   * @param otherwise the default; 0 for no limit
   */
  RateLimit limit(RfiArchiver program, int otherwise) throws UsageException {
    int requests =
        rate == null ? otherwise : NetworkCommand.within("--rate", rate, Integer.MAX_VALUE);
    Sleeper sleeper =
        pause -> {
          String why =
              " ms, to send at most " + Count.of(requests, "request", "requests") + " a minute";
          program.console.explain("--rate", "waits " + pause.toMillis() + why);
          program.environment.sleeper().sleep(pause);
        };
    return requests == 0
        ? RateLimit.NONE
        : RateLimit.perMinute(requests, program.environment.clock(), sleeper);
  }
}
