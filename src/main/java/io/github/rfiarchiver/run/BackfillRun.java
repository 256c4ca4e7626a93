package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleStore;
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
import io.github.rfiarchiver.source.SiteLists;
import io.github.rfiarchiver.state.BackfillJournal;
import io.github.rfiarchiver.state.BackfillJournal.Mark;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run over what a site lists of a span: it compares the lists with the archive, and fetches
 * what is missing, one page at a time. The answer to each request is saved or journaled before the
 * next one, so a run that is killed goes on where it was.
 */
public final class BackfillRun {
  private static final int PAGES_BETWEEN_ESTIMATES = 100;

  private final Archive archive;
  private final Selection wanted;
  private final EntryProcessor processor;
  private final BatchSaver saver;
  private final RateLimit rate;
  private final Deadline deadline;
  private final Listener listener;
  private final Clock clock;
  private final RunState state;
  private final SiteReader site;
  private BackfillJournal journal;
  private SiteLists lists;
  private boolean isDry;
  private int failed;

  /**
   * @param fetcher asks as politely as a long run should, and keeps to {@code rate}
   * @param saver holds the archive's lock only while it saves
   * @param rate how far requests are apart, for the estimate
   * @param deadline nothing is asked after it
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
    this.archive = archive;
    this.wanted = wanted;
    Fetcher timed = new TimedFetcher(fetcher, deadline);
    this.processor = new EntryProcessor(extractor, timed, true, clock);
    this.saver = saver;
    this.rate = rate;
    this.deadline = deadline;
    this.listener = listener;
    this.clock = clock;
    this.state = new RunState(archive);
    this.site = new SiteReader(timed, wanted.site());
    this.journal = BackfillJournal.empty(wanted, clock.instant());
    this.lists = journal.lists();
  }

  /**
   * Compares the site's lists with the archive. Nothing is written but the report.
   *
   * @return the articles that are missing, the earliest first
   */
  public Checked check() throws ArchiveException, InterruptedException {
    isDry = true;
    journal = state.backfill().orElse(journal).begunAnew(wanted, clock.instant());
    readLists();
    Map<ArticleUrl, Standing> standings = standings();
    List<ArticleUrl> missing =
        standings.keySet().stream().filter(u -> standings.get(u) == Standing.MISSING).toList();
    return new Checked(missing, report(standings));
  }

  /** What a check found. */
  public record Checked(List<ArticleUrl> missing, CompletenessReport completeness) {}

  /**
   * Fetches and saves what the archive does not hold.
   *
   * @param restart whether what earlier runs were answered is forgotten
   * @throws ArchiveException where the archive cannot be read or written
   */
  public BackfillReport run(boolean restart) throws ArchiveException, InterruptedException {
    if (!restart) {
      journal = state.backfill().orElse(journal).goingOn(wanted, clock.instant());
    }
    readLists();
    List<ArticleUrl> pages = pages(standings());
    if (!pages.isEmpty()) {
      listener.notice("backfill", estimate(pages.size()));
    }
    Tally tally = new Tally();
    Set<String> hostsLeft = new HashSet<>();
    for (ArticleUrl page : pages) {
      if (deadline.isOver() || hostsLeft.contains(page.host())) {
        tally.left++;
      } else if (!process(page, tally)) {
        hostsLeft.add(page.host());
        tally.left++;
      }
      listener.progress(++tally.done, pages.size());
      if (tally.done % PAGES_BETWEEN_ESTIMATES == 0 && tally.left == 0) {
        listener.notice("backfill", estimate(pages.size() - tally.done));
      }
    }
    if (tally.left == 0 && tally.refused == 0 && !lists.haveProblems()) {
      store(journal.begunAnew(wanted, clock.instant()));
    } else if (tally.left > 0) {
      listener.warning(
          "backfill", tally.left + " pages are left to do; the same command goes on with them");
    }
    return new BackfillReport(
        report(standings()), tally.added, tally.revised, failed, tally.left, deadline.isOver());
  }

  /** What the run has done so far. */
  private static final class Tally {
    private int done;
    private int added;
    private int revised;
    private int refused;
    private int left;
  }

