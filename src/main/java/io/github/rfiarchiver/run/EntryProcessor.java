package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.ExtractedPage;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns candidates into articles: from the content of the entry, else from its page. Thread-safe.
 */
final class EntryProcessor {
  private final ArticleCleaner cleaner;
  private final PageSource pages;
  private final boolean withPages;
  private final Clock clock;
  private final @Nullable Instant captured;

  /**
   * @param withPages whether pages are fetched; else summary entries are skipped
   * @param clock the date of an article without one
   * @param captured the time of what is processed, by which a revision is named; null for now
   */
  EntryProcessor(
      PageExtractor extractor,
      Fetcher fetcher,
      boolean withPages,
      Clock clock,
      @Nullable Instant captured) {
    this.captured = captured;
    this.cleaner = extractor.cleaner();
    this.pages = new PageSource(fetcher, extractor);
    this.withPages = withPages;
    this.clock = clock;
  }

  /** Processes one candidate. A failure is its result, and costs no other candidate. */
  EntryResult process(CandidateEntry entry) throws InterruptedException {
    try {
      String body = carried(entry);
      return !body.isEmpty()
          ? extracted(
              entry, entry.url(), entry.headline(), entry.dateOr(clock.instant()), body, null)
          : withPages ? fromPage(entry) : new EntryResult.SummaryOnly();
    } catch (MalformedException e) {
      return EntryResult.NoArticle.because(e.reason());
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
      return content == null ? "" : cleaner.clean(content.html(), content.base());
    } catch (MalformedException e) {
      if (withPages) {
        return ""; // its page may be simpler
      }
      throw e;
    }
  }

  private EntryResult fromPage(CandidateEntry entry)
      throws MalformedException, InterruptedException {
    String url = entry.url().toString();
    FeedSource source = entry.source();
    PageSource.Result result =
        pages.fetch(
            source == null
                ? HttpRequest.namedPage(url)
                : HttpRequest.page(url, source.host().orElse("")),
            entry.headline().isEmpty() ? null : entry.headline());
    if (!(result instanceof PageSource.Found found)) {
      return ((PageSource.Missing) result).instead();
    }
    ExtractedPage.Whole page = found.page();
    // The feed's URL, date and headline win over the page's.
    ArticleUrl own = source == null ? canonical(found) : entry.url();
    Instant published =
        entry.published() != null
            ? entry.published()
            : page.published() != null
                ? page.published()
                : entry.dateOr(own.dayStart().orElse(clock.instant()));
    String headline = entry.headline().isEmpty() ? page.headline() : entry.headline();
    return extracted(entry, own, headline, published, page.body(), found.notice());
  }

  private EntryResult extracted(
      CandidateEntry entry,
      ArticleUrl url,
      String headline,
      Instant published,
      String body,
      @Nullable String notice)
      throws MalformedException {
    boolean isComplete = entry.author() == null && entry.audio().isEmpty();
    String whole = isComplete ? body : cleaner.complete(body, entry.author(), entry.audio());
    Article article = new Article(headline, url, published, whole);
    if (ArticleFile.isTooLarge(article)) {
      return EntryResult.NoArticle.because(ArticleFile.TOO_LARGE);
    }
    List<Instant> dates = new ArrayList<>(entry.dates());
    dates.add(published);
    url.dayStart().ifPresent(dates::add);
    return new EntryResult.Extracted(new NewArticle(article, dates, captured), notice);
  }

  /**
   * The URL of an article that the user names: the canonical URL of its page, if that is on the
   * host of the page, since a page has no authority over another site; else the URL of the page.
   */
  private static ArticleUrl canonical(PageSource.Found found) {
    ArticleUrl canonical = found.page().canonical();
    return canonical != null && canonical.host().equals(found.url().host())
        ? canonical
        : found.url();
  }
}
