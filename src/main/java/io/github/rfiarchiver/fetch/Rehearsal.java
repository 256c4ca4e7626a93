package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.MalformedAddressException;
import io.github.rfiarchiver.feed.Entry;
import io.github.rfiarchiver.feed.Feed;
import io.github.rfiarchiver.feed.FeedParser;
import io.github.rfiarchiver.feed.MalformedFeedException;
import java.util.Optional;

/**
 * Reads a feed and cleans its articles once, to no end but that Java has loaded what it needs to do
 * so when the first feed arrives: a run that waits for the network has the time.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Begins, in a thread that no run waits for.
   *
   * @param feed a feed that carries whole articles
   */
  public static void start(byte[] feed, ArticleCleaner cleaner) {
    Thread thread = new Thread(() -> rehearse(feed, cleaner), "rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  private static void rehearse(byte[] bytes, ArticleCleaner cleaner) {
    try {
      Feed feed = FeedParser.parse(bytes, Optional.empty(), "sample");
      for (Entry entry : feed.entries()) {
        Candidate candidate = Candidate.of("sample", entry, entry.link().orElseThrow());
        candidate.html().ifPresent(html -> cleaner.clean(html, candidate.address()));
      }
    } catch (MalformedFeedException | MalformedAddressException e) {
      throw new IllegalStateException(e);
    }
  }
}
