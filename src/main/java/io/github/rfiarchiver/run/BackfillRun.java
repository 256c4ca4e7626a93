package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.http.TimedFetcher;
import io.github.rfiarchiver.source.RobotsTxt;
import io.github.rfiarchiver.source.Selection;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.state.BackfillJournal;
import io.github.rfiarchiver.state.BackfillJournal.Mark;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run over the lists of a site: compares them with the archive, and fetches what is missing,
 * one page at a time. Each answer is saved or journaled before the next request, so that the next
 * run continues a killed one. An object runs once.
 */
public final class BackfillRun {
  private static final int PAGES_BETWEEN_ESTIMATES = 100;

  private final Archive archive;
  private final Selection wanted;
  private final SiteReader site;
  private final EntryProcessor processor;
  private final BatchSaver saver;
  private final RateLimit rate;
  private final Deadline deadline;
  private final Listener listener;
  private final Clock clock;
  private final Set<String> hostsLeft = new HashSet<>();
  private int added;
  private int revised;
  private int refused;
  private int failed;
  private int left;

  /**
   * @param fetcher keeps to {@code rate}
   * @param saver holds the lock of the archive only while it saves
   * @param rate the least time between requests, for the estimate
   * @param deadline no request is sent after it
   */
  public BackfillRun(
      Archive archive,
      Selection wanted,
      Fetcher fetcher,
      PageExtractor extractor,
      BatchSaver saver,
      RateLimit rate,
      Deadline deadline,
      Listener listener,
      Clock clock) {
    Fetcher timed = new TimedFetcher(fetcher, deadline);
    this.archive = archive;
    this.wanted = wanted;
    this.site = new SiteReader(timed, wanted.site());
    this.processor = new EntryProcessor(extractor, timed, true, clock);
    this.saver = saver;
    this.rate = rate;
    this.deadline = deadline;
    this.listener = listener;
    this.clock = clock;
  }

  /** The missing articles, oldest first, and the counts. */
  public record Checked(List<ArticleUrl> missing, CompletenessReport completeness) {}

  /** Compares the lists of the site with the archive. Only the report is written. */
  public Checked check() throws ArchiveException, InterruptedException {
    SiteInventory inventory = inventory(null, journal().begunAnew(wanted, clock.instant()));
    Map<ArticleUrl, Standing> standings = inventory.standings();
    List<ArticleUrl> missing =
        standings.keySet().stream().filter(u -> standings.get(u) == Standing.MISSING).toList();
    return new Checked(missing, inventory.report(standings));
  }

  /**
   * Fetches and saves what the archive lacks.
   *
   * @param restart whether the answers of earlier runs are forgotten
   * @throws ArchiveException where the archive cannot be read or written
   */
  public BackfillReport run(boolean restart) throws ArchiveException, InterruptedException {
    BackfillJournal journal =
        restart
            ? BackfillJournal.empty(wanted, clock.instant())
            : journal().goingOn(wanted, clock.instant());
    SiteInventory inventory = inventory(saver, journal);
    List<ArticleUrl> pages = pages(inventory);
    listener.begin(pages.size(), "pages");
    for (int done = 0; done < pages.size(); done++) {
      if (done % PAGES_BETWEEN_ESTIMATES == 0 && left == 0) {
        listener.notice("backfill", estimate(pages.size() - done));
      }
      process(pages.get(done), inventory);
    }
    if (left > 0) {
      listener.notice("backfill", left + " pages are left; run the same command again to continue");
    } else if (refused == 0) {
      inventory.close();
    }
    CompletenessReport report = inventory.report(inventory.standings());
    return new BackfillReport(report, added, revised, failed, left, deadline.isOver());
  }

  private BackfillJournal journal() throws ArchiveException {
    return new RunState(archive)
        .backfill()
        .orElseGet(() -> BackfillJournal.empty(wanted, clock.instant()));
  }