  /** Reads robots.txt and the lists that it leads to, but for those that the journal holds. */
  private void readLists() throws ArchiveException, InterruptedException {
    lists = journal.lists();
    try {
      if (journal.robots() == null) {
        String text = site.robots();
        add(SiteList.of(site.robotsUrl(), robots(text), wanted), text);
      }
    } catch (MalformedException e) {
      add(SiteList.unread(e.subject(), e.reason() + "; nothing of the site is asked for"), null);
      return;
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (Optional<String> url = lists.next(); url.isPresent(); url = lists.next()) {
      try {
        add(SiteList.of(url.get(), site.list(url.get(), robots()), wanted, today), null);
      } catch (MalformedException e) {
        add(SiteList.unread(url.get(), e.reason()), null);
      }
    }
  }

  /** Takes what a document tells; one that could not be had is asked for again by the next run. */
  private void add(SiteList list, @Nullable String robotsTxt)
      throws ArchiveException, InterruptedException {
    lists = lists.with(list);
    if (list.problem() != null && !deadline.isOver()) {
      failed++;
      listener.failure(
          list.url(), list.problem() + "; the days that it may list are unknown", Optional.empty());
    }
    if (list.problem() == null || !list.urls().isEmpty()) {
      BackfillJournal read = robotsTxt == null ? journal : journal.with(robotsTxt);
      store(read.with(list));
    }
  }

  private void store(BackfillJournal changed) throws ArchiveException, InterruptedException {
    journal = changed;
    if (!isDry) {
      state.store(saver, journal);
    }
  }

  private RobotsTxt robots() {
    return robots(journal.robots() == null ? "" : journal.robots());
  }

  private static RobotsTxt robots(String text) {
    return RobotsTxt.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Where the archive stands with each listed article, by day, those without a day last. */
  private Map<ArticleUrl, Standing> standings() throws ArchiveException {
    Archive now = new Archive(archive.root()); // other runs write meanwhile
    Map<ArticleUrl, PendingEntry> pending = new HashMap<>();
    for (PendingEntry entry : new RunState(now).pending()) {
      pending.put(entry.address(), entry);
    }
    List<ArticleUrl> urls = new ArrayList<>(lists.urls());
    urls.sort(Comparator.comparing(url -> url.day().orElse(LocalDate.MAX)));
    Map<ArticleUrl, Standing> standings = new LinkedHashMap<>();
    for (ArticleUrl url : urls) {
      ArticleUrl saved = journal.savedAs().getOrDefault(url, url);
      boolean isHeld = isHeld(now, url) || (!saved.equals(url) && isHeld(now, saved));
      standings.put(
          url, Standing.of(isHeld, journal.marks().get(url), pending.get(url), clock.instant()));
    }
    return standings;
  }

  private static boolean isHeld(Archive archive, ArticleUrl url) throws ArchiveException {
    return !archive.find(url, ArticleStore.months(url.dayStart().stream().toList())).isEmpty();
  }

  /** The pages to ask for; those that are not, though they are missing, are named. */
  private List<ArticleUrl> pages(Map<ArticleUrl, Standing> standings) {
    List<ArticleUrl> pages = new ArrayList<>();
    standings.forEach(
        (url, standing) -> {
          Mark mark = journal.marks().get(url);
          if (standing == Standing.HELD || mark == Mark.NO_ARTICLE) {
            return;
          }
          if (mark != null) {
            fail(url, mark == Mark.GONE ? "is not on the site (404)" : "shows no article", null);
          } else if (!site.mayAsk(robots(), url)) {
            fail(url, "is disallowed by robots.txt", null);
          } else {
            pages.add(url);
          }
        });
    return pages;
  }

  /**
   * Fetches one page and saves its article.
   *
   * @return whether it was asked for: a host that refuses too often is left
   */
  private boolean process(ArticleUrl page, Tally tally)
      throws ArchiveException, InterruptedException {
    try (EntryPipeline pipeline =
        new EntryPipeline(List.of(CandidateEntry.page(page)), processor, saver, 1, deadline)) {
      EntryOutcome outcome = pipeline.next();
      EntryResult result = outcome == null ? new EntryResult.NotProcessed() : outcome.result();
      if (result instanceof EntryResult.Saved saved) {
        saved(page, saved, tally);
      } else if (result instanceof EntryResult.NoArticle why) {
        if (why.kind() == EntryResult.Kind.SKIPPED) {
          return false;
        }
        noArticle(page, why, tally);
      } else {
        tally.left++;
      }
      return true;
    }
  }

  private void saved(ArticleUrl page, EntryResult.Saved saved, Tally tally)
      throws ArchiveException, InterruptedException {
    SaveResult.Saved article = saved.article();
    tally.added += article instanceof SaveResult.Added ? 1 : 0;
    tally.revised += article instanceof SaveResult.Revised ? 1 : 0;
    if (!article.article().address().equals(page)) {
      store(journal.with(page, article.article().address()));
    }
    if (saved.notice() != null) {
      listener.warning(page.toString(), saved.notice());
    }
    listener.saved(article);
  }

  private void noArticle(ArticleUrl page, EntryResult.NoArticle why, Tally tally)
      throws ArchiveException, InterruptedException {
    switch (why.kind()) {
      case GONE -> store(journal.with(page, Mark.GONE));
      case EMPTY -> store(journal.with(page, Mark.NO_ARTICLE));
      case NOT_EXTRACTED -> store(journal.with(page, Mark.NOT_EXTRACTED));
      default -> tally.refused++;
    }
    if (why.kind() == EntryResult.Kind.EMPTY) {
      listener.notice(page.toString(), why.reason());
    } else {
      fail(page, why.reason(), why.cause());
    }
  }

  private void fail(ArticleUrl page, String reason, @Nullable Throwable cause) {
    failed++;
    listener.failure(page.toString(), reason + "; it was not archived", Optional.ofNullable(cause));
  }

  /** The report; stored where there is an archive. */
  private CompletenessReport report(Map<ArticleUrl, Standing> standings) throws ArchiveException {
    CompletenessReport report =
        CompletenessReport.of(wanted.span(), lists, standings, clock.instant());
    if (archive.exists()) {
      state.store(report);
    }
    return report;
  }

  private String estimate(int pages) {
    Duration time = rate.timeOf(pages);
    String about =
        time.toMinutes() < 2
            ? time.toSeconds() + " s"
            : time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    return pages + " pages are to be fetched, which takes about " + about;
  }
}
