package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.Options.Setting;
import io.github.rfiarchiver.cli.Options.Value;
import io.github.rfiarchiver.fetch.Deadline;
import io.github.rfiarchiver.fetch.Fetcher;
import io.github.rfiarchiver.fetch.HttpFetcher;
import io.github.rfiarchiver.fetch.HttpLimits;
import io.github.rfiarchiver.fetch.PoliteFetcher;
import io.github.rfiarchiver.fetch.Proxies;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How documents are fetched. */
final class NetworkOptions {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([smhd])");

  private final Value<String> proxy;
  private final Setting<Integer> timeout;
  private final Setting<Integer> parallel;
  private final Setting<Integer> maxSize;
  private final Value<String> maxTime;
  private final Value<String> userAgent;

  NetworkOptions(Options options) {
    proxy =
        options.value(
            "--proxy",
            String.class,
            "URL",
            "http:// or socks5:// proxy (default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).");
    timeout =
        options.setting(
            "--timeout",
            Integer.class,
            "30",
            "SECONDS",
            "The time one whole request may take (default: ${DEFAULT-VALUE}).");
    parallel =
        options.setting(
            "--parallel",
            Integer.class,
            "4",
            "N",
            "How many pages are asked for at a time (default: ${DEFAULT-VALUE}).");
    maxSize =
        options.setting(
            "--max-size",
            Integer.class,
            "64",
            "MIB",
            "The size a document may have, unpacked (default: ${DEFAULT-VALUE}).");
    maxTime =
        options.value(
            "--max-time",
            String.class,
            "DURATION",
            "The time a run may take, such as 90m or 36h; the rest is left to the next run"
                + " (default: 30m for fetch, none for add).");
    userAgent =
        options.value(
            "--user-agent",
            String.class,
            "TEXT",
            "The User-Agent header (default: the program's name and version).");
  }

  /**
   * The end of the run's time, which begins now.
   *
   * @param otherwise the time of a run for which none is given
   * @throws UsageException where what is given is no duration
   */
  Deadline deadline(Optional<Duration> otherwise) throws UsageException {
    Optional<String> given = maxTime.get();
    return (given.isPresent() ? Optional.of(duration(given.get())) : otherwise)
        .map(Deadline::in)
        .orElse(Deadline.NONE);
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

  int parallel() throws UsageException {
    return atLeastOne("--parallel", parallel.get());
  }

  /**
   * A fetcher that is made when it is first used: a run that fetches nothing loads no HTTP client.
   *
   * @throws UsageException where a number or the proxy's address cannot be used
   */
  Fetcher fetcher(RfiArchiver program) throws UsageException {
    HttpLimits limits =
        new HttpLimits(
            Duration.ofSeconds(atLeastOne("--timeout", timeout.get())),
            (long) atLeastOne("--max-size", maxSize.get()) << 20);
    Proxies proxies;
    try {
      proxies = Proxies.of(proxy.get(), program.surroundings().environment());
    } catch (IllegalArgumentException e) {
      String[] message = String.valueOf(e.getMessage()).split(": ", 2);
      throw new UsageException(message[0], message[1]);
    }
    String agent = userAgent.get().orElseGet(() -> "rfi-archiver/" + Version.number());
    if (!agent.matches("[\\t\\x20-\\x7E]+")) {
      throw new UsageException("--user-agent", agent + ": holds more than ASCII");
    }
    return Fetcher.lazily(
        () ->
            new PoliteFetcher(
                new HttpFetcher(limits, proxies, agent, program.surroundings().clock()),
                pause -> Thread.sleep(pause.toMillis()),
                (host, why) -> program.console().failure(host, why)));
  }

  private static int atLeastOne(String option, int value) throws UsageException {
    if (value < 1) {
      throw new UsageException(option, value + " is not a number from 1 on");
    }
    return value;
  }
}
