package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.Sleeper;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Obeys 429: the first one without Retry-After pauses everything for a minute, the second ends the
 * run. Not thread-safe.
 */
public final class PoliteFetcher implements Fetcher {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Fetcher fetcher;
  private final Sleeper sleeper;
  private final BiConsumer<String, String> ended;
  private int refusals;

  /**
   * @param ended called with the URL whose answer ends the run, and the reason
   */
  public PoliteFetcher(Fetcher fetcher, Sleeper sleeper, BiConsumer<String, String> ended) {
    this.fetcher = fetcher;
    this.sleeper = sleeper;
    this.ended = ended;
  }

  @Override
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    while (refusals < 2) {
      HttpResult result = fetcher.fetch(request);
      if (!(result instanceof HttpResult.Failure failure)
          || failure.status() != 429
          || failure.retryAfter() != null) {
        return result;
      }
      refusals++;
      if (refusals == 1) {
        sleeper.sleep(PAUSE);
      } else {
        ended.accept(
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
