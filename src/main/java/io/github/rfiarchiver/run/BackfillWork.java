package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.run.EntryResult.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages that a backfill looks for, and its results so far. */
final class BackfillWork {
  /** The result of a page that was not requested. */
  static final EntryResult.NoArticle NOT_REQUESTED =
      new EntryResult.NoArticle(Kind.SKIPPED, "not requested");

  private static final int PAGES_BETWEEN_ESTIMATES = 100;

  private final RunContext context;
  private final BackfillTask task;
  private final SiteInventory inventory;
  private final Listener listener;
  private final Map<ArticleUrl, EntryResult.NoArticle> open = new LinkedHashMap<>();
  private int added;
  private int revised;
  private int failed;
  private boolean isWhole = true;

  BackfillWork(RunContext context, BackfillTask task, SiteInventory inventory) {
    this.context = context;
    this.task = task;
    this.inventory = inventory;
    this.listener = context.listener();
  }

  /** The pages without an article so far, with the reason. */
  Map<ArticleUrl, EntryResult.NoArticle> open() {
    return open;
  }

  /** Adds why a source has no article of a page; that is reported at once if it is the only one. */
  void miss(ArticleUrl page, EntryResult.NoArticle why) {
    EntryResult.NoArticle before = open.get(page);
    open.put(page, before == null ? why : before.and(why));
    if (task.from().wayback() == null && why.kind() != Kind.SKIPPED) {
      fail(page.toString(), why.reason() + "; not archived", why.cause());
    } else {
      listener.explain(page.toString(), why.reason());
    }
  }

  /**
   * Processes candidates and saves their articles.
   *
   * @param onProcessed called after each candidate, from another thread
   * @return the results of the candidates, in their order
   */
  List<EntryResult> take(
      List<CandidateEntry> entries, EntryProcessor processor, Runnable onProcessed)
      throws ArchiveException, InterruptedException {
    List<EntryResult> results = new ArrayList<>();
    try (EntryPipeline pipeline =
        new EntryPipeline(entries, processor, task.saver(), 1, context.deadline(), onProcessed)) {
      for (EntryOutcome next = pipeline.next(); next != null; next = pipeline.next()) {
        if (next.result() instanceof EntryResult.Saved saved) {
          count(next.entry().url(), saved);
        }
        boolean isLeft = next.result() instanceof EntryResult.NotProcessed;
        results.add(isLeft ? NOT_REQUESTED : next.result());
      }
    }
    return results;
  }

  private void count(ArticleUrl page, EntryResult.Saved saved)
      throws ArchiveException, InterruptedException {
    SaveResult.Saved article = saved.article();
    ArticleUrl savedAs = article.text().article().url();
    added += article instanceof SaveResult.Added ? 1 : 0;
    revised += article instanceof SaveResult.Revised ? 1 : 0;
    open.remove(page);
    if (!savedAs.equals(page)) {
      inventory.store(inventory.journal().with(page, savedAs));
    }
    if (saved.notice() != null) {
      listener.notice(page.toString(), saved.notice());
    }
    listener.saved(article);
  }

  private void fail(String subject, String what, @Nullable Throwable cause) {
    failed++;
    listener.failure(subject, what, cause);
  }

  /** Reports that something was refused or left, so that the next run asks for it again. */
  void postpone(String subject, String what) {
    isWhole = false;
    failed += context.deadline().isOver() ? 0 : 1;
    listener.failure(subject, what, null);
  }

  /** Reports that a source may have more, which is a failure only if there is no other one. */
  void doubt(String subject, String what) {
    if (task.from().site()) {
      listener.notice(subject, what);
    } else {
      postpone(subject, what);
    }
  }

  /** Says from time to time how long the rest takes. */
  void estimate(int done, int all, String one, String more) {
    if (done % PAGES_BETWEEN_ESTIMATES == 0) {
      Duration time = task.rate().timeOf(all - done);
      String about =
          time.toMinutes() < 2
              ? time.toSeconds() + " s"
              : time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
      listener.notice(
          "backfill", Count.of(all - done, one, more) + " to fetch, which takes about " + about);
    }
  }

  /**
   * Reports what stays without an article, and forgets the lists if nothing is left.
   *
   * @param captured the articles with a capture at the Wayback Machine; null if that is unknown
   */
  BackfillReport end(@Nullable Set<ArticleUrl> captured)
      throws ArchiveException, InterruptedException {
    int left = 0;
    for (Map.Entry<ArticleUrl, EntryResult.NoArticle> page : open.entrySet()) {
      EntryResult.NoArticle why = page.getValue();
      isWhole &= why.mark() != null || why.kind() == Kind.NOT_ALLOWED;
      if (why.kind() == Kind.SKIPPED) {
        left++;
      } else if (task.from().wayback() != null) {
        fail(page.getKey().toString(), why.reason() + "; not archived", why.cause());
      }
    }
    if (left > 0) {
      listener.notice(
          "backfill",
          Count.of(left, "page is", "pages are") + " left; run the same command again to continue");
    }
    if (isWhole) {
      inventory.close();
    }
    return new BackfillReport(
        inventory.report(captured), added, revised, failed, left, context.deadline().isOver());
  }
}
