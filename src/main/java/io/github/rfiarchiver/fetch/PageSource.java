package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Page;
import io.github.rfiarchiver.article.PageReader;
import io.github.rfiarchiver.feed.CharsetDetector;
import java.util.Optional;

/** Fetches pages and extracts their articles. Safe to share among threads. */
final class PageSource {
  private final Fetcher fetcher;
  private final PageReader reader;
  private final MemoryBudget memory = MemoryBudget.ofHeap();

  PageSource(Fetcher fetcher, PageReader reader) {
    this.fetcher = fetcher;
    this.reader = reader;
  }

  /** The result of fetching a page. */
  sealed interface Result {}

  /** The page, whole, and the URL where it was found, after redirects. */
  record Found(Page.Whole page, Address url) implements Result {}

  /**
   * There is no article.
   *
   * @param instead the result of the entry whose page it is
   */
  record Missing(EntryResult instead) implements Result {}

  /** Fetches a page and extracts its article. */
  Result fetch(Request request) throws InterruptedException {
    Outcome outcome = fetcher.fetch(request);
    if (outcome instanceof Outcome.Failure failure) {
      return new Missing(EntryResult.of(failure));
    }
    if (!(outcome instanceof Outcome.Document document)) {
      return missing("answered 304 to an unconditional request");
    }
    try (document) {
      Optional<String> refusal = memory.refusal(document.bytes());
      if (refusal.isPresent()) {
        return missing(refusal.get());
      }
      MemoryBudget.Reservation room = memory.reservePage(document.bytes());
      try {
        return extract(document);
      } finally {
        room.close();
      }
    }
  }

  private Result extract(Outcome.Document document) {
    String html = CharsetDetector.decode(document.bytes(), document.charset().orElse(null)).text();
    try {
      Address url = Address.of(document.address());
      Page page = reader.read(html, url);
      return page instanceof Page.Whole whole
          ? new Found(whole, url)
          : missing(((Page.Unusable) page).reason());
    } catch (MalformedException e) {
      return missing(e.reason());
    }
  }

  private static Missing missing(String reason) {
    return new Missing(EntryResult.NoArticle.because(reason));
  }
}
