package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.ExtractedPage;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.feed.CharsetDetector;
import io.github.rfiarchiver.feed.DecodedText;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.MemoryBudget;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns candidates into articles: from the content of the entry, else from its page. Thread-safe.
 *
 * @param withPages whether pages are fetched; else summary entries are skipped
 * @param clock the date of an article without one
 * @param captured the time of what is processed, by which a revision is named; null for now
 */
record EntryProcessor(
    PageExtractor extractor,
    Fetcher fetcher,
    boolean withPages,
    Clock clock,
    @Nullable Instant captured) {
  /** A processor of what is fetched now. */
  static EntryProcessor now(RunContext run, Fetcher fetcher, boolean withPages) {
    return new EntryProcessor(run.extractor(), fetcher, withPages, run.clock(), null);
  }

  /**
   * A processor of what was captured, as if it were that time.
   *
   * @param page the capture of a page; null for the texts of a feed
   */
  static EntryProcessor then(Instant captured, PageExtractor extractor, @Nullable HttpResult page) {
    Fetcher capture = request -> Objects.requireNonNull(page);
    Clock clock = Clock.fixed(captured, ZoneOffset.UTC);
    return new EntryProcessor(extractor, capture, page != null, clock, captured);
  }

  /** Processes one candidate. A failure is its result, and costs no other candidate. */
  EntryResult process(CandidateEntry entry) throws InterruptedException {
    try {
      String body = carried(entry);
      return !body.isEmpty()
          ? extracted(
              entry,
              new Article(entry.headline(), entry.url(), entry.dateOr(clock.instant()), body),
              List.of())
          : withPages ? fromPage(entry) : new EntryResult.SummaryOnly();
    } catch (MalformedException e) {
      return new EntryResult.NoArticle(EntryResult.Kind.FAILED, e.reason());
    } catch (RuntimeException | StackOverflowError e) {
      return EntryResult.NoArticle.because(e);
    }
  }

  /**
   * The article of a full-text entry; empty for a summary entry.
   *
   * @throws MalformedException if it cannot be cleaned, and there is no page to fetch in its place
   */
  private String carried(CandidateEntry entry) throws MalformedException {
    CandidateEntry.Content content = entry.content();
    try {
      return content == null ? "" : extractor.cleaner().clean(content.html(), content.base());
    } catch (MalformedException e) {
      if (withPages) {
        return ""; // its page may be simpler
      }
      throw e;
    }
  }

  private EntryResult fromPage(CandidateEntry entry)
      throws MalformedException, InterruptedException {
    HttpResult result = fetcher.fetch(entry.request());
    if (result instanceof HttpResult.Failure failure) {
      return EntryResult.of(failure);
    }
    try (HttpResult.Document document = (HttpResult.Document) result) {
      Optional<String> refusal = MemoryBudget.HEAP.refusal(document.bytes());
      if (refusal.isPresent()) {
        return new EntryResult.NoArticle(EntryResult.Kind.FAILED, refusal.get());
      }
      MemoryBudget.Reservation room = MemoryBudget.HEAP.reservePage(document.bytes());
      try (room) {
        return extracted(entry, document);
      }
    }
  }

  private EntryResult extracted(CandidateEntry entry, HttpResult.Document document)
      throws MalformedException {
    DecodedText html = CharsetDetector.decode(document.bytes(), document.charset());
    ArticleUrl at = ArticleUrl.of(document.url());
    String expected = entry.headline().isEmpty() ? null : entry.headline();
    ExtractedPage page = extractor.read(html.text(), at, expected);
    if (page instanceof ExtractedPage.Empty empty) {
      return new EntryResult.NoArticle(EntryResult.Kind.EMPTY, empty.reason());
    }
    if (page instanceof ExtractedPage.Unusable unusable) {
      String guessed = html.notice() == null ? "" : "; " + html.notice();
      return new EntryResult.NoArticle(EntryResult.Kind.NOT_EXTRACTED, unusable.reason() + guessed);
    }
    ExtractedPage.Whole whole = (ExtractedPage.Whole) page;
    // The feed's URL, date and headline win over the page's.
    ArticleUrl own = entry.source() == null ? canonical(whole, at) : entry.url();
    Instant published =
        entry.published() != null
            ? entry.published()
            : whole.published() != null
                ? whole.published()
                : entry.dateOr(own.dayStart().orElse(clock.instant()));
    String headline = expected == null ? whole.headline() : expected;
    List<String> notices =
        Stream.of(html.notice(), whole.notice()).filter(Objects::nonNull).toList();
    return extracted(entry, new Article(headline, own, published, whole.body()), notices);
  }

  private EntryResult extracted(CandidateEntry entry, Article found, List<String> notices)
      throws MalformedException {
    Article article = found;
    if (entry.author() != null || !entry.audio().isEmpty()) {
      String body = extractor.cleaner().complete(found.body(), entry.author(), entry.audio());
      article = new Article(found.headline(), found.url(), found.published(), body);
    }
    if (ArticleFile.isTooLarge(article)) {
      return new EntryResult.NoArticle(EntryResult.Kind.FAILED, ArticleFile.TOO_LARGE);
    }
    List<Instant> dates = new ArrayList<>(entry.dates());
    dates.add(article.published());
    return new EntryResult.Extracted(
        new NewArticle(article, dates, captured, Provenance.of(entry)), notices);
  }

  /**
   * The URL of an article that the user names: the canonical URL of its page, if that is on the
   * host of the page or both are of rfi.fr, since a page has no authority over another site; else
   * the URL of the page.
   */
  private static ArticleUrl canonical(ExtractedPage.Whole page, ArticleUrl at) {
    ArticleUrl own = page.canonical() == null ? at : page.canonical();
    boolean isOfRfi = ArticleUrl.isRfi(at.host()) && ArticleUrl.isRfi(own.host());
    return isOfRfi || own.host().equals(at.host()) ? own : at;
  }
}
