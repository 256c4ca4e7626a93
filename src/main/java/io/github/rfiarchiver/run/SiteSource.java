package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.run.EntryResult.Kind;
import io.github.rfiarchiver.run.EntryResult.NoArticle;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.RobotsTxt;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.source.SiteLists;
import io.github.rfiarchiver.source.Sitemap;
import io.github.rfiarchiver.state.BackfillJournal.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The site as a source of backfill: its lists, and its pages. Its robots.txt is kept. */
final class SiteSource {
  /** How deep indexes are read within indexes: some name a new one each time, without end. */
  private static final int MOST_LEVELS = 5;

  private final BackfillProgress progress;
  private final SiteReader site;

  /** The robots.txt; null until one that names lists is read: without, nothing is requested. */
  private @Nullable RobotsTxt robots;

  SiteSource(BackfillProgress progress) {
    this.progress = progress;
    this.site = new SiteReader(progress.context.fetcher(), wanted().site());
  }

  /**
   * Reads robots.txt and the lists that it leads to, from the journal where they are in it; reports
   * what could not be read whole.
   */
  SiteLists lists() throws ArchiveException, InterruptedException {
    SiteLists lists = new SiteLists(List.of(readRobots()));
    List<String> left = lists.unread(wanted().span());
    for (int level = 1; robots != null && !left.isEmpty(); level++) {
      RobotsTxt rules = robots;
      progress.listener.begin(left.size(), "lists");
      for (String url : left) {
        lists =
            lists.with(
                level > MOST_LEVELS
                    ? SiteList.unread(url, "is nested too deeply")
                    : readList(url, rules));
        progress.listener.finish(1);
      }
      left = lists.unread(wanted().span());
    }
    for (SiteList list : lists.unreadable()) {
      progress.postpone(list.url(), list.problem() + "; the days that it may list are unknown");
    }
    return lists;
  }

  private BackfillScope wanted() {
    return progress.task.wanted();
  }

  private SiteList readRobots() throws ArchiveException, InterruptedException {
    try {
      RobotsTxt read =
          progress.read(
              site.robotsRequest(),
              text -> RobotsTxt.parse(text.utf8()),
              rules -> !rules.sitemaps(wanted().edition()).isEmpty());
      SiteList named = SiteList.of(site.robotsUrl(), read, wanted());
      robots = named.problem() == null ? read : null;
      return named;
    } catch (MalformedException e) {
      String problem = e.reason() + "; the run requests nothing from the site";
      return SiteList.unread(site.robotsUrl(), problem);
    }
  }

  private SiteList readList(String url, RobotsTxt rules)
      throws ArchiveException, InterruptedException {
    try {
      return progress.read(
          site.listRequest(url, rules),
          list -> SiteList.of(url, Sitemap.parse(url, list.bytes()), wanted(), list.read()),
          list -> list.problem() == null);
    } catch (MalformedException e) {
      return SiteList.unread(url, e.reason());
    }
  }

  /** Fetches the pages that it may ask for, one at a time, and saves their articles. */
  void fetch(Collection<ArticleUrl> pages) throws ArchiveException, InterruptedException {
    List<ArticleUrl> requested = new ArrayList<>();
    for (ArticleUrl page : pages) {
      NoArticle obstacle = obstacle(page);
      if (obstacle == null) {
        requested.add(page);
      } else {
        progress.addMissing(page, obstacle);
      }
    }
    Fetcher fetcher = request -> progress.context.fetcher().fetch(request.within(this::mayAsk));
    EntryProcessor processor = EntryProcessor.now(progress.context, fetcher, true);
    boolean isLeft = false;
    progress.listener.begin(requested.size(), "pages");
    for (int done = 0; done < requested.size(); done++) {
      if (!isLeft) {
        progress.estimate(done, requested.size(), "page", "pages");
      }
      ArticleUrl page = requested.get(done);
      if (!progress.skipIfHeld(page)
          && progress.process(page, processor) instanceof NoArticle why) {
        isLeft |= why.kind() == Kind.SKIPPED;
        addMissing(page, why);
      }
      progress.listener.finish(1);
    }
  }

  /** Why a page is not requested; null if it is. */
  private @Nullable NoArticle obstacle(ArticleUrl page) {
    Mark mark = progress.journal.mark(page);
    if (mark != null) {
      String restart = "; --restart requests it again";
      return mark == Mark.GONE
          ? new NoArticle(Kind.GONE, "not found on the site (404 or 410)" + restart)
          : new NoArticle(Kind.NOT_EXTRACTED, "could not be extracted" + restart);
    }
    if (mayAsk(page)) {
      return null;
    }
    String why = robots == null ? "not requested from the site" : "is disallowed by robots.txt";
    return new NoArticle(Kind.NOT_ALLOWED, why);
  }

  private boolean mayAsk(ArticleUrl page) {
    return robots != null && site.mayAsk(robots, page);
  }

  private void addMissing(ArticleUrl page, NoArticle why)
      throws ArchiveException, InterruptedException {
    Mark mark = why.mark();
    if (mark != null) {
      progress.journal.put(page.canonical(), mark);
    }
    if (mark == Mark.NO_ARTICLE) {
      progress.listener.notice(page.toString(), why.reason());
    } else {
      progress.addMissing(page, why);
    }
  }
}
