package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.RobotsTxt;
import io.github.rfiarchiver.source.Sitemap;
import io.github.rfiarchiver.state.NewsLists;
import io.github.rfiarchiver.state.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the news lists of the site, which a run reads beside the feeds.
 *
 * @param writer stores what is found; null for a dry run
 */
record NewsListFinder(
    SiteReader reader, RunState state, @Nullable ArchiveWriter writer, Listener listener) {
  /**
   * The news lists of the editions of the feeds on the host of the site; of the simplified edition
   * if the feeds show none. Empty if that host has no feed but those that it asks to wait for, if
   * robots.txt names no such list, or if it or an index cannot be read, which is reported.
   */
  NewsLists find(List<FeedRun> feeds, Instant now) throws ArchiveException, InterruptedException {
    String site = reader.robotsUrl();
    Set<String> editions = new TreeSet<>();
    for (FeedRun feed : feeds) {
      if (feed.source() instanceof FeedSource.Web web
          && web.url().host().equals(reader.site().host())
          && !(feed.result() instanceof FeedResult.Deferred)) {
        editions.add(web.url().edition().equals("tw") ? "tw" : "cn");
      }
    }
    NewsLists none = new NewsLists(site, now, editions, "", List.of());
    Optional<NewsLists> known = state.newsLists().filter(l -> l.isEnough(site, editions, now));
    if (known.isPresent() || editions.isEmpty()) {
      return known.orElse(none);
    }
    try {
      String text = reader.robots();
      NewsLists found =
          new NewsLists(site, now, editions, text, names(RobotsTxt.parse(text), editions));
      if (found.names().isEmpty()) {
        listener.explain(site, "names no news list that it allows, or answered 4xx");
      }
      if (writer != null && !text.isEmpty()) { // one that is refused may be allowed tomorrow
        state.store(writer, found);
      }
      return found;
    } catch (MalformedException e) {
      listener.notice(e.subject(), e.reason() + "; the feeds are read without the news list");
      return none;
    }
  }

  /** A list that was read, without the pages that the robots.txt beside it disallows. */
  FeedRun allowed(FeedRun list, NewsLists lists) {
    RobotsTxt robots = RobotsTxt.parse(lists.robots());
    List<CandidateEntry> entries =
        list.entries().stream().filter(entry -> reader.mayAsk(robots, entry.url())).toList();
    return new FeedRun(
        list.source(), list.before(), list.result(), entries, list.invalid(), list.notices());
  }

  private List<String> names(RobotsTxt robots, Set<String> editions)
      throws MalformedException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (String edition : editions) {
      for (String list : newsLists(robots, edition)) {
        ArticleUrl url = ArticleUrl.of(list);
        if (reader.mayAsk(robots, url)) {
          names.add(new FeedSource.NewsList(edition, url).name());
        }
      }
    }
    return names;
  }

  /** The lists that are called news, in robots.txt, else in the indexes that it names. */
  private List<String> newsLists(RobotsTxt read, String edition)
      throws MalformedException, InterruptedException {
    List<String> lists = read.sitemaps(edition);
    if (lists.stream().noneMatch(NewsListFinder::isNews)) {
      List<String> nested = new ArrayList<>();
      for (String list : lists) {
        if (Sitemap.daysOf(list).isEmpty()) {
          nested.addAll(BackfillScope.ofEdition(reader.list(list, read).sitemaps(), edition));
        }
      }
      lists = nested;
    }
    return lists.stream().filter(NewsListFinder::isNews).toList();
  }

  private static boolean isNews(String list) {
    return list.substring(list.lastIndexOf('/') + 1).contains("news");
  }
}
