package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleSaver;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.run.EntryResult.NoArticle;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * One run over pages that the user names: saves their articles.
 *
 * @param parallel how many pages are fetched at a time
 */
public record AddRun(RunContext context, ArticleSaver saver, int parallel) {
  /**
   * Fetches pages and saves their articles, in the order of the URLs.
   *
   * @return how many pages have no article; each is reported
   * @throws ArchiveException where the archive cannot be read or written
   */
  public int add(List<ArticleUrl> urls) throws ArchiveException, InterruptedException {
    Listener listener = context.listener();
    List<CandidateEntry> entries = urls.stream().map(CandidateEntry::page).toList();
    listener.begin(urls.size(), "pages");
    EntryProcessor processor =
        EntryProcessor.now(context, context.fetcher().atMost(parallel), true);
    Queue<CandidateEntry> left = new ArrayDeque<>(entries);
    int failed = 0;
    try (EntryPipeline pipeline =
        new EntryPipeline(
            entries, processor, saver, parallel, context.deadline(), () -> listener.finish(1))) {
      for (EntryOutcome next = pipeline.next(); next != null; next = pipeline.next()) {
        left.remove(next.entry());
        if (next.result() instanceof EntryResult.Saved saved) {
          saved.reportTo(listener, next.entry().url());
        } else if (next.result() instanceof NoArticle why) {
          failed++;
          ArticleUrl url = next.entry().url();
          boolean isKnown = !context.archive().find(url, List.of()).isEmpty();
          String end = isKnown ? "; the archive keeps what it has" : "; not archived";
          listener.failure(url.toString(), why.reason() + end, why.cause());
        }
      }
    } catch (ArchiveException e) {
      left.forEach(entry -> listener.failure(entry.url().toString(), "not archived", null));
      throw e;
    }
    return failed;
  }
}
