package io.github.rfiarchiver.http;

import io.github.rfiarchiver.MalformedException;
import java.util.concurrent.Semaphore;
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

  /** Parses a document, or something that holds one; throws if it cannot be used. */
  @FunctionalInterface
  interface Parser<D, T> {
    T parse(D document) throws MalformedException;
  }

  /**
   * Fetches and parses one document.
   *
   * @throws MalformedException if there is no document, or the parser refuses it
   */
  default <T> T read(HttpRequest request, Parser<byte[], T> parser)
      throws MalformedException, InterruptedException {
    HttpResult result = fetch(request);
    if (!(result instanceof HttpResult.Document document)) {
      throw new MalformedException(request.url(), ((HttpResult.Failure) result).reason());
    }
    try (document) {
      return parser.parse(document.bytes());
    }
  }

  /** This fetcher, limited to so many documents at a time, in the order in which they are asked. */
  default Fetcher atMost(int parallel) {
    Semaphore free = new Semaphore(parallel, true);
    return request -> {
      free.acquire();
      try {
        return fetch(request);
      } finally {
        free.release();
      }
    };
  }

  /** Cancels the requests in flight, which then fail. */
  default void cancel() {}

  /** A fetcher that is created when it fetches the first document. */
  static Fetcher lazily(Supplier<Fetcher> supplier) {
    return new Fetcher() {
      private @Nullable Fetcher made;

      @Override
      public HttpResult fetch(HttpRequest request) throws InterruptedException {
        return made().fetch(request);
      }

      private synchronized Fetcher made() {
        Fetcher fetcher = made == null ? supplier.get() : made;
        made = fetcher;
        return fetcher;
      }

      @Override
      public synchronized void cancel() {
        if (made != null) {
          made.cancel();
        }
      }
    };
  }
}
