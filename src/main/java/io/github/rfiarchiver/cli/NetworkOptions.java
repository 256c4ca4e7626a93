package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.fetch.Fetcher;
import io.github.rfiarchiver.fetch.HttpFetcher;
import io.github.rfiarchiver.fetch.HttpLimits;
import io.github.rfiarchiver.fetch.PoliteFetcher;
import io.github.rfiarchiver.fetch.Proxies;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How documents are fetched. */
final class NetworkOptions {
  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "http:// or socks5:// proxy (default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).")
  private @Nullable String proxy;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "The time one whole request may take (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many pages are asked for at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--max-size",
      paramLabel = "MIB",
      defaultValue = "64",
      description = "The size a document may have, unpacked (default: ${DEFAULT-VALUE}).")
  private int maxSize;

  @Option(
      names = "--user-agent",
      paramLabel = "TEXT",
      description = "The User-Agent header (default: the program's name and version).")
  private @Nullable String userAgent;

  int parallel() throws UsageException {
    return atLeastOne("--parallel", parallel);
  }

  /**
   * A fetcher that is made when it is first used: a run that fetches nothing loads no HTTP client.
   *
   * @throws UsageException where a number or the proxy's address cannot be used
   */
  Fetcher fetcher(RfiArchiver program) throws UsageException {
    HttpLimits limits =
        new HttpLimits(
            Duration.ofSeconds(atLeastOne("--timeout", timeout)),
            (long) atLeastOne("--max-size", maxSize) << 20);
    Proxies proxies;
    try {
      proxies = Proxies.of(Optional.ofNullable(proxy), program.surroundings().environment());
    } catch (IllegalArgumentException e) {
      String[] message = String.valueOf(e.getMessage()).split(": ", 2);
      throw new UsageException(message[0], message[1]);
    }
    if (userAgent != null && !userAgent.matches("[\\t\\x20-\\x7E]+")) {
      throw new UsageException("--user-agent", userAgent + ": holds more than ASCII");
    }
    String agent = userAgent == null ? "rfi-archiver/" + Version.number() : userAgent;
    return Fetcher.lazily(
        () ->
            new PoliteFetcher(
                new HttpFetcher(limits, proxies, agent, program.surroundings().clock()),
                pause -> Thread.sleep(pause.toMillis()),
                (host, why) ->
                    program
                        .console()
                        .failure(
                            host,
                            "left for this run after three refusals or failures in a row: it "
                                + why)));
  }

  private static int atLeastOne(String option, int value) throws UsageException {
    if (value < 1) {
      throw new UsageException(option, value + " is not a number from 1 on");
    }
    return value;
  }
}
