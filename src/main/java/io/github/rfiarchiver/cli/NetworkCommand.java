package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.LockWait;
import io.github.rfiarchiver.archive.RawSink;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.cli.Configuration.Setting;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpFetcher;
import io.github.rfiarchiver.http.HttpLimits;
import io.github.rfiarchiver.http.Proxies;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.http.RetryingFetcher;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.run.RunContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that fetches documents, with the options of all of them. */
abstract class NetworkCommand extends Subcommand {
  static final String MAX_TIMES = "30m for fetch, none for add and backfill";

  /** A day, in seconds. */
  private static final int LONGEST_TIMEOUT = 86_400;

  /** In MiB: an array of bytes has room for twice as many. */
  private static final int LARGEST_SIZE = 1024;

  @Mixin private final PageOptions cleaning = new PageOptions();

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "http:// or socks5:// proxy (default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).")
  private @Nullable String proxy;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The longest time of one whole request (default: ${DEFAULT-VALUE}).")
  private int timeout = 30;

  @Option(
      names = "--max-size",
      paramLabel = "MIB",
      description = "The largest size of a document, decompressed (default: ${DEFAULT-VALUE}).")
  private int maxSize = 64;

  @Option(
      names = "--max-time",
      paramLabel = "DURATION",
      description =
          "The longest time of a run, such as 90m or 36h; the next run does the rest"
              + (" (default: " + MAX_TIMES + ")."))
  private @Nullable String maxTime;

  @Option(
      names = "--user-agent",
      paramLabel = "TEXT",
      description = "The User-Agent header (default: ${DEFAULT-VALUE}).")
  private String userAgent = Version.software();

  @Option(
      names = "--raw",
      description = "Keep raw captures: what servers sent, as WARC files in DIR/raw.")
  boolean raw;

  /** Makes the context of a run, once it is known who listens and where raw captures go. */
  interface Contexts {
    /**
     * The context of a run.
     *
     * @param raw null to keep no raw captures
     */
    RunContext of(RunListener listener, @Nullable RawSink raw);
  }

  /**
   * The contexts of a run with these options.
   *
   * @param rate the least time between requests
   * @param isPolite whether a second 429 ends the run
   * @throws UsageException if a number, the proxy or a table of rules is invalid
   */
  Contexts contexts(Archive archive, Deadline deadline, RateLimit rate, boolean isPolite)
      throws UsageException {
    PageExtractor extractor = cleaning.extractor();
    HttpLimits limits =
        new HttpLimits(
            Duration.ofSeconds(within("--timeout", timeout, LONGEST_TIMEOUT)),
            (long) within("--max-size", maxSize, LARGEST_SIZE) << 20);
    Proxies proxies;
    try {
      // Without --proxy the environment wins, but it may name a proxy for one scheme only.
      String set = program.configuration.setting("proxy").map(Setting::value).orElse(null);
      proxies = Proxies.of(proxy, set, program.environment.variables());
    } catch (MalformedException e) {
      throw new UsageException("--proxy", e);
    }
    if (!userAgent.matches("[\\t\\x20-\\x7E]+")) {
      throw new UsageException(
          "--user-agent", "'" + userAgent + "' is not a line of ASCII characters");
    }
    return (listener, sink) -> {
      Fetcher http = new HttpFetcher(limits, proxies, userAgent, clock(), sink, rate);
      Fetcher fetcher =
          new RetryingFetcher(http, program.environment.sleeper(), listener, isPolite);
      return new RunContext(archive, fetcher, extractor, listener, clock(), deadline);
    };
  }

  /**
   * Where raw captures go; null if none are kept.
   *
   * @param writer null for a dry run, which keeps none
   */
  @Nullable RawSink raw(@Nullable ArchiveWriter writer) throws UsageException {
    return raw && writer != null
        ? writer.keepRaw(Version.software(), cleaning.digest(), clock())
        : null;
  }

  /** The same, for a run that holds the archive only while it saves. */
  @Nullable RawSink raw(BatchSaver saver) throws UsageException {
    return raw ? saver.keepRaw(Version.software(), cleaning.digest()) : null;
  }

  /** Saves in an archive batch by batch, and waits while another run holds it. */
  BatchSaver batchSaver(Archive archive, Deadline deadline) {
    return new BatchSaver(archive, () -> lockWait(archive, deadline.remaining(), ""), clock());
  }

  /**
   * Waits while another run holds an archive.
   *
   * @param limit the longest time in words, after a comma; or an empty string
   */
  LockWait lockWait(Archive archive, Duration atMost, String limit) {
    String what = "another run holds the archive; waiting for it" + limit;
    return new LockWait(
        atMost,
        program.environment.sleeper(),
        () -> console().notice(archive.root().toString(), what));
  }

  /**
   * The deadline of a run that begins now.
   *
   * @param otherwise the default; null for no limit
   * @throws UsageException if the value is not a duration
   */
  Deadline deadline(@Nullable Duration otherwise) throws UsageException {
    Duration given = program.parsed("--max-time", maxTime, DateRange::duration);
    Duration time = given == null ? otherwise : given;
    return time == null ? Deadline.NONE : new Deadline(time);
  }

  /** A number from 1 to {@code most}. */
  static int within(String option, int value, int most) throws UsageException {
    if (value < 1 || value > most) {
      String range = most == Integer.MAX_VALUE ? "at least 1" : "from 1 to " + most;
      throw new UsageException(option, "must be " + range + ", not " + value);
    }
    return value;
  }
}
