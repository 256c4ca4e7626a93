package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.ExtractedPage;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.feed.CharsetDetector;
import io.github.rfiarchiver.feed.DecodedText;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.MemoryBudget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches pages and extracts their articles. Thread-safe. */
final class PageSource {
  private final Fetcher fetcher;
  private final PageExtractor extractor;
  private final MemoryBudget memory = MemoryBudget.ofHeap();

  PageSource(Fetcher fetcher, PageExtractor extractor) {
    this.fetcher = fetcher;
    this.extractor = extractor;
  }

  /** The result of fetching a page. */
  sealed interface Result {}

  /**
   * The page, whole.
   *
   * @param url its URL, after redirects
   * @param notice what was guessed or damaged in its characters; null for nothing
   */
  record Found(ExtractedPage.Whole page, ArticleUrl url, @Nullable String notice)
      implements Result {}

  /**
   * No article.
   *
   * @param instead the result of the entry whose page it is
   */
  record Missing(EntryResult instead) implements Result {}

  /**
   * Fetches a page and extracts its article.
   *
   * @param headline the expected headline; null if it is unknown
   */
  Result fetch(HttpRequest request, @Nullable String headline) throws InterruptedException {
    HttpResult outcome = fetcher.fetch(request);
    if (outcome instanceof HttpResult.Failure failure) {
      return new Missing(EntryResult.of(failure));
    }
    if (!(outcome instanceof HttpResult.Document document)) {
      return missing("answered 304 to an unconditional request");
    }
    try (document) {
      Optional<String> refusal = memory.refusal(document.bytes());
      if (refusal.isPresent()) {
        return missing(refusal.get());
      }
      MemoryBudget.Reservation room = memory.reservePage(document.bytes());
      try {
        return extract(document, headline);
      } finally {
        room.close();
      }
    }
  }

  private Result extract(HttpResult.Document document, @Nullable String headline) {
    DecodedText html = CharsetDetector.decode(document.bytes(), document.charset());
    try {
      ArticleUrl url = ArticleUrl.of(document.url());
      ExtractedPage page = extractor.read(html.text(), url, headline);
      if (page instanceof ExtractedPage.Whole whole) {
        return new Found(whole, url, html.notice());
      }
      return new Missing(
          page instanceof ExtractedPage.Empty empty
              ? new EntryResult.NoArticle(EntryResult.Kind.EMPTY, empty.reason())
              : new EntryResult.NoArticle(
                  EntryResult.Kind.NOT_EXTRACTED,
                  ((ExtractedPage.Unusable) page).reason()
                      + (html.notice() == null ? "" : "; " + html.notice())));
    } catch (MalformedException e) {
      return missing(e.reason());
    }
  }

  private static Missing missing(String reason) {
    return new Missing(EntryResult.NoArticle.because(reason));
  }
}
