package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.MalformedAddressException;
import io.github.rfiarchiver.feed.Entry;
import io.github.rfiarchiver.feed.Feed;
import io.github.rfiarchiver.feed.FeedParser;
import io.github.rfiarchiver.feed.MalformedFeedException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * While the first document is waited for, reads a feed at hand and cleans its articles, to no end
 * but that Java has loaded what it needs to do so when the document is there. Safe to share among
 * threads.
 */
public final class RehearsingFetcher implements Fetcher {
  private final Fetcher fetcher;
  private final Supplier<byte[]> sample;
  private final ArticleCleaner cleaner;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean arrived;

  /**
   * @param fetcher fetches the documents
   * @param sample gives a feed that carries whole articles; asked where a document is fetched
   */
  public RehearsingFetcher(Fetcher fetcher, Supplier<byte[]> sample, ArticleCleaner cleaner) {
    this.fetcher = fetcher;
    this.sample = sample;
    this.cleaner = cleaner;
  }

  @Override
  public Outcome fetch(Request request) throws InterruptedException {
    if (!begun.compareAndSet(false, true)) {
      return fetcher.fetch(request);
    }
    Thread rehearsal = new Thread(this::rehearse, "rehearsal");
    rehearsal.setDaemon(true); // no run waits for it
    rehearsal.start();
    try {
      return fetcher.fetch(request);
    } finally {
      arrived = true;
    }
  }

  private void rehearse() {
    try {
      Feed<Entry> feed = FeedParser.parse(sample.get(), Optional.empty(), "sample");
      for (Entry entry : feed.entries()) {
        if (arrived) {
          return;
        }
        Candidate candidate = Candidate.of("sample", entry, entry.link().orElseThrow());
        candidate.article().ifPresent(article -> article.clean(cleaner, Runnable::run));
      }
    } catch (MalformedFeedException | MalformedAddressException e) {
      throw new IllegalStateException(e);
    }
  }
}
