package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.Kept;
import io.github.rfiarchiver.archive.Offer;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.ArticleTooComplexException;
import io.github.rfiarchiver.article.PageReader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes articles of candidates and keeps them. One worker a processor cleans; whichever is free
 * first writes what is ready, all of it in one batch, since only what is written is safe, and a
 * batch costs little more than an article. Others wait for pages, so that the next page is asked
 * for while the last one is cleaned.
 */
final class ArticleWork implements AutoCloseable {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** In bytes: enough for the deepest article, little enough for many threads. */
  private static final int STACK = 2 << 20;

  private final Accession accession;
  private final ArticleCleaner cleaner;
  private final PageSource pages;
  private final Clock clock;
  private final boolean withPages;
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          Math.max(1, PROCESSORS - 1),
          PROCESSORS,
          0,
          TimeUnit.SECONDS,
          new WritingFirst(),
          task -> thread("worker", task));
  private final Lock writing = new ReentrantLock();
  private volatile boolean closed;
  private final Queue<Ready> ready = new ConcurrentLinkedQueue<>();
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
    this.fetchers =
        Executors.newFixedThreadPool(options.parallel(), task -> thread("fetcher", task));
  }

  /** An article that is to be kept, and what is to be told then. */
  private record Ready(Offer offer, CompletableFuture<Dealt> dealt) {}

  /** What became of a candidate. */
  sealed interface Dealt {}

  /** It is in the archive. */
  record Stored(Kept kept) implements Dealt {}

  /** Its page could not be had. */
  record WithoutPage(PageSource.Missing missing) implements Dealt {}

  /** It could not be processed: a fault of the program, or an input beyond its bounds. */
  record Broken(Throwable cause) implements Dealt {}

  /** The time of the run was over before its page was there. */
  record OutOfTime() implements Dealt {}

  /** It is a summary, and no pages are wanted. */
  record Summary() implements Dealt {}

  /**
   * Begins to clean the article that a candidate carries, so that it is ready when it is wanted.
   */
  void prepare(Candidate candidate) {
    candidate.article().ifPresent(article -> article.clean(cleaner, workers));
  }

  /** Has all processors work from now on: until here, one of them read feeds. */
  void afterReading() {
    workers.setCorePoolSize(PROCESSORS);
  }

  /**
   * Deals with a candidate: with the article that its entry carries, else with its page.
   *
   * @return ends with a {@link CompletionException} around whatever was thrown: an {@link
   *     ArchiveException} where the archive fails, an {@link InterruptedException}, an error
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
        .thenCompose(body -> body.isEmpty() ? startPage(candidate) : fromEntry(candidate, body))
        .exceptionallyCompose(failure -> withoutArticle(candidate, failure));
  }

  /** An article of an entry that is too complex is no article: its page may be a better one. */
  private CompletableFuture<Dealt> withoutArticle(Candidate candidate, Throwable failure) {
    if (!(failure.getCause() instanceof ArticleTooComplexException tooComplex)) {
      return CompletableFuture.failedFuture(failure);
    }
    Dealt refused =
        new WithoutPage(new PageSource.Missing("the article in its entry " + tooComplex.reason()));
    return startPage(candidate).thenApply(dealt -> dealt instanceof Summary ? refused : dealt);
  }

  /** Ends all work. What is being written is finished first, and nothing is written after it. */
  @Override
  public void close() {
    closed = true;
    fetchers.shutdownNow();
    workers.shutdown();
    writing.lock(); // for good
    workers.shutdownNow();
  }

  private CompletableFuture<Dealt> startPage(Candidate candidate) {
    if (!withPages) {
      return CompletableFuture.completedFuture(new Summary());
    }
    return CompletableFuture.supplyAsync(() -> fetchPage(candidate), fetchers)
        .thenApplyAsync(pages::read, workers)
        .thenCompose(result -> fromPage(candidate, result));
  }

  private CompletableFuture<Dealt> fromEntry(Candidate candidate, String body) {
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

  private CompletableFuture<Dealt> fromPage(Candidate candidate, PageSource.Result result) {
    if (result instanceof PageSource.OutOfTime) {
      return CompletableFuture.completedFuture(new OutOfTime());
    }
    if (!(result instanceof PageSource.Found found)) {
      return CompletableFuture.completedFuture(new WithoutPage((PageSource.Missing) result));
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

  private CompletableFuture<Dealt> keep(
      Candidate candidate, String headline, Instant date, String body) {
    List<Instant> dates = new ArrayList<>(candidate.dates());
    if (!dates.isEmpty()) {
      dates.add(date); // an entry that shows no date is sought in all months
    }
    Article article = new Article(headline, candidate.address(), date, body);
    if (ArticleFile.isTooLarge(article)) {
      return CompletableFuture.completedFuture(
          new WithoutPage(new PageSource.Missing(ArticleFile.TOO_LARGE)));
    }
    CompletableFuture<Dealt> dealt = new CompletableFuture<>();
    ready.add(new Ready(new Offer(article, dates), dealt));
    workers.execute(new Writing());
    return dealt;
  }

  /** Tasks in the order in which they come, but writing before all others. */
  private static final class WritingFirst extends LinkedBlockingDeque<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return task instanceof Writing ? offerFirst(task) : offerLast(task);
    }
  }

  /** Keeps what is ready, unless that is done already: then it is seen there. */
  private final class Writing implements Runnable {
    @Override
    public void run() {
      while (!closed && !ready.isEmpty() && writing.tryLock()) {
        try {
          keepReady();
        } finally {
          writing.unlock();
        }
      }
    }
  }

  /** Throws nothing: what it takes from the queue, nobody else completes. */
  @SuppressWarnings("CatchingUnchecked") // an undeclared checked exception would pass
  private void keepReady() {
    List<Ready> batch = new ArrayList<>();
    try {
      for (Ready next = ready.poll(); next != null; next = ready.poll()) {
        batch.add(next);
      }
      keep(batch);
    } catch (Throwable e) {
      batch.forEach(each -> each.dealt().completeExceptionally(e)); // or the run waits for ever
    }
  }

  private void keep(List<Ready> batch) throws ArchiveException {
    try {
      List<SaveResult> results = accession.keep(batch.stream().map(Ready::offer).toList());
      for (int i = 0; i < batch.size(); i++) {
        CompletableFuture<Dealt> dealt = batch.get(i).dealt();
        if (results.get(i) instanceof SaveResult.Failed failed) {
          dealt.completeExceptionally(failed.cause());
        } else {
          dealt.complete(new Stored(((SaveResult.Saved) results.get(i)).kept()));
        }
      }
    } catch (RuntimeException | StackOverflowError e) {
      if (batch.size() == 1) {
        throw e;
      }
      for (Ready each : batch) {
        keepAlone(each); // one of them is at fault, and costs no other
      }
    }
  }

  private void keepAlone(Ready each) throws ArchiveException {
    try {
      keep(List.of(each));
    } catch (RuntimeException | StackOverflowError e) {
      each.dealt().completeExceptionally(e);
    }
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, STACK);
    thread.setDaemon(true); // the program ends where one of them hangs
    return thread;
  }

  private static String host(String feed) {
    try {
      return Address.of(feed).host();
    } catch (MalformedException e) {
      return ""; // a feed at hand has no host of its own
    }
  }
}
