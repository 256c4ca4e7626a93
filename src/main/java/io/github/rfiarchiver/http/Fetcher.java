package io.github.rfiarchiver.http;

import io.github.rfiarchiver.MalformedException;
import java.util.concurrent.Semaphore;

/** Fetches documents over HTTP. Safe to share among threads, except a polite RetryingFetcher. */
public interface Fetcher {
  /**
   * Fetches one document.
   *
   * @return the document, or the failure: no exception is thrown for a failure
   * @throws InterruptedException where the thread is interrupted
   */
  HttpResult fetch(HttpRequest request) throws InterruptedException;

  /** Parses a document, or something that holds one; throws if it cannot be used. */
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
}
