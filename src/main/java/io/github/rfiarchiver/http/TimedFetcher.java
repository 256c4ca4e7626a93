package io.github.rfiarchiver.http;

import java.util.HashSet;
import java.util.Set;

/**
 * Fetches until a deadline. Then it cancels the requests in flight, and sends no others. Safe to
 * share among threads.
 */
public final class TimedFetcher implements Fetcher {
  /** The result of a request that is not sent, or not answered, before the deadline. */
  public static final HttpResult.Failure OUT_OF_TIME =
      new HttpResult.Failure(
          HttpResult.Kind.OUT_OF_TIME, "not fetched: the time of the run (--max-time) is over");

  private final Fetcher fetcher;
  private final Deadline deadline;
  private final Set<Thread> fetching = new HashSet<>();

  public TimedFetcher(Fetcher fetcher, Deadline deadline) {
    this.fetcher = fetcher;
    this.deadline = deadline;
    if (deadline != Deadline.NONE) {
      Thread watcher = new Thread(this::watch, "max-time");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  @Override
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    if (!begin()) {
      return OUT_OF_TIME;
    }
    HttpResult outcome;
    try {
      outcome = fetcher.fetch(request);
    } catch (InterruptedException e) {
      if (!deadline.isOver()) {
        throw e;
      }
      outcome = OUT_OF_TIME;
    } finally {
      end();
    }
    return outcome instanceof HttpResult.Failure && deadline.isOver() ? OUT_OF_TIME : outcome;
  }

  private synchronized boolean begin() {
    if (deadline.isOver()) {
      return false;
    }
    fetching.add(Thread.currentThread());
    return true;
  }

  private synchronized void end() {
    fetching.remove(Thread.currentThread());
    if (deadline.isOver()) {
      Thread.interrupted(); // clears an interrupt by the watcher, which interrupts no more
    }
  }

  private void watch() {
    try {
      do {
        // At the end every 100 ms: a request may have been between two steps.
        Thread.sleep(deadline.remaining().toMillis() + 100);
      } while (!deadline.isOver() || cancelRequests());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean cancelRequests() {
    fetching.forEach(Thread::interrupt);
    fetcher.cancel();
    return !fetching.isEmpty();
  }
}
