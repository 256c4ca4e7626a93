package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.http.RateLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far the requests of a long run are apart. */
final class RateOption {
  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Send at most N requests a minute to each host (default: 12 for backfill, any for add).")
  private @Nullable Integer rate;

  /**
   * The limit.
   *
   * @param otherwise where none is given: 0 for no limit
   */
  RateLimit limit(Environment environment, int otherwise) throws UsageException {
    int requests = rate == null ? otherwise : NetworkOptions.atLeastOne("--rate", rate);
    return requests == 0
        ? RateLimit.NONE
        : RateLimit.perMinute(requests, environment.clock(), environment.sleeper());
  }
}
