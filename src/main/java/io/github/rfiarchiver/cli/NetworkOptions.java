package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpFetcher;
import io.github.rfiarchiver.http.HttpLimits;
import io.github.rfiarchiver.http.Proxies;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.http.RetryingFetcher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How documents are fetched. */
final class NetworkOptions {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([smhd])");

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "http:// or socks5:// proxy (default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).")
  private @Nullable String proxy;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The time one whole request may take (default: ${DEFAULT-VALUE}).")
  private int timeout = 30;

  @Option(
      names = "--max-size",
      paramLabel = "MIB",
      description = "The size a document may have, unpacked (default: ${DEFAULT-VALUE}).")
  private int maxSize = 64;

  @Option(
      names = "--max-time",
      paramLabel = "DURATION",
      description =
          "The time a run may take, such as 90m or 36h; the rest is left to the next run"
              + " (default: 30m for fetch, none for add and backfill).")
  private @Nullable String maxTime;

  @Option(
      names = "--user-agent",
      paramLabel = "TEXT",
      description = "The User-Agent header (default: the program's name and version).")
  private @Nullable String userAgent;

  /**
   * The end of the run's time, which begins now.
   *
   * @param otherwise the time of a run for which none is given; null for any time
   * @throws UsageException where what is given is no duration
   */
  Deadline deadline(@Nullable Duration otherwise) throws UsageException {
    Duration time = maxTime == null ? otherwise : duration(maxTime);
    return time == null ? Deadline.NONE : Deadline.in(time);
  }

  private static Duration duration(String given) throws UsageException {
    Matcher form = DURATION.matcher(given);
    int number = form.matches() ? Integer.parseInt(form.group(1)) : 0;
    if (number == 0) {
      throw new UsageException(
          "--max-time", given + " is no duration; write a number and s, m, h or d, such as 90m");
    }
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * A fetcher that is made when it is first used: a run that fetches nothing loads no HTTP client.
   *
   * @throws UsageException where a number or the proxy's address cannot be used
   */
  Fetcher fetcher(RfiArchiver program) throws UsageException {
    return fetcher(program, RateLimit.NONE, http -> http);
  }

  /**
   * The same, for a long run.
   *
   * @param rate how far requests are apart
   * @param within made of what sends single requests, below the retries
   */
  Fetcher fetcher(RfiArchiver program, RateLimit rate, UnaryOperator<Fetcher> within)
      throws UsageException {
    HttpLimits limits =
        new HttpLimits(
            Duration.ofSeconds(atLeastOne("--timeout", timeout)),
            (long) atLeastOne("--max-size", maxSize) << 20);
    Proxies proxies;
    try {
      proxies = Proxies.of(Optional.ofNullable(proxy), program.environment().variables());
    } catch (MalformedException e) {
      throw new UsageException("--proxy", e);
    }
    String agent = userAgent == null ? "rfi-archiver/" + Version.number() : userAgent;
    if (!agent.matches("[\\t\\x20-\\x7E]+")) {
      throw new UsageException("--user-agent", agent + ": holds more than ASCII");
    }
    return Fetcher.lazily(
        () ->
            new RetryingFetcher(
                within.apply(
                    new HttpFetcher(limits, proxies, agent, program.environment().clock(), rate)),
                program.environment().sleeper(),
                (host, why) -> program.console().failure(host, why)));
  }

  static int atLeastOne(String option, int value) throws UsageException {
    if (value < 1) {
      throw new UsageException(option, "must be at least 1, not " + value);
    }
    return value;
  }
}
