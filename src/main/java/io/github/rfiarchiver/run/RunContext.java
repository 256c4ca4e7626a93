package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.TimedFetcher;
import java.time.Clock;

/**
 * What every run that fetches needs.
 *
 * @param fetcher sends no request after the deadline
 * @param clock the current time, and the date of an article without one
 * @param deadline after it nothing is fetched and no entry processed
 */
public record RunContext(
    Archive archive,
    Fetcher fetcher,
    PageExtractor extractor,
    Listener listener,
    Clock clock,
    Deadline deadline) {
  public RunContext {
    fetcher = new TimedFetcher(fetcher, deadline);
  }
}
