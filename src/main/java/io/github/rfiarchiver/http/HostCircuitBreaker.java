package io.github.rfiarchiver.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Skips a host for the rest of a run once three requests in a row have failed, the retries of each
 * included, or once it asks for a longer pause than a run waits. Safe to share among threads: of
 * requests in parallel, the order in which they end counts.
 */
final class HostCircuitBreaker {
  private static final int FAILURES = 3;

  private static final Set<HttpResult.Kind> COUNTED =
      Set.of(
          HttpResult.Kind.CONNECTION,
          HttpResult.Kind.UNKNOWN_HOST,
          HttpResult.Kind.TIMEOUT,
          HttpResult.Kind.INSECURE,
          HttpResult.Kind.REFUSED,
          HttpResult.Kind.SERVER);

  private final RequestListener listener;
  private final Map<String, Integer> failures = new HashMap<>();

  /**
   * @param listener is told once of each host that is skipped, with the reason as a clause
   */
  HostCircuitBreaker(RequestListener listener) {
    this.listener = listener;
  }

  /** Whether no more requests may be sent to a host in this run. */
  synchronized boolean isOpen(String host) {
    return failures.getOrDefault(host, 0) >= FAILURES;
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
    if (failures.merge(host, waitsTooLong ? FAILURES : 1, Integer::sum) >= FAILURES) {
      listener.skipped(
          host,
          "skipped for the rest of this run: "
              + (waitsTooLong ? "" : "three requests in a row failed; the last one: ")
              + failure.reason());
    }
  }
}
