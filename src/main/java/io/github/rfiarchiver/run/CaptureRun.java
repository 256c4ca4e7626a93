package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The second part of a backfill: takes missing articles from captures of feeds, each of which has
 * many, then from captures of their pages.
 *
 * @param isListed whether all articles are known from lists, so that no others are looked for
 */
record CaptureRun(
    RunContext context,
    BackfillScope wanted,
    Wayback wayback,
    BackfillWork work,
    boolean isListed) {
  private static final HttpResult NOT_CAPTURED =
      new HttpResult.Failure(HttpResult.Kind.NOT_SENT, "is not captured");

  void run() throws ArchiveException, InterruptedException {
    if (isOpen()) {
      readFeed(wanted.prefix() + "rss");
    }
    if (isOpen() && wanted.edition().equals("cn")) {
      readFeed(FeedSource.MIRROR);
    }
    if (!work.open().isEmpty()) {
      readPages();
    }
  }

  private boolean isOpen() {
    return !isListed || !work.open().isEmpty();
  }

  /** Reads the captures of a feed until one lists only articles after the span. */
  private void readFeed(String feed) throws ArchiveException, InterruptedException {
    Deque<Capture> rest = captures(feed);
    int all = rest.size();
    boolean isPast = false;
    context.listener().begin(all, "captures");
    while (!rest.isEmpty() && isOpen() && !isPast) {
      work.estimate(all - rest.size(), all, "capture of " + feed, "captures of " + feed);
      HttpResult result = wayback.replay(rest.element(), feed);
      if (result instanceof HttpResult.Document document) {
        try (document) {
          isPast = read(feed, rest.remove(), document);
        }
      } else if (((HttpResult.Failure) result).isSkipped()) {
        work.postpone(
            feed,
            Count.of(rest.size(), "capture is", "captures are")
                + " left; run the same command again to continue");
        return;
      } else {
        String reason = ((HttpResult.Failure) result).reason();
        work.postpone(feed, "its capture of " + rest.remove().time() + ": " + reason);
      }
      context.listener().finish(1);
    }
  }

  /** Those to read, oldest first, each document once. */
  private Deque<Capture> captures(String feed) throws ArchiveException, InterruptedException {
    List<Capture> captures = new ArrayList<>();
    wayback.find(feed, true).captures().values().forEach(captures::addAll);
    captures.sort(Comparator.comparing(Capture::time));
    Set<String> digests = new HashSet<>();
    captures.removeIf(
        capture ->
            !digests.add(capture.digest())
                || wayback.isTried(capture)
                || (isListed && isBeforeAll(capture)));
    return new ArrayDeque<>(captures);
  }

  /** Whether all missing articles are later than a capture, whatever the zone. */
  private boolean isBeforeAll(Capture capture) {
    LocalDate next = PublishedDate.day(capture.time()).plusDays(1);
    return work.open().keySet().stream()
        .allMatch(page -> page.day().filter(next::isBefore).isPresent());
  }

  /**
   * Saves the articles of a captured feed.
   *
   * @return whether all of them are after the span
   */
  private boolean read(String feed, Capture capture, HttpResult.Document document)
      throws ArchiveException, InterruptedException {
    String subject = feed + " of " + capture.time();
    CapturedFeeds feeds = new CapturedFeeds();
    String type = "text/xml; charset=" + (document.charset() == null ? "" : document.charset());
    feeds
        .add(new CapturedResponse("", feed, capture.time(), 200, type, null, document.bytes()))
        .forEach(problem -> context.listener().notice(subject, problem));
    List<CandidateEntry> entries = new ArrayList<>(feeds.endRound().keySet());
    boolean isPast =
        !entries.isEmpty()
            && entries.stream().noneMatch(e -> day(e, capture).isBefore(wanted.span().until()));
    entries.removeIf(e -> !wanted.wants(e.url()) || !wanted.span().contains(day(e, capture)));
    for (EntryResult result : take(entries, request -> NOT_CAPTURED, capture)) {
      if (result == BackfillWork.NOT_REQUESTED) {
        return false; // the time is over; the capture is read again
      } else if (result instanceof EntryResult.NoArticle why) {
        context.listener().notice(subject, why.reason() + "; an entry is skipped");
      }
    }
    wayback.setTried(capture);
    return isPast;
  }

  /** The day in the URL of an entry, by which it is listed; else that of its date. */
  private static LocalDate day(CandidateEntry entry, Capture capture) {
    return entry.url().day().orElseGet(() -> PublishedDate.day(entry.dateOr(capture.time())));
  }

  private void readPages() throws ArchiveException, InterruptedException {
    Wayback.Holdings held = wayback.pages();
    String none =
        held.problem() == null ? "the Wayback Machine has no capture" : "captures are unknown";
    List<ArticleUrl> pages = List.copyOf(work.open().keySet());
    context.listener().begin(pages.size(), "captures");
    long captured = pages.stream().filter(page -> !held.of(page).isEmpty()).count();
    work.estimate(0, (int) captured, "captured page", "captured pages");
    for (ArticleUrl page : pages) {
      if (held.of(page).isEmpty()) {
        work.miss(page, new EntryResult.NoArticle(EntryResult.Kind.GONE, none));
      } else {
        readPage(page, held.of(page));
      }
      context.listener().finish(1);
    }
  }

  /** Tries the captures of a page until one has its article. */
  private void readPage(ArticleUrl page, List<Capture> captures)
      throws ArchiveException, InterruptedException {
    for (Capture capture : captures) {
      String subject = "its capture of " + capture.time();
      if (wayback.isTried(capture)) {
        work.miss(
            page, new EntryResult.NoArticle(EntryResult.Kind.EMPTY, subject + " has no article"));
        continue;
      }
      Fetcher replay = request -> wayback.replay(capture, request.url());
      EntryResult result = take(List.of(CandidateEntry.page(page)), replay, capture).get(0);
      if (!(result instanceof EntryResult.NoArticle why)) {
        return;
      }
      work.miss(page, new EntryResult.NoArticle(why.kind(), subject + ": " + why.reason()));
      if (why.mark() != null) {
        wayback.setTried(capture);
      }
    }
  }

  private List<EntryResult> take(List<CandidateEntry> entries, Fetcher pages, Capture capture)
      throws ArchiveException, InterruptedException {
    return work.take(
        entries, EntryProcessor.then(capture.time(), context.extractor(), pages, true), () -> {});
  }
}
