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
 * Keeps the requests to each host apart, redirects and retries included: they are sent one at a
 * time, each so long after the answer to the one before. Safe to share among threads.
 */
public final class RateLimit {
  /** Every request may begin at once. */
  public static final RateLimit NONE =
      new RateLimit(Duration.ZERO, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), pause -> {});

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
   * A limit of so many requests a minute to each host.
   *
   * @param requests 1 or more
   */
  public static RateLimit perMinute(int requests, Clock clock, Sleeper sleeper) {
    return new RateLimit(Duration.ofMinutes(1).dividedBy(requests), clock, sleeper);
  }

  /** How long so many requests to one host take at least. */
  public Duration timeOf(int requests) {
    return interval.multipliedBy(requests);
  }

  /** Waits until a request to a host may begin, which is {@linkplain #end ended} later. */
  synchronized void begin(String host) throws InterruptedException {
    if (interval.isZero()) {
      return;
    }
    while (!inFlight.add(host)) {
      wait();
    }
    Instant before = last.get(host);
    if (before != null) {
      Duration since = Duration.between(before, clock.instant());
      // A clock that jumps back makes no pause longer.
      Duration rest = since.isNegative() ? interval : interval.minus(since);
      if (!rest.isNegative() && !rest.isZero()) {
        sleeper.sleep(rest);
      }
    }
  }

  /** Takes note that a request to a host was answered, or failed. */
  synchronized void end(String host) {
    if (inFlight.remove(host)) {
      last.put(host, clock.instant());
      notifyAll();
    }
  }
}
