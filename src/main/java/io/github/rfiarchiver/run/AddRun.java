package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleSaver;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.TimedFetcher;
import java.time.Clock;
import java.util.List;

/** One run over pages that the user names: saves their articles. */
public final class AddRun {
  private final ArticleSaver saver;
  private final EntryProcessor processor;
  private final int parallel;
  private final Deadline deadline;
  private final Listener listener;

  /**
   * @param parallel how many pages are fetched at a time
   * @param deadline no page is fetched after it
   */
  public AddRun(
      ArticleSaver saver,
      Fetcher fetcher,
      PageExtractor extractor,
      int parallel,
      Deadline deadline,
      Listener listener,
      Clock clock) {
    this.saver = saver;
    this.processor =
        new EntryProcessor(extractor, new TimedFetcher(fetcher, deadline), true, clock, null);
    this.parallel = parallel;
    this.deadline = deadline;
    this.listener = listener;
  }

  /**
   * Fetches pages and saves their articles, in the order of the URLs.
   *
   * @return how many pages have no article; each is reported
   * @throws ArchiveException where the archive cannot be read or written
   */
  public int add(List<ArticleUrl> urls) throws ArchiveException, InterruptedException {
    List<CandidateEntry> entries = urls.stream().map(CandidateEntry::page).toList();
    listener.begin(urls.size(), "pages");
    int failed = 0;
    try (EntryPipeline pipeline =
        new EntryPipeline(
            entries, processor, saver, parallel, deadline, () -> listener.finish(1))) {
      for (EntryOutcome next = pipeline.next(); next != null; next = pipeline.next()) {
        if (next.result() instanceof EntryResult.Saved saved) {
          if (saved.notice() != null) {
            listener.notice(next.entry().url().toString(), saved.notice());
          }
          listener.saved(saved.article());
        } else {
          failed++;
          report(next);
        }
      }
    }
    return failed;
  }

  private void report(EntryOutcome outcome) {
    String url = outcome.entry().url().toString();
    if (outcome.result() instanceof EntryResult.NoArticle why) {
      String reason = why.reason() + "; not archived";
      listener.failure(url, reason, why.cause());
    } else {
      listener.failure(
          url, "not fetched: the time of the run (--max-time) is over; not archived", null);
    }
  }
}
