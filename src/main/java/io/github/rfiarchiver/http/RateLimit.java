package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Limits the rate of requests to each host, redirects and retries included: they are sent one at a
 * time, each after an interval from the answer to the one before. Thread-safe.
 */
public final class RateLimit {
  /** No limit. */
  public static final RateLimit NONE =
      new RateLimit(Duration.ZERO, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), pause -> {});

  /** Whoever sends more to the index of the Wayback Machine is blocked for an hour and longer. */
  private static final Duration INDEX_INTERVAL = Duration.ofMinutes(1).dividedBy(24);

  private final Duration interval;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Map<String, Instant> last = new HashMap<>();
  private final Set<String> inFlight = new HashSet<>();

  private RateLimit(Duration interval, Clock clock, Sleeper sleeper) {
    this.interval = interval;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * A limit of requests a minute to each host.
   *
   * @param requests 1 or more
   */
  public static RateLimit perMinute(int requests, Clock clock, Sleeper sleeper) {
    return new RateLimit(Duration.ofMinutes(1).dividedBy(requests), clock, sleeper);
  }

  /** The least time that a number of requests to one host takes. */
  public Duration timeOf(int requests) {
    return interval.multipliedBy(requests);
  }

  /**
   * Waits until a request to a host may start; {@link #end} follows its answer. To the index of
   * web.archive.org at most 24 a minute are sent.
   */
  void begin(String host, HttpRequest.Kind kind) throws InterruptedException {
    Duration pause = interval.isZero() ? Duration.ZERO : pause(host, kind);
    if (pause.isZero()) {
      return;
    }
    try {
      sleeper.sleep(pause); // without the monitor: requests to other hosts go on
    } catch (InterruptedException e) {
      end(host);
      throw e;
    }
  }

  /** Waits for the answer to the request before, and returns the rest of the interval. */
  private synchronized Duration pause(String host, HttpRequest.Kind kind)
      throws InterruptedException {
    while (!inFlight.add(host)) {
      wait();
    }
    boolean isIndex = kind == HttpRequest.Kind.INDEX && host.equals("web.archive.org");
    Duration least = isIndex && interval.compareTo(INDEX_INTERVAL) < 0 ? INDEX_INTERVAL : interval;
    Instant now = clock.instant();
    Duration since = Duration.between(last.getOrDefault(host, Instant.EPOCH), now);
    // A clock that jumps back does not extend a pause.
    Duration left = since.isNegative() ? least : least.minus(since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Marks the end of a request to a host, answered or failed. */
  synchronized void end(String host) {
    if (inFlight.remove(host)) {
      last.put(host, clock.instant());
      notifyAll();
    }
  }
}