  /** The lists of the site; reports those that could not be read. */
  private SiteInventory inventory(@Nullable BatchSaver journals, BackfillJournal journal)
      throws ArchiveException, InterruptedException {
    SiteInventory inventory = new SiteInventory(archive, wanted, site, journals, clock, journal);
    for (SiteList list : inventory.read()) {
      String what = list.problem() + "; the days that it may list are unknown";
      listener.failure(list.url(), what, null);
      failed += deadline.isOver() ? 0 : 1;
    }
    return inventory;
  }

  /** The pages to fetch; reports the missing ones that are not fetched. */
  private List<ArticleUrl> pages(SiteInventory inventory) throws ArchiveException {
    RobotsTxt robots = inventory.robots();
    List<ArticleUrl> pages = new ArrayList<>();
    inventory
        .standings()
        .forEach(
            (page, standing) -> {
              Mark mark = inventory.journal().marks().get(page);
              if (standing == Standing.HELD || standing == Standing.NO_ARTICLE) {
                return;
              }
              if (mark != null) {
                fail(
                    page,
                    mark == Mark.GONE ? "not found on the site (404)" : "has no article",
                    null);
              } else if (!site.mayAsk(robots, page)) {
                fail(page, "is disallowed by robots.txt", null);
              } else {
                pages.add(page);
              }
            });
    return pages;
  }

  /** Fetches one page and saves its article, unless the run or the host is at its end. */
  private void process(ArticleUrl page, SiteInventory inventory)
      throws ArchiveException, InterruptedException {
    if (deadline.isOver() || hostsLeft.contains(page.host())) {
      left++;
      return;
    }
    try (EntryPipeline pipeline =
        new EntryPipeline(
            List.of(CandidateEntry.page(page)),
            processor,
            saver,
            1,
            deadline,
            () -> listener.finish(1))) {
      EntryOutcome outcome = pipeline.next();
      if (outcome != null && outcome.result() instanceof EntryResult.Saved saved) {
        count(page, saved, inventory);
      } else if (outcome != null && outcome.result() instanceof EntryResult.NoArticle why) {
        count(page, why, inventory);
      } else {
        left++;
      }
    }
  }

  private void count(ArticleUrl page, EntryResult.Saved saved, SiteInventory inventory)
      throws ArchiveException, InterruptedException {
    SaveResult.Saved article = saved.article();
    ArticleUrl savedAs = article.article().address();
    added += article instanceof SaveResult.Added ? 1 : 0;
    revised += article instanceof SaveResult.Revised ? 1 : 0;
    if (!savedAs.equals(page)) {
      inventory.store(inventory.journal().with(page, savedAs));
    }
    if (saved.notice() != null) {
      listener.notice(page.toString(), saved.notice());
    }
    listener.saved(article);
  }

  private void count(ArticleUrl page, EntryResult.NoArticle why, SiteInventory inventory)
      throws ArchiveException, InterruptedException {
    Mark mark =
        switch (why.kind()) {
          case GONE -> Mark.GONE;
          case EMPTY -> Mark.NO_ARTICLE;
          case NOT_EXTRACTED -> Mark.NOT_EXTRACTED;
          case SKIPPED, FAILED, NOT_ALLOWED -> null;
        };
    if (mark != null) {
      inventory.store(inventory.journal().with(page, mark));
    }
    if (why.kind() == EntryResult.Kind.SKIPPED) {
      hostsLeft.add(page.host());
      left++;
    } else if (mark == Mark.NO_ARTICLE) {
      listener.notice(page.toString(), why.reason());
    } else {
      refused += mark == null ? 1 : 0;
      fail(page, why.reason(), why.cause());
    }
  }

  private void fail(ArticleUrl page, String reason, @Nullable Throwable cause) {
    failed++;
    listener.failure(page.toString(), reason + "; not archived", cause);
  }

  private String estimate(int pages) {
    Duration time = rate.timeOf(pages);
    String about =
        time.toMinutes() < 2
            ? time.toSeconds() + " s"
            : time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    return pages + " pages to fetch, which takes about " + about;
  }
}
