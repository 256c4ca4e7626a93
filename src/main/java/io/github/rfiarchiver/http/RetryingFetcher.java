package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.article.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request up to three times where a retry may help, after a growing pause or the server's
 * Retry-After, and skips hosts that keep failing.
 */
public final class RetryingFetcher implements Fetcher {
  private static final int TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Set<Integer> RETRIED = Set.of(408, 429, 500, 502, 503, 504);

  /** The longest Retry-After that is waited for; after a longer one, a request is not retried. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** The pause after the first 429 of a polite run. */
  private static final Duration POLITE_PAUSE = Duration.ofMinutes(1);

  private final Fetcher fetcher;
  private final Sleeper sleeper;
  private final RequestListener listener;
  private final boolean isPolite;
  private int refusals;
  private final HostCircuitBreaker breaker = new HostCircuitBreaker();

  /**
   * @param isPolite whether a 429 without Retry-After, and one of the Wayback Machine with one of a
   *     minute or less, pauses everything for a minute, and the second of these ends the run. Such
   *     a fetcher is not thread-safe.
   */
  public RetryingFetcher(
      Fetcher fetcher, Sleeper sleeper, RequestListener listener, boolean isPolite) {
    this.fetcher = fetcher;
    this.sleeper = sleeper;
    this.listener = listener;
    this.isPolite = isPolite;
  }

  @Override
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    String host = host(request.url());
    if (breaker.isOpen(host)) {
      String why = "not fetched: " + host + " is skipped in this run";
      Duration pause = breaker.pause(host);
      return new HttpResult.Failure(HttpResult.Kind.HOST_SKIPPED, 0, why, pause, null);
    }
    listener.waits(host);
    try {
      HttpResult outcome = tried(request, host);
      explain(request.url(), outcome);
      return outcome;
    } finally {
      listener.resumes();
    }
  }

  private HttpResult tried(HttpRequest request, String host) throws InterruptedException {
    HttpResult outcome = sent(request);
    for (int tries = 1; tries < TRIES && mayBeRetried(host, outcome); tries++) {
      HttpResult.Failure failure = (HttpResult.Failure) outcome;
      Duration pause = pause(failure, tries);
      listener.explain(
          request.url(), failure.reason() + "; retried in " + pause.toMillis() + " ms");
      sleeper.sleep(pause);
      if (breaker.isOpen(host)) {
        break; // parallel requests have failed meanwhile
      }
      outcome = sent(request);
    }
    breaker.record(host, outcome);
    return outcome;
  }

  /** Sends a request, and again where the server refuses it for the first time in a polite run. */
  private HttpResult sent(HttpRequest request) throws InterruptedException {
    while (refusals < 2) {
      HttpResult result = fetcher.fetch(request);
      if (!isPolite
          || !(result instanceof HttpResult.Failure failure)
          || failure.status() != 429
          || (request.kind().isWayback()
              ? failure.longWait().isPresent()
              : failure.retryAfter() != null)) {
        return result;
      }
      refusals++;
      if (refusals == 1) {
        listener.explain(request.url(), failure.reason() + "; all requests pause for a minute");
        sleeper.sleep(POLITE_PAUSE);
      } else {
        String what = "answered 429 Too Many Requests for the second time; the run ends";
        listener.failure(request.url(), what, null);
      }
    }
    return new HttpResult.Failure(
        HttpResult.Kind.HOST_SKIPPED, "not fetched: a second 429 ended the run");
  }

  private void explain(String url, HttpResult outcome) {
    if (outcome instanceof HttpResult.Document document) {
      boolean isHere = document.url().equals(String.valueOf(HttpUrl.parse(url)));
      String where = isHere ? "" : "redirected to " + document.url() + ", which ";
      String size = Count.of(document.bytes().length, "byte", "bytes");
      listener.explain(url, where + "answered 200, " + size);
    } else if (outcome instanceof HttpResult.Unchanged) {
      listener.explain(url, "answered 304: has not changed");
    }
  }

  @Override
  public void cancel() {
    fetcher.cancel();
  }

  /** Whether a server asks for a longer pause than a run waits. */
  static boolean isTooLong(Duration pause) {
    return pause.compareTo(LONGEST_WAIT) > 0;
  }

  private boolean mayBeRetried(String host, HttpResult outcome) {
    return outcome instanceof HttpResult.Failure failure
        && (failure.kind() == HttpResult.Kind.CONNECTION || RETRIED.contains(failure.status()))
        && failure.longWait().isEmpty()
        && !breaker.isOpen(host);
  }

  /** The server's Retry-After, else 1 s, 2 s, … and up to half as much again (jitter). */
  private static Duration pause(HttpResult.Failure failure, int tries) {
    Duration growing = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
    Duration jitter =
        Duration.ofMillis(ThreadLocalRandom.current().nextLong(growing.toMillis() / 2));
    return Objects.requireNonNullElse(failure.retryAfter(), growing.plus(jitter));
  }

  private static String host(String url) {
    return Optional.ofNullable(HttpUrl.parse(url)).map(HttpUrl::host).orElse(url);
  }

  /**
   * Skips a host for the rest of a run once three requests in a row have failed, the retries of
   * each included, or once it asks for a longer pause than a run waits. Safe to share among
   * threads: of requests in parallel, the order in which they end counts.
   */
  private final class HostCircuitBreaker {
    private static final int FAILURES = 3;

    private static final Set<HttpResult.Kind> COUNTED =
        Set.of(
            HttpResult.Kind.CONNECTION,
            HttpResult.Kind.UNKNOWN_HOST,
            HttpResult.Kind.TIMEOUT,
            HttpResult.Kind.INSECURE,
            HttpResult.Kind.REFUSED,
            HttpResult.Kind.SERVER);

    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Duration> pauses = new HashMap<>();

    /** Whether no more requests may be sent to a host in this run. */
    synchronized boolean isOpen(String host) {
      return failures.getOrDefault(host, 0) >= FAILURES;
    }

    /** The pause for which a host is skipped; null where it asks for none. */
    synchronized @Nullable Duration pause(String host) {
      return pauses.get(host);
    }

    /** Counts the result of a request, after its last retry. */
    synchronized void record(String host, HttpResult outcome) {
      HttpResult.Failure failure = outcome instanceof HttpResult.Failure f ? f : null;
      if (isOpen(host) || (failure != null && failure.kind() == HttpResult.Kind.NOT_SENT)) {
        return; // the request was sent before it opened, or the host was not involved
      }
      if (failure == null || !COUNTED.contains(failure.kind())) {
        failures.remove(host);
        return;
      }
      boolean waitsTooLong = failure.longWait().isPresent();
      failure.longWait().ifPresent(pause -> pauses.put(host, pause));
      if (failures.merge(host, waitsTooLong ? FAILURES : 1, Integer::sum) >= FAILURES) {
        String why = waitsTooLong ? "" : "three requests in a row failed; the last one: ";
        String what = "skipped for the rest of this run: " + why + failure.reason();
        listener.failure(host, what, null);
      }
    }
  }
}
