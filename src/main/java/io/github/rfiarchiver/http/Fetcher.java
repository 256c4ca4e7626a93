package io.github.rfiarchiver.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fetches documents over HTTP. Safe to share among threads. */
@FunctionalInterface
public interface Fetcher {
  /**
   * Fetches one document.
   *
   * @return the document, or the failure: no exception is thrown for a failure
   * @throws InterruptedException where the thread is interrupted
   */
  HttpResult fetch(HttpRequest request) throws InterruptedException;

  /** Cancels the requests in flight, which then fail. */
  default void cancel() {}

  /** A fetcher that is created when it fetches the first document. */
  static Fetcher lazily(Supplier<Fetcher> supplier) {
    AtomicReference<@Nullable Fetcher> made = new AtomicReference<>();
    return new Fetcher() {
      @Override
      public HttpResult fetch(HttpRequest request) throws InterruptedException {
        Fetcher fetcher;
        synchronized (made) {
          fetcher = made.get();
          if (fetcher == null) {
            fetcher = supplier.get();
            made.set(fetcher);
          }
        }
        return fetcher.fetch(request);
      }

      @Override
      public void cancel() {
        Fetcher fetcher = made.get();
        if (fetcher != null) {
          fetcher.cancel();
        }
      }
    };
  }
}
