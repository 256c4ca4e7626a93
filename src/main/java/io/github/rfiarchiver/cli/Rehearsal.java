package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.ArticleTooComplexException;
import io.github.rfiarchiver.article.CleaningRules;
import io.github.rfiarchiver.feed.Entry;
import io.github.rfiarchiver.feed.FeedParser;
import java.util.List;
import java.util.Optional;

/**
 * Reads the sample and cleans its first article, to no end but that Java has loaded what it takes
 * to do so when the first feed is there: while the command line is read and the feed is waited for,
 * a processor is free.
 */
final class Rehearsal implements Runnable {
  /** Begins, where the words of a command line ask for feeds. No run waits for it. */
  static Optional<Thread> begin(String... args) {
    if (!List.of(args).contains("fetch")) {
      return Optional.empty();
    }
    Thread thread = new Thread(new Rehearsal(), "rehearsal");
    thread.setDaemon(true);
    thread.start();
    return Optional.of(thread);
  }

  @Override
  public void run() {
    try {
      Address.of("https://www.rfi.fr/").key(); // the archive is asked before a feed is
      Entry first =
          FeedParser.parse(FeedNames.sample(), Optional.empty(), "sample").entries().get(0);
      new ArticleCleaner(CleaningRules.builtIn())
          .clean(first.description(), Address.of(first.link().orElseThrow()));
    } catch (MalformedException | ArticleTooComplexException e) {
      throw new IllegalStateException(e);
    }
  }
}
