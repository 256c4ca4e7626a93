package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.source.CdxIndex;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.source.Span;
import io.github.rfiarchiver.state.BackfillJournal.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The index of the Wayback Machine, and its captures. Its robots.txt is for other paths. */
final class WaybackMachine {
  /** Of up to 5,000 rows each: far more than the pages of a site. */
  private static final int MOST_SLICES = 1000;

  private final BackfillProgress progress;
  private final BackfillScope wanted;
  private final String server;
  private @Nullable Captures pages;

  /**
   * @param url {@code https://web.archive.org/}
   */
  WaybackMachine(BackfillProgress progress, String url) {
    this.progress = progress;
    this.wanted = progress.task.wanted();
    this.server = url.replaceFirst("/+$", "");
  }

  /**
   * Captures that the index lists.
   *
   * @param byUrl those of each page or feed, in the order of the index
   * @param problem why there may be more; null if these are all
   */
  record Captures(Map<ArticleUrl, List<Capture>> byUrl, @Nullable String problem) {
    List<Capture> of(ArticleUrl url) {
      return byUrl.getOrDefault(url, List.of());
    }
  }

  /**
   * The captures of pages of the edition: of the span, or without a date in their URLs. The index
   * is asked once.
   */
  Captures pages() throws ArchiveException, InterruptedException {
    if (pages == null) {
      pages = find(wanted.prefix(), false);
      pages.byUrl().keySet().removeIf(url -> !wanted.wants(url) || !wanted.mayTouch(url));
    }
    return pages;
  }

  /** The captures of a feed, oldest first. */
  List<Capture> feed(String feed) throws ArchiveException, InterruptedException {
    return find(feed, true).byUrl().values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Capture::time))
        .toList();
  }

  /** The captured pages as a list of articles; it covers the span if the site is not asked. */
  SiteList list() throws ArchiveException, InterruptedException {
    Captures found = pages();
    Span covered = progress.task.asksSite() ? null : wanted.span();
    return SiteList.ofCaptures(wanted.prefix(), found.byUrl().keySet(), covered, found.problem());
  }

  /** The articles with a capture that was not tried in vain; null if that is unknown. */
  @Nullable Set<ArticleUrl> available() {
    Captures known = pages == null ? new Captures(Map.of(), null) : pages;
    Set<ArticleUrl> available = new HashSet<>(known.byUrl().keySet());
    available.removeIf(page -> known.of(page).stream().allMatch(this::isTried));
    return known.problem() == null ? available : null;
  }

  /**
   * Reads the index slice by slice, except for those in the journal; reports problems. A slice with
   * a problem, or with a key that was used, is not journaled: the next run asks for it again.
   */
  private Captures find(String prefix, boolean isFeed)
      throws ArchiveException, InterruptedException {
    Set<Capture> captures = new LinkedHashSet<>();
    Set<@Nullable String> keys = new HashSet<>();
    String problem = null;
    String key = null;
    try {
      do {
        String url = CdxIndex.url(server, prefix, isFeed, wanted.span(), key);
        CdxIndex.Slice slice =
            progress.read(
                HttpRequest.wayback(url, HttpRequest.Kind.INDEX),
                answer -> CdxIndex.parse(url, answer.utf8()),
                read -> read.unreadable() == 0 && !keys.contains(read.resumeKey()));
        captures.addAll(slice.captures());
        if (slice.unreadable() > 0) {
          problem = Count.of(slice.unreadable(), "row is", "rows are") + " unreadable";
        }
        key = slice.resumeKey();
        if (key != null && (!keys.add(key) || keys.size() > MOST_SLICES)) {
          throw new MalformedException(url, "its resume keys repeat or have no end");
        }
      } while (key != null);
    } catch (MalformedException e) {
      problem = e.reason();
    }
    if (problem != null) {
      String what = "the Wayback Machine's index: " + problem + "; captures may be missing";
      if (progress.task.asksSite()) {
        progress.listener.notice(prefix, what);
      } else {
        progress.postpone(prefix, what); // a failure only where there is no other source
      }
    }
    Map<ArticleUrl, List<Capture>> byUrl = new LinkedHashMap<>();
    captures.forEach(c -> byUrl.computeIfAbsent(c.original(), u -> new ArrayList<>()).add(c));
    return new Captures(byUrl, problem);
  }

  /** The capture that a replay ended at: its own, or another one, of another time or URL. */
  Capture replayedCapture(HttpResult replayed, Capture asked) {
    return replayed instanceof HttpResult.Document document
        ? Capture.replayed(document.url()).orElse(asked)
        : asked;
  }

  /** Fetches a capture. */
  HttpResult replay(Capture capture) throws InterruptedException {
    String url = capture.replayUrl(server);
    return progress.context.fetcher().fetch(HttpRequest.wayback(url, HttpRequest.Kind.CAPTURE));
  }

  /** Whether a capture gave what it has: it never changes. */
  boolean isTried(Capture capture) {
    return progress.journal.get(capture.replayUrl(server)) != null;
  }

  /** Journals that a capture gave what it has. */
  void setTried(Capture capture) throws ArchiveException, InterruptedException {
    progress.journal.put(capture.replayUrl(server), Mark.TRIED);
  }
}
