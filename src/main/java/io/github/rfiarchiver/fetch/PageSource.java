package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Page;
import io.github.rfiarchiver.article.PageReader;
import io.github.rfiarchiver.feed.StrictDecoder;
import java.time.Duration;
import java.util.Optional;

/** Fetches pages and reads the articles off them. Safe to share among threads. */
final class PageSource {
  private final Fetcher fetcher;
  private final PageReader reader;
  private final MemoryBudget memory;

  PageSource(Fetcher fetcher, PageReader reader) {
    this(fetcher, reader, MemoryBudget.ofHeap());
  }

  PageSource(Fetcher fetcher, PageReader reader, MemoryBudget memory) {
    this.fetcher = fetcher;
    this.reader = reader;
    this.memory = memory;
  }

  /** What came of asking for a page. */
  sealed interface Result {}

  /** The page, whole, and the address where it was found. */
  record Found(Page.Whole page, Address address) implements Result {}

  /** The page was not fetched: the time of the run is over. */
  record OutOfTime(String reason) implements Result {}

  /**
   * No article to be had.
   *
   * @param gone whether the answer was 404 or 410
   * @param left whether it was not asked for, since its host was left for this run
   * @param retryAfter how long the server wants not to be asked again, where that is too long to
   *     wait
   */
  record Missing(String reason, boolean gone, boolean left, Optional<Duration> retryAfter)
      implements Result {
    Missing(String reason) {
      this(reason, false, false, Optional.empty());
    }
  }

  Outcome fetch(Request request) throws InterruptedException {
    return fetcher.fetch(request);
  }

  /** Reads what was fetched. */
  Result read(Outcome outcome) {
    if (outcome instanceof Outcome.Failure failure) {
      if (failure.kind() == Outcome.Kind.OUT_OF_TIME) {
        return new OutOfTime(failure.reason());
      }
      return new Missing(
          failure.reason(),
          failure.kind() == Outcome.Kind.GONE,
          failure.kind() == Outcome.Kind.HOST_LEFT,
          failure.retryAfter().filter(wait -> wait.compareTo(PoliteFetcher.LONGEST_WAIT) > 0));
    }
    if (!(outcome instanceof Outcome.Document document)) {
      return new Missing("answered 304 to an unconditional request");
    }
    try (document) {
      Optional<String> refusal = memory.refusal(document.bytes());
      if (refusal.isPresent()) {
        return new Missing(refusal.get());
      }
      MemoryBudget.Reservation room = memory.reservePage(document.bytes());
      try {
        return parse(document);
      } finally {
        room.close();
      }
    }
  }

  private Result parse(Outcome.Document document) {
    Optional<String> html = StrictDecoder.decode(document.bytes(), document.charset());
    if (html.isEmpty()) {
      return new Missing("is in no encoding that fits");
    }
    try {
      Address address = Address.of(document.address());
      Page page = reader.read(html.get(), address);
      return page instanceof Page.Whole whole
          ? new Found(whole, address)
          : new Missing(((Page.Unusable) page).reason());
    } catch (MalformedException e) {
      return new Missing(String.valueOf(e.getMessage()));
    }
  }
}
