package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.BatchSaver;
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
public final class BackfillRun {
  private final Archive archive;
  private final Selection wanted;
  private final BackfillSources from;
  private final Fetcher fetcher;
  private final SiteReader site;
  private final PageExtractor extractor;
  private final BatchSaver saver;
  private final RateLimit rate;
  private final Deadline deadline;
  private final Listener listener;
  private final Clock clock;

  /**
   * @param from where articles are looked for
   * @param fetcher keeps to {@code rate}
   * @param saver holds the lock of the archive only while it saves
   * @param rate the least time between requests, for the estimate
   * @param deadline no request is sent after it
   */
  public BackfillRun(
      Archive archive,
      Selection wanted,
      BackfillSources from,
      Fetcher fetcher,
      PageExtractor extractor,
      BatchSaver saver,
      RateLimit rate,
      Deadline deadline,
      Listener listener,
      Clock clock) {
    this.archive = archive;
    this.wanted = wanted;
    this.from = from;
    this.fetcher = new TimedFetcher(fetcher, deadline);
    this.site = new SiteReader(this.fetcher, wanted.site());
    this.extractor = extractor;
    this.saver = saver;
    this.rate = rate;
    this.deadline = deadline;
    this.listener = listener;
    this.clock = clock;
  }

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
    Begun run = begin(null, journal().begunAnew(wanted, clock.instant()));
    Map<ArticleUrl, Standing> standings = run.inventory().standings();
    List<ArticleUrl> missing =
        standings.keySet().stream().filter(u -> standings.get(u) == Standing.MISSING).toList();
    if (run.wayback() != null && !missing.isEmpty()) {
      run.wayback().pages();
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
    Begun run =
        begin(
            saver,
            restart
                ? BackfillJournal.empty(wanted, clock.instant())
                : journal().goingOn(wanted, clock.instant()));
    fetchFromSite(run.inventory(), run.work());
    if (run.wayback() != null) {
      boolean isListed = from.site() && !run.inventory().hasUnknownDays();
      new CaptureRun(run.wayback(), wanted, run.work(), extractor, listener, isListed).run();
    }
    return run.work().end(run.available());
  }

  private BackfillJournal journal() throws ArchiveException {
    return new RunState(archive)
        .backfill()
        .orElseGet(() -> BackfillJournal.empty(wanted, clock.instant()));
  }

  /**
   * Reads the lists of the site, and where they leave days unknown, those of the captures; reports
   * what could not be read.
   */
  private Begun begin(@Nullable BatchSaver journals, BackfillJournal journal)
      throws ArchiveException, InterruptedException {
    SiteInventory inventory =
        new SiteInventory(archive, wanted, site, journals, clock, journal, from.site());
    BackfillWork work = new BackfillWork(from, inventory, saver, rate, deadline, listener);
    Wayback wayback =
        from.wayback() == null
            ? null
            : new Wayback(fetcher, from.wayback(), wanted, inventory, work);
    for (SiteList list : from.site() ? inventory.read() : List.<SiteList>of()) {
      work.postpone(list.url(), list.problem() + "; the days that it may list are unknown");
    }
    if (wayback != null && inventory.hasUnknownDays()) {
      Wayback.Holdings held = wayback.pages();
      inventory.add(
          SiteList.ofCaptures(
              wanted.prefix(),
              held.captures().keySet(),
              from.site() ? null : wanted.span(),
              held.problem()));
    }
    return new Begun(inventory, wayback, work);
  }

  /** Fetches the missing pages that the site may be asked for. */
  private void fetchFromSite(SiteInventory inventory, BackfillWork work)
      throws ArchiveException, InterruptedException {
    EntryProcessor processor = new EntryProcessor(extractor, fetcher, true, clock, null);
    List<ArticleUrl> pages = pages(inventory, work);
    boolean isLeft = false;
    listener.begin(pages.size(), "pages");
    for (int done = 0; done < pages.size(); done++) {
      ArticleUrl page = pages.get(done);
      if (!isLeft) {
        work.estimate(done, pages.size(), "pages");
      }
      EntryResult result =
          work.take(List.of(CandidateEntry.page(page)), processor, () -> listener.finish(1)).get(0);
      if (result instanceof EntryResult.NoArticle why) {
        isLeft |= why.kind() == EntryResult.Kind.SKIPPED;
        Mark mark = BackfillWork.mark(why);
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
    RobotsTxt robots = inventory.robots();
    boolean mayAsk = from.site() && inventory.journal().robots() != null;
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
      } else if (!site.mayAsk(robots, page)) {
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
