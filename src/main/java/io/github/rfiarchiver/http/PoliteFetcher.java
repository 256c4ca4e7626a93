package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.Sleeper;
import java.time.Duration;

/**
 * Obeys 429: the first one without Retry-After pauses everything for a minute, the second ends the
 * run; of the Wayback Machine also those with a Retry-After of a minute or less. Not thread-safe.
 */
public final class PoliteFetcher implements Fetcher {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Fetcher fetcher;
  private final Sleeper sleeper;
  private final RequestListener listener;
  private int refusals;

  /**
   * @param listener is told the URL whose answer ends the run, and the reason
   */
  public PoliteFetcher(Fetcher fetcher, Sleeper sleeper, RequestListener listener) {
    this.fetcher = fetcher;
    this.sleeper = sleeper;
    this.listener = listener;
  }

  @Override
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    while (refusals < 2) {
      HttpResult result = fetcher.fetch(request);
      if (!(result instanceof HttpResult.Failure failure)
          || failure.status() != 429
          || (request.kind().isWayback()
              ? failure.longWait().isPresent()
              : failure.retryAfter() != null)) {
        return result;
      }
      refusals++;
      if (refusals == 1) {
        listener.explains(request.url(), failure.reason() + "; all requests pause for a minute");
        sleeper.sleep(PAUSE);
      } else {
        listener.skipped(
            request.url(), "answered 429 Too Many Requests for the second time; the run ends");
      }
    }
    return new HttpResult.Failure(
        HttpResult.Kind.HOST_SKIPPED, "not fetched: a second 429 ended the run");
  }

  @Override
  public void cancel() {
    fetcher.cancel();
  }
}
