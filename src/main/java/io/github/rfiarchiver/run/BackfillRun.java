package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.state.BackfillJournal;
import io.github.rfiarchiver.state.BackfillJournal.Mark;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run over the lists of a site: compares them with the archive, and fetches what is missing,
 * one page at a time, from the site, then from the Wayback Machine. Each answer is saved or
 * journaled before the next request, so that the next run continues a killed one. An object runs
 * once.
 */
public record BackfillRun(RunContext context, BackfillTask task) {
  /** The missing articles, oldest first, and the counts. */
  public record Checked(List<ArticleUrl> missing, CompletenessReport completeness) {}

  /** The lists, the captures, and what is done with them. */
  private record Begun(SiteInventory inventory, @Nullable Wayback wayback, BackfillWork work) {
    /** The articles with a capture; null if that is unknown. */
    @Nullable Set<ArticleUrl> available() {
      return wayback == null ? null : wayback.available();
    }
  }

  /** Compares the lists of the site with the archive. Only the report is written. */
  public Checked check() throws ArchiveException, InterruptedException {
    Begun run = begin(journal().begunAnew(task.wanted(), now()), false);
    Map<ArticleUrl, Standing> standings = run.inventory().standings();
    List<ArticleUrl> missing =
        standings.keySet().stream().filter(u -> standings.get(u) == Standing.MISSING).toList();
    if (run.wayback() != null && !missing.isEmpty()) {
      run.wayback().load();
    }
    return new Checked(missing, run.inventory().report(run.available()));
  }

  /**
   * Fetches and saves what the archive lacks.
   *
   * @param restart whether the answers of earlier runs are forgotten
   * @throws ArchiveException where the archive cannot be read or written
   */
  public BackfillReport run(boolean restart) throws ArchiveException, InterruptedException {
    BackfillScope wanted = task.wanted();
    Begun run =
        begin(
            restart ? BackfillJournal.empty(wanted, now()) : journal().goingOn(wanted, now()),
            true);
    fetchFromSite(run.inventory(), run.work());
    if (run.wayback() != null) {
      boolean isListed = task.from().site() && !run.inventory().hasUnknownDays();
      new CaptureRun(context, wanted, run.wayback(), run.work(), isListed).run();
    }
    return run.work().end(run.available());
  }

  private Instant now() {
    return context.clock().instant();
  }

  private BackfillJournal journal() throws ArchiveException {
    return new RunState(context.archive())
        .backfill()
        .orElseGet(() -> BackfillJournal.empty(task.wanted(), now()));
  }

  /**
   * Reads the lists of the site, and where they leave days unknown, those of the captures; reports
   * what could not be read.
   */
  private Begun begin(BackfillJournal journal, boolean isStored)
      throws ArchiveException, InterruptedException {
    SiteInventory inventory = new SiteInventory(context, task, journal, isStored);
    BackfillWork work = new BackfillWork(context, task, inventory);
    BackfillSources from = task.from();
    Wayback wayback =
        from.wayback() == null
            ? null
            : new Wayback(context.fetcher(), from.wayback(), task.wanted(), inventory, work);
    List<SiteList> problems = from.site() ? inventory.read() : List.of();
    for (SiteList list : problems) {
      work.postpone(list.url(), list.problem() + "; the days that it may list are unknown");
    }
    if (wayback != null && inventory.hasUnknownDays()) {
      Wayback.Holdings held = wayback.pages();
      inventory.add(
          SiteList.ofCaptures(
              task.wanted().prefix(),
              held.captures().keySet(),
              from.site() ? null : task.wanted().span(),
              held.problem()));
    }
    if (problems.isEmpty() && inventory.hasUnknownDays()) {
      String what = "no list that was read covers all days of the span; the others are unknown";
      context.listener().notice(task.wanted().prefix(), what);
    }
    return new Begun(inventory, wayback, work);
  }

  /** Fetches the missing pages that the site may be asked for. */
  private void fetchFromSite(SiteInventory inventory, BackfillWork work)
      throws ArchiveException, InterruptedException {
    Listener listener = context.listener();
    Fetcher allowed = page -> context.fetcher().fetch(page.within(inventory::mayAsk));
    EntryProcessor processor =
        new EntryProcessor(context.extractor(), allowed, true, context.clock(), null);
    List<ArticleUrl> pages = pages(inventory, work);
    boolean isLeft = false;
    listener.begin(pages.size(), "pages");
    for (int done = 0; done < pages.size(); done++) {
      ArticleUrl page = pages.get(done);
      if (!isLeft) {
        work.estimate(done, pages.size(), "page", "pages");
      }
      EntryResult result =
          work.take(List.of(CandidateEntry.page(page)), processor, () -> listener.finish(1)).get(0);
      if (result instanceof EntryResult.NoArticle why) {
        isLeft |= why.kind() == EntryResult.Kind.SKIPPED;
        Mark mark = why.mark();
        if (mark != null) {
          inventory.store(inventory.journal().with(page, mark));
        }
        if (mark == Mark.NO_ARTICLE) {
          listener.notice(page.toString(), why.reason());
        } else {
          work.miss(page, why);
        }
      }
    }
  }

  /** The pages to fetch; the others are missed. */
  private List<ArticleUrl> pages(SiteInventory inventory, BackfillWork work)
      throws ArchiveException {
    boolean mayAsk = task.from().site() && inventory.journal().robots() != null;
    List<ArticleUrl> pages = new ArrayList<>();
    for (Map.Entry<ArticleUrl, Standing> each : inventory.standings().entrySet()) {
      ArticleUrl page = each.getKey();
      Mark mark = inventory.journal().marks().get(page);
      if (each.getValue() == Standing.HELD || each.getValue() == Standing.NO_ARTICLE) {
        continue;
      }
      if (mark == Mark.GONE) {
        work.miss(page, because(EntryResult.Kind.GONE, "not found on the site (404)"));
      } else if (mark != null) {
        work.miss(page, because(EntryResult.Kind.NOT_EXTRACTED, "has no article"));
      } else if (!mayAsk) {
        work.miss(page, because(EntryResult.Kind.NOT_ALLOWED, "not requested from the site"));
      } else if (!inventory.mayAsk(page)) {
        work.miss(page, because(EntryResult.Kind.NOT_ALLOWED, "is disallowed by robots.txt"));
      } else {
        pages.add(page);
      }
    }
    return pages;
  }

  private static EntryResult.NoArticle because(EntryResult.Kind kind, String reason) {
    return new EntryResult.NoArticle(kind, reason);
  }
}
