package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.RobotsTxt;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.source.SiteLists;
import io.github.rfiarchiver.state.BackfillJournal;
import io.github.rfiarchiver.state.CompletenessReport;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Standing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The articles that the site lists, and the standing of each in the archive. */
final class SiteInventory {
  private final RunContext context;
  private final BackfillScope wanted;
  private final SiteReader site;
  private final @Nullable BatchSaver saver;
  private BackfillJournal journal;
  private SiteLists lists;

  /**
   * @param journal the answers of earlier runs
   * @param isStored whether the journal is stored
   */
  SiteInventory(RunContext context, BackfillTask task, BackfillJournal journal, boolean isStored) {
    this.context = context;
    this.wanted = task.wanted();
    this.site = new SiteReader(context.fetcher(), wanted.site());
    this.saver = isStored ? task.saver() : null;
    this.journal = journal;
    this.lists = task.from().site() ? journal.lists() : new SiteLists(List.of());
  }

  /**
   * Reads robots.txt and the lists that it leads to, except those in the journal.
   *
   * @return the documents that could not be read whole, now or in an earlier run
   */
  List<SiteList> read() throws ArchiveException, InterruptedException {
    try {
      if (journal.robots() == null) {
        String text = site.robots();
        add(SiteList.of(site.robotsUrl(), RobotsTxt.parse(text), wanted), text);
      }
    } catch (MalformedException e) {
      String reason = e.reason() + "; the run requests nothing from the site";
      add(SiteList.unread(e.subject(), reason), null);
      return problems();
    }
    LocalDate today = PublishedDate.day(context.clock().instant());
    RobotsTxt robots = robots();
    int announced = 0;
    List<String> left = lists.unread(wanted.span());
    while (!left.isEmpty()) {
      context.listener().begin(left.size() - announced, "lists");
      announced = left.size() - 1;
      String url = left.get(0);
      try {
        SiteList list = SiteList.of(url, site.list(url, robots), wanted, today);
        add(list, journal.robots());
      } catch (MalformedException e) {
        add(SiteList.unread(url, e.reason()), null);
      }
      context.listener().finish(1);
      left = lists.unread(wanted.span());
    }
    return problems();
  }

  private List<SiteList> problems() {
    return lists.all().stream().filter(list -> list.problem() != null).toList();
  }

  /** Adds a document; the next run requests one again that could not be read. */
  private void add(SiteList list, @Nullable String robots)
      throws ArchiveException, InterruptedException {
    lists = lists.with(list);
    if (list.problem() == null || !list.urls().isEmpty()) {
      store(journal.with(robots, list));
    }
  }

  /** The answers so far. */
  BackfillJournal journal() {
    return journal;
  }

  /** Journals an answer. */
  void store(BackfillJournal changed) throws ArchiveException, InterruptedException {
    journal = changed;
    if (saver != null) {
      new RunState(context.archive()).store(saver, journal);
    }
  }

  /** Forgets the lists, unless one of them could not be read whole. */
  void close() throws ArchiveException, InterruptedException {
    if (problems().isEmpty()) {
      store(journal.begunAnew(wanted, context.clock().instant()));
    }
  }

  /** The rules of the site; none if its robots.txt could not be read. */
  private RobotsTxt robots() {
    return RobotsTxt.parse(journal.robots() == null ? "" : journal.robots());
  }

  /** Whether robots.txt allows a page of the site; it does not apply to other hosts. */
  boolean mayAsk(ArticleUrl page) {
    return site.mayAsk(robots(), page);
  }

  /** The standing of each listed article, by day; those without a day come last. */
  Map<ArticleUrl, Standing> standings() throws ArchiveException {
    Archive now = new Archive(context.archive().root()); // other runs write at the same time
    Map<ArticleUrl, PendingEntry> pending = new HashMap<>();
    for (PendingEntry entry : new RunState(now).pending()) {
      pending.put(entry.url(), entry);
    }
    List<ArticleUrl> urls = new ArrayList<>(lists.urls());
    urls.sort(Comparator.comparing(url -> url.day().orElse(LocalDate.MAX)));
    Map<ArticleUrl, Standing> standings = new LinkedHashMap<>();
    for (ArticleUrl url : urls) {
      ArticleUrl saved = journal.savedAs().getOrDefault(url, url);
      boolean isHeld = isHeld(now, url) || (!saved.equals(url) && isHeld(now, saved));
      standings.put(
          url,
          Standing.of(
              isHeld, journal.marks().get(url), pending.get(url), context.clock().instant()));
    }
    return standings;
  }

  /** Adds a list of articles that is not the site's; it is not journaled. */
  void add(SiteList list) {
    lists = lists.with(list);
  }

  /** Whether it is unknown of a day which articles the site published. */
  boolean hasUnknownDays() {
    return wanted.span().days().stream().anyMatch(day -> !lists.isKnown(day));
  }

  private static boolean isHeld(Archive archive, ArticleUrl url) throws ArchiveException {
    return !archive.find(url, url.dayStart().stream().toList()).isEmpty();
  }

  /**
   * The report; stored if there is an archive.
   *
   * @param captured the articles with a capture at the Wayback Machine; null if that is unknown
   */
  CompletenessReport report(@Nullable Set<ArticleUrl> captured) throws ArchiveException {
    CompletenessReport report =
        CompletenessReport.of(
            wanted.span(), lists, standings(), captured, context.clock().instant());
    if (context.archive().exists()) {
      new RunState(context.archive()).store(report);
    }
    return report;
  }
}
