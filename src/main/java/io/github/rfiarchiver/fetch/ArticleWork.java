package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.Kept;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.MalformedAddressException;
import io.github.rfiarchiver.article.PageReader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes articles of candidates and keeps them. One thread a processor cleans; others wait for
 * pages, so that the next page is asked for while the last one is cleaned; others wait for the
 * disk, which forces many files in little more than the time of one: as many as are in hand.
 */
final class ArticleWork implements AutoCloseable {
  private final Accession accession;
  private final ArticleCleaner cleaner;
  private final PageSource pages;
  private final Clock clock;
  private final boolean withPages;
  private final ExecutorService cleaners =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final ExecutorService writers = Executors.newCachedThreadPool();
  private final ExecutorService fetchers;

  ArticleWork(
      Accession accession,
      ArticleCleaner cleaner,
      Fetcher fetcher,
      FetchOptions options,
      Clock clock) {
    this.accession = accession;
    this.cleaner = cleaner;
    this.pages = new PageSource(fetcher, new PageReader(cleaner));
    this.clock = clock;
    this.withPages = options.pages();
    this.fetchers = Executors.newFixedThreadPool(options.parallel());
  }

  /** What became of a candidate. */
  sealed interface Dealt {}

  /** It is in the archive. */
  record Stored(Kept kept) implements Dealt {}

  /** Its page could not be had. */
  record WithoutPage(PageSource.Missing missing) implements Dealt {}

  /** It is a summary, and no pages are wanted. */
  record Summary() implements Dealt {}

  /**
   * Begins to clean the article that a candidate carries, so that it is ready when it is wanted.
   */
  void prepare(Candidate candidate) {
    candidate.article().ifPresent(article -> article.clean(cleaner, cleaners));
  }

  /**
   * Deals with a candidate: with the article that its entry carries, else with its page.
   *
   * @return ends with a {@link CompletionException} around an {@link ArchiveException} where the
   *     archive fails, or around an {@link InterruptedException}
   */
  CompletableFuture<Dealt> start(Candidate candidate) {
    if (candidate.article().isEmpty()) {
      return startPage(candidate);
    }
    prepare(candidate);
    return candidate
        .article()
        .get()
        .cleaned()
        .thenComposeAsync(
            body ->
                body.isEmpty()
                    ? startPage(candidate)
                    : CompletableFuture.completedFuture(fromEntry(candidate, body)),
            writers);
  }

  @Override
  public void close() {
    fetchers.shutdownNow();
    cleaners.shutdownNow();
    writers.shutdownNow();
  }

  private CompletableFuture<Dealt> startPage(Candidate candidate) {
    if (!withPages) {
      return CompletableFuture.completedFuture(new Summary());
    }
    return CompletableFuture.supplyAsync(() -> fetchPage(candidate), fetchers)
        .thenApplyAsync(pages::read, cleaners)
        .thenApplyAsync(result -> fromPage(candidate, result), writers);
  }

  private Dealt fromEntry(Candidate candidate, String body) {
    return keep(candidate, candidate.headline(), candidate.dateWithoutPage(clock.instant()), body);
  }

  private Outcome fetchPage(Candidate candidate) {
    try {
      return pages.fetch(Request.page(candidate.address().toString(), host(candidate.feed())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private Dealt fromPage(Candidate candidate, PageSource.Result result) {
    if (!(result instanceof PageSource.Found found)) {
      return new WithoutPage((PageSource.Missing) result);
    }
    // The feed's date and headline win over the page's.
    String headline =
        candidate.headline().isEmpty() ? found.page().headline() : candidate.headline();
    Instant date =
        candidate
            .published()
            .or(() -> found.page().published())
            .orElseGet(() -> candidate.dateWithoutPage(clock.instant()));
    return keep(candidate, headline, date, found.page().body());
  }

  private Dealt keep(Candidate candidate, String headline, Instant date, String body) {
    List<Instant> dates = new ArrayList<>(candidate.dates());
    if (!dates.isEmpty()) {
      dates.add(date); // an entry that shows no date is sought in all months
    }
    try {
      return new Stored(
          accession.keep(new Article(headline, candidate.address(), date, body), dates));
    } catch (ArchiveException e) {
      throw new CompletionException(e);
    }
  }

  private static String host(String feed) {
    try {
      return Address.of(feed).host();
    } catch (MalformedAddressException e) {
      return ""; // a feed at hand has no host of its own
    }
  }
}
