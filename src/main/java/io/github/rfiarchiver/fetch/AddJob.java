package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.Offer;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.PageReader;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Takes single pages into the archive, by their addresses. */
public final class AddJob {
  private final Accession accession;
  private final PageSource pages;
  private final int parallel;
  private final Listener listener;
  private final Clock clock;

  /**
   * @param parallel how many pages are asked for at a time
   */
  public AddJob(
      Accession accession,
      Fetcher fetcher,
      PageReader reader,
      int parallel,
      Listener listener,
      Clock clock) {
    this.accession = accession;
    this.pages = new PageSource(fetcher, reader);
    this.parallel = parallel;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Fetches pages and keeps their articles, in the order of the addresses.
   *
   * @return how many pages held no article, or could not be had; each was said
   * @throws ArchiveException where the archive cannot be read or written
   */
  public int add(List<Address> addresses) throws ArchiveException, InterruptedException {
    ExecutorService fetchers = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<PageSource.Result>> results = new ArrayList<>();
      for (Address address : addresses) {
        Request request = Request.namedPage(address.toString());
        results.add(fetchers.submit(() -> pages.read(pages.fetch(request))));
      }
      int failed = 0;
      for (int i = 0; i < addresses.size(); i++) {
        failed += isKept(addresses.get(i), results.get(i)) ? 0 : 1;
      }
      return failed;
    } finally {
      fetchers.shutdownNow();
    }
  }

  /** Keeps one article, if it is one. Whatever its page does to us, it costs no other page. */
  private boolean isKept(Address asked, Future<PageSource.Result> result)
      throws ArchiveException, InterruptedException {
    try {
      return keep(asked, result(result));
    } catch (UncheckedIOException e) {
      throw e; // the archive's
    } catch (RuntimeException | StackOverflowError e) {
      listener.failure(
          asked.toString(), "cannot be processed: " + e + "; it was not archived", Optional.of(e));
      return false;
    }
  }

  private static PageSource.Result result(Future<PageSource.Result> result)
      throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException broken) {
        throw broken;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean keep(Address asked, PageSource.Result result) throws ArchiveException {
    if (!(result instanceof PageSource.Found found)) {
      String reason =
          result instanceof PageSource.OutOfTime over
              ? over.reason()
              : ((PageSource.Missing) result).reason();
      listener.failure(asked.toString(), reason + "; it was not archived", Optional.empty());
      return false;
    }
    Address own = address(found);
    Optional<Instant> day = own.dayStart();
    Optional<Instant> shown = found.page().published().or(() -> day);
    Article article =
        new Article(
            found.page().headline(), own, shown.orElseGet(clock::instant), found.page().body());
    if (ArticleFile.isTooLarge(article)) {
      listener.failure(
          asked.toString(), ArticleFile.TOO_LARGE + "; it was not archived", Optional.empty());
      return false;
    }
    List<Instant> dates = Stream.of(shown, day).flatMap(Optional::stream).toList();
    listener.kept(accession.keep(new Offer(article, dates)));
    return true;
  }

  /**
   * The article's address: the one that the page names as canonical, if that is on the page's final
   * host, since a page cannot speak for another site; else the final address.
   */
  private static Address address(PageSource.Found found) {
    return found
        .page()
        .canonical()
        .filter(canonical -> canonical.host().equals(found.address().host()))
        .orElse(found.address());
  }
}
