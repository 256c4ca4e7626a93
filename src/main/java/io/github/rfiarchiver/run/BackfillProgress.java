package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveLockedException;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.run.EntryResult.Kind;
import io.github.rfiarchiver.run.EntryResult.NoArticle;
import io.github.rfiarchiver.state.BackfillJournal;
import io.github.rfiarchiver.state.CompletenessReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The results of a backfill so far: saves, counts and reports them. */
final class BackfillProgress {
  private static final int PAGES_BETWEEN_ESTIMATES = 100;

  final RunContext context;
  final BackfillTask task;
  final BackfillJournal journal;
  final Listener listener;

  private final Map<ArticleUrl, NoArticle> missing = new LinkedHashMap<>();
  private int added;
  private int revised;
  private int failed;
  private int unsavedInARow;
  private boolean isDone = true;

  BackfillProgress(RunContext context, BackfillTask task, BackfillJournal journal) {
    this.context = context;
    this.task = task;
    this.journal = journal;
    this.listener = context.listener();
  }

  /** The pages that no source has given an article for yet. */
  Set<ArticleUrl> missing() {
    return Collections.unmodifiableSet(missing.keySet());
  }

  /**
   * Skips a page that the archive holds by now: of another run, or by a redirect of another page.
   *
   * @return whether it was skipped
   */
  boolean skipIfHeld(ArticleUrl page) throws ArchiveException {
    boolean isHeld = new Archive(context.archive().root()).holds(page);
    if (isHeld) {
      missing.remove(page);
      listener.explain(page.toString(), "is in the archive since this run began; not requested");
    }
    return isHeld;
  }

  /**
   * Reads a document from the journal, else from its server.
   *
   * @param isKept whether it is journaled; else the next run asks for it again
   * @throws MalformedException if there is no document, or the parser refuses it
   */
  <T> T read(
      HttpRequest request, Fetcher.Parser<BackfillJournal.Document, T> parser, Predicate<T> isKept)
      throws MalformedException, ArchiveException, InterruptedException {
    if (journal.get(request.url()) instanceof BackfillJournal.Document known) {
      return parser.parse(known);
    }
    Instant now = context.clock().instant();
    BackfillJournal.Document read =
        context.fetcher().read(request, bytes -> BackfillJournal.Document.of(now, bytes));
    T parsed = parser.parse(read);
    if (isKept.test(parsed)) {
      journal.put(request.url(), read);
    }
    return parsed;
  }

  /**
   * Processes candidates and saves their articles.
   *
   * @return the results of the candidates, in their order
   */
  List<EntryResult> process(List<CandidateEntry> entries, EntryProcessor processor)
      throws ArchiveException, InterruptedException {
    List<EntryResult> results = new ArrayList<>();
    try (EntryPipeline pipeline =
        new EntryPipeline(entries, processor, task.saver(), 1, context.deadline(), () -> {})) {
      for (EntryOutcome next = pipeline.next(); next != null; next = pipeline.next()) {
        if (next.result() instanceof EntryResult.Saved saved) {
          addSaved(next.entry().url(), saved);
        }
        results.add(next.result());
      }
    }
    return results;
  }

  /**
   * Processes a page. An article that cannot be saved is missing, and costs no other page.
   *
   * @throws ArchiveException if the articles of several pages in a row cannot be saved, or another
   *     run holds the archive
   */
  EntryResult process(ArticleUrl page, EntryProcessor processor)
      throws ArchiveException, InterruptedException {
    try {
      EntryResult result = process(List.of(CandidateEntry.page(page)), processor).get(0);
      unsavedInARow = result instanceof EntryResult.Saved ? 0 : unsavedInARow;
      return result;
    } catch (ArchiveException e) {
      if (e instanceof ArchiveLockedException || ++unsavedInARow == EntryPipeline.MOST_FAILURES) {
        throw e;
      }
      return new NoArticle(Kind.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }

  private void addSaved(ArticleUrl page, EntryResult.Saved saved)
      throws ArchiveException, InterruptedException {
    SaveResult.Saved article = saved.article();
    ArticleUrl savedAs = article.text().article().url();
    added += article instanceof SaveResult.Added ? 1 : 0;
    revised += article instanceof SaveResult.Revised ? 1 : 0;
    missing.remove(page);
    saved.reportTo(listener, page);
    if (!savedAs.equals(page)) {
      journal.put(page.canonical(), new BackfillJournal.SavedAs(savedAs));
    }
  }

  /** Adds why a source has no article of a page; it is reported at once if no other is asked. */
  void addMissing(ArticleUrl page, NoArticle why) {
    missing.merge(page, why, NoArticle::and);
    if (task.wayback() == null && why.kind() != Kind.SKIPPED) {
      fail(page.toString(), why.reason() + "; not archived", why.cause());
    } else {
      listener.explain(page.toString(), why.reason());
    }
  }

  private void fail(String subject, String what, @Nullable Throwable cause) {
    failed++;
    listener.failure(subject, what, cause);
  }

  /** Reports that something was refused or left, so that the next run asks for it again. */
  void postpone(String subject, String what) {
    isDone = false;
    failed += context.deadline().isOver() ? 0 : 1;
    listener.failure(subject, what, null);
  }

  /** Says from time to time how long the rest takes. */
  void estimate(int done, int all, String one, String more) {
    if (done % PAGES_BETWEEN_ESTIMATES == 0 && done < all) {
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
   * Reports the pages that stay without an article.
   *
   * @return whether the next run has nothing to ask for again
   */
  boolean end() {
    missing.forEach(
        (page, why) -> {
          isDone &= why.mark() != null || why.kind() == Kind.NOT_ALLOWED;
          if (why.kind() != Kind.SKIPPED && task.wayback() != null) {
            fail(page.toString(), why.reason() + "; not archived", why.cause());
          }
        });
    long left = missing.values().stream().filter(why -> why.kind() == Kind.SKIPPED).count();
    if (left > 0) {
      listener.notice(
          "backfill",
          Count.of(left, "page is", "pages are") + " left; run the same command again to continue");
    }
    return isDone;
  }

  BackfillReport report(CompletenessReport completeness, @Nullable ArchiveException failure) {
    boolean isOver = context.deadline().isOver();
    return new BackfillReport(completeness, added, revised, failed, isOver, failure);
  }
}
