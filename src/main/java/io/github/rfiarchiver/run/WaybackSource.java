package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.run.EntryResult.Kind;
import io.github.rfiarchiver.run.EntryResult.NoArticle;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Wayback Machine as a source of backfill: captures of feeds, each of which has many articles,
 * then captures of pages.
 *
 * @param isListed whether all articles are known from lists, so that no others are looked for
 */
record WaybackSource(BackfillProgress progress, WaybackMachine wayback, boolean isListed) {
  /** Saves the missing articles that it has. */
  void fetch() throws ArchiveException, InterruptedException {
    if (!isDone()) {
      fetchFeed(wanted().prefix() + "rss");
    }
    if (!isDone() && wanted().edition().equals("cn")) {
      fetchFeed(FeedSource.MIRROR);
    }
    if (!progress.missing().isEmpty()) {
      fetchPages();
    }
  }

  private boolean isDone() {
    return isListed && progress.missing().isEmpty();
  }

  private BackfillScope wanted() {
    return progress.task.wanted();
  }

  /** Reads the captures of a feed, of each of its URLs until one lists only later articles. */
  private void fetchFeed(String feed) throws ArchiveException, InterruptedException {
    Deque<Capture> left = captures(feed);
    int all = (int) left.stream().map(Capture::digest).distinct().count();
    progress.listener.begin(all, "captures");
    for (int done = 0; !left.isEmpty() && !isDone(); done++) {
      progress.estimate(done, all, "capture of " + feed, "captures of " + feed);
      HttpResult result = wayback.replay(left.element());
      if (result instanceof HttpResult.Document document) {
        try (document) {
          read(feed, left, document);
        }
      } else {
        NoArticle why = EntryResult.of((HttpResult.Failure) result);
        if (why.kind() == Kind.SKIPPED) {
          String what = Count.of(left.size(), "capture is", "captures are") + " left";
          progress.postpone(feed, what + "; run the same command again to continue");
          return;
        }
        progress.postpone(feed, "its capture of " + left.remove().time() + ": " + why.reason());
      }
      progress.listener.finish(1);
    }
  }

  /** Those to read: the documents of others were read in an earlier run. */
  private Deque<Capture> captures(String feed) throws ArchiveException, InterruptedException {
    Deque<Capture> captures = new ArrayDeque<>(wayback.feed(feed));
    Set<String> read =
        captures.stream().filter(wayback::isTried).map(Capture::digest).collect(Collectors.toSet());
    captures.removeIf(
        capture -> read.contains(capture.digest()) || (isListed && isBeforeAllMissing(capture)));
    return captures;
  }

  /** Whether all missing articles are later than a capture, whatever the zone. */
  private boolean isBeforeAllMissing(Capture capture) {
    LocalDate next = PublishedDate.day(capture.time()).plusDays(1);
    return progress.missing().stream()
        .allMatch(page -> page.day().filter(next::isBefore).isPresent());
  }

  /**
   * Saves the articles of the first of the captures, and removes it, with others of the same
   * document, and all of its URL if its articles are after the span. The Wayback Machine may
   * redirect to another capture, of another time and document.
   */
  private void read(String feed, Deque<Capture> left, HttpResult.Document document)
      throws ArchiveException, InterruptedException {
    Capture asked = left.remove();
    Capture capture = wayback.replayedCapture(document, asked);
    String subject = feed + " of " + capture.time();
    FeedRun read = CapturedFeeds.read(feed, document.bytes(), document.charset());
    read.problems().forEach(problem -> progress.listener.notice(subject, problem));
    List<CandidateEntry> listed = CandidateEntry.withText(read.entries());
    List<CandidateEntry> entries =
        listed.stream()
            .filter(entry -> wanted().wants(entry.url()))
            .filter(entry -> wanted().span().contains(day(entry, capture)))
            .toList();
    EntryProcessor processor = processor(capture, null);
    for (EntryResult result : progress.process(entries, processor)) {
      if (result == EntryResult.OUT_OF_TIME) {
        return; // the time is over; the capture is read again
      } else if (result instanceof NoArticle why) {
        progress.listener.notice(subject, why.reason() + "; an entry is skipped");
      }
    }
    wayback.setTried(asked);
    boolean isPast =
        !listed.isEmpty()
            && listed.stream().noneMatch(e -> day(e, capture).isBefore(wanted().span().until()));
    if (capture.time().equals(asked.time())) {
      left.removeIf(other -> other.digest().equals(asked.digest()));
      left.removeIf(other -> isPast && other.original().equals(asked.original()));
    }
  }

  /** The day in the URL of an entry, by which it is listed; else that of its date. */
  private static LocalDate day(CandidateEntry entry, Capture capture) {
    return entry.url().day().orElseGet(() -> PublishedDate.day(entry.dateOr(capture.time())));
  }

  private void fetchPages() throws ArchiveException, InterruptedException {
    WaybackMachine.Captures found = wayback.pages();
    List<ArticleUrl> missing = List.copyOf(progress.missing());
    progress.listener.begin(missing.size(), "captures");
    long captured = missing.stream().filter(page -> !found.of(page).isEmpty()).count();
    progress.estimate(0, (int) captured, "captured page", "captured pages");
    for (ArticleUrl page : missing) {
      if (!progress.skipIfHeld(page)) {
        fetchPage(page, found);
      }
      progress.listener.finish(1);
    }
  }

  /** Tries the captures of a page until one has its article. */
  private void fetchPage(ArticleUrl page, WaybackMachine.Captures found)
      throws ArchiveException, InterruptedException {
    if (found.of(page).isEmpty()) {
      String none =
          found.problem() == null ? "the Wayback Machine has no capture" : "captures are unknown";
      progress.addMissing(page, new NoArticle(Kind.GONE, none));
    }
    for (Capture capture : found.of(page)) {
      String subject = "its capture of " + capture.time();
      if (wayback.isTried(capture)) {
        progress.addMissing(page, new NoArticle(Kind.EMPTY, subject + " has no article"));
        continue;
      }
      HttpResult replayed = wayback.replay(capture);
      Capture shown = wayback.replayedCapture(replayed, capture);
      String url = (shown.original().equals(page) ? page : shown.original()).toString();
      HttpResult answer = replayed instanceof HttpResult.Document d ? d.at(url) : replayed;
      EntryResult result = progress.process(page, processor(shown, answer));
      if (!(result instanceof NoArticle why)) {
        return;
      }
      progress.addMissing(page, new NoArticle(why.kind(), subject + ": " + why.reason()));
      if (why.mark() != null) {
        wayback.setTried(capture);
      }
    }
  }

  private EntryProcessor processor(Capture capture, @Nullable HttpResult page) {
    return EntryProcessor.then(capture.time(), progress.context.extractor(), page);
  }
}
