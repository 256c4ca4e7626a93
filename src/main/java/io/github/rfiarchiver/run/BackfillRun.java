package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.source.SiteLists;
import io.github.rfiarchiver.state.BackfillJournal;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run over the lists of a site, in four steps: list the articles, compare them with the
 * archive, ask the site and then the Wayback Machine for each that is missing, report. Each answer
 * is saved or journaled before the next request, so that the next run continues a killed one.
 */
public record BackfillRun(RunContext context, BackfillTask task) {
  /** The missing articles, oldest first, and the counts. */
  public record Checked(List<ArticleUrl> missing, CompletenessReport completeness) {}

  /** Compares the lists of the site with the archive. Nothing is written. */
  public Checked check() throws ArchiveException, InterruptedException {
    Instant begun = now();
    BackfillJournal journal = journal();
    journal.beginAnew(task.wanted(), begun);
    BackfillProgress progress = new BackfillProgress(context, task, journal);
    WaybackMachine wayback = wayback(progress);
    SiteLists lists = lists(new SiteSource(progress), wayback);
    Map<ArticleUrl, Standing> standings = standings(lists, journal);
    List<ArticleUrl> missing =
        standings.keySet().stream().filter(u -> standings.get(u) == Standing.MISSING).toList();
    if (wayback != null && !missing.isEmpty()) {
      wayback.pages();
    }
    return new Checked(missing, completeness(lists, standings, wayback, begun));
  }

  /**
   * Fetches and saves what the archive lacks.
   *
   * @param restart whether the answers of earlier runs are forgotten
   * @return the numbers, and the failure if not all pages could be processed
   * @throws ArchiveException where the archive cannot be read, or the journal not be stored
   */
  public BackfillReport run(boolean restart) throws ArchiveException, InterruptedException {
    Instant begun = now();
    BackfillJournal journal = restart ? new BackfillJournal(task.wanted(), begun) : journal();
    journal.begin(task.wanted(), begun);
    journal.storeIn(task.saver());
    BackfillProgress progress = new BackfillProgress(context, task, journal);
    SiteSource site = new SiteSource(progress);
    WaybackMachine wayback = wayback(progress);
    SiteLists lists = lists(site, wayback);
    Map<ArticleUrl, Standing> standings = standings(lists, journal);
    standings.values().removeIf(Standing::isSettled);
    ArchiveException failure = null;
    try {
      site.fetch(standings.keySet());
      if (wayback != null) {
        boolean isListed = task.asksSite() && lists.areKnown(task.wanted().span());
        new WaybackSource(progress, wayback, isListed).fetch();
      }
      if (progress.end()) {
        journal.beginAnew(task.wanted(), now());
        journal.storeIn(task.saver());
      }
    } catch (ArchiveException e) {
      failure = e;
    }
    return progress.report(completeness(lists, standings(lists, journal), wayback, begun), failure);
  }

  private Instant now() {
    return context.clock().instant();
  }

  private BackfillJournal journal() throws ArchiveException {
    return new RunState(context.archive())
        .backfill()
        .orElseGet(() -> new BackfillJournal(task.wanted(), now()));
  }

  private @Nullable WaybackMachine wayback(BackfillProgress progress) {
    return task.wayback() == null ? null : new WaybackMachine(progress, task.wayback());
  }

  /** The lists of the site, and where they leave days unknown, the captured pages. */
  private SiteLists lists(SiteSource site, @Nullable WaybackMachine wayback)
      throws ArchiveException, InterruptedException {
    SiteLists lists = task.asksSite() ? site.lists() : new SiteLists(List.of());
    boolean isRead = lists.unreadable().isEmpty();
    if (wayback != null && !lists.areKnown(task.wanted().span())) {
      lists = lists.with(wayback.list());
    }
    if (isRead && !lists.areKnown(task.wanted().span())) {
      String what = "no list that was read covers all days of the span; the others are unknown";
      context.listener().notice(task.wanted().prefix(), what);
    }
    return lists;
  }

  /** The standing of each listed article now, by day: other runs write at the same time. */
  private Map<ArticleUrl, Standing> standings(SiteLists lists, BackfillJournal journal)
      throws ArchiveException {
    Archive archive = new Archive(context.archive().root());
    Map<ArticleUrl, PendingEntry> pending = new HashMap<>();
    for (PendingEntry entry : new RunState(archive).pending()) {
      pending.put(entry.url(), entry);
    }
    Map<ArticleUrl, Standing> standings = new LinkedHashMap<>();
    for (ArticleUrl url : lists.urls()) {
      boolean isHeld =
          archive.holds(url)
              || (journal.get(url.canonical()) instanceof BackfillJournal.SavedAs saved
                  && archive.holds(saved.url()));
      standings.put(url, Standing.of(isHeld, journal.mark(url), pending.get(url), now()));
    }
    return standings;
  }

  private CompletenessReport completeness(
      SiteLists lists,
      Map<ArticleUrl, Standing> standings,
      @Nullable WaybackMachine wayback,
      Instant begun) {
    Set<ArticleUrl> captured = wayback == null ? null : wayback.available();
    return CompletenessReport.of(
        task.wanted().span(), lists, standings, captured, task.asksSite(), begun);
  }

  /** Stores a report if there is an archive. */
  public void store(CompletenessReport report) throws ArchiveException {
    if (context.archive().exists()) {
      new RunState(context.archive()).store(report);
    }
  }
}
