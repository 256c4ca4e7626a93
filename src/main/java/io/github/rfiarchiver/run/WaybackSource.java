package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.run.EntryResult.Kind;
import io.github.rfiarchiver.run.EntryResult.NoArticle;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.source.SiteList;
import io.github.rfiarchiver.state.BackfillJournal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Wayback Machine as a source of backfill: captures of feeds, each of which has many articles,
 * then captures of pages. Its robots.txt is for other paths.
 */
final class WaybackSource {
  private static final HttpResult NOT_CAPTURED =
      new HttpResult.Failure(HttpResult.Kind.NOT_SENT, "is not captured");

  private final RunContext context;
  private final BackfillProgress progress;
  private final BackfillScope wanted;
  private final CaptureIndex index;
  private CaptureIndex.@Nullable Found pages;

  WaybackSource(BackfillProgress progress, CaptureIndex index) {
    this.context = progress.context();
    this.progress = progress;
    this.wanted = progress.task().wanted();
    this.index = index;
  }

  /** The captures of pages; the index is asked once. */
  CaptureIndex.Found pages() throws ArchiveException, InterruptedException {
    pages = pages == null ? index.pages() : pages;
    return pages;
  }

  /** The captured pages as a list of articles; it covers the span if the site is not asked. */
  SiteList list() throws ArchiveException, InterruptedException {
    return SiteList.ofCaptures(
        wanted.prefix(),
        pages().byUrl().keySet(),
        progress.task().asksSite() ? null : wanted.span(),
        pages().problem());
  }

  /** The articles with a capture that was not tried in vain; null if that is unknown. */
  @Nullable Set<ArticleUrl> available() {
    if (pages == null) {
      return Set.of();
    }
    return pages.problem() != null
        ? null
        : pages.byUrl().entrySet().stream()
            .filter(page -> !page.getValue().stream().allMatch(this::isTried))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
  }

  /**
   * Saves the missing articles that it has.
   *
   * @param isListed whether all articles are known from lists, so that no others are looked for
   */
  void fetch(boolean isListed) throws ArchiveException, InterruptedException {
    boolean isSimplified = wanted.edition().equals("cn");
    for (String feed :
        isSimplified
            ? List.of(wanted.prefix() + "rss", FeedSource.MIRROR)
            : List.of(wanted.prefix() + "rss")) {
      if (!isListed || !progress.missing().isEmpty()) {
        fetchFeed(feed, isListed);
      }
    }
    if (!progress.missing().isEmpty()) {
      fetchPages();
    }
  }

  /** Reads the captures of a feed until one lists only articles after the span. */
  private void fetchFeed(String feed, boolean isListed)
      throws ArchiveException, InterruptedException {
    List<Capture> captures = captures(feed, isListed);
    int all = captures.size();
    boolean isPast = false;
    context.listener().begin(all, "captures");
    for (int done = 0; done < all && !isPast; done++) {
      if (isListed && progress.missing().isEmpty()) {
        return;
      }
      Capture capture = captures.get(done);
      progress.estimate(done, all, "capture of " + feed, "captures of " + feed);
      HttpResult result = replay(capture, feed);
      if (result instanceof HttpResult.Document document) {
        try (document) {
          isPast = read(feed, capture, document);
        }
      } else if (result instanceof HttpResult.Failure failure && failure.isSkipped()) {
        progress.postpone(
            feed,
            Count.of(all - done, "capture is", "captures are")
                + " left; run the same command again to continue");
        return;
      } else {
        String reason = ((HttpResult.Failure) result).reason();
        progress.postpone(feed, "its capture of " + capture.time() + ": " + reason);
      }
      context.listener().finish(1);
    }
  }

  /** Those to read, oldest first, each document once. */
  private List<Capture> captures(String feed, boolean isListed)
      throws ArchiveException, InterruptedException {
    Set<String> digests = new HashSet<>();
    return index.feed(feed).byUrl().values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Capture::time))
        .filter(capture -> digests.add(capture.digest()))
        .filter(capture -> !isTried(capture) && !(isListed && isBeforeAllMissing(capture)))
        .toList();
  }

  /** Whether all missing articles are later than a capture, whatever the zone. */
  private boolean isBeforeAllMissing(Capture capture) {
    LocalDate next = PublishedDate.day(capture.time()).plusDays(1);
    return progress.missing().stream()
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
    FeedRun read = CapturedFeeds.read(feed, document.bytes(), document.charset());
    read.problems().forEach(problem -> context.listener().notice(subject, problem));
    List<CandidateEntry> listed =
        CandidateEntry.grouped(read.entries()).values().stream()
            .flatMap(List::stream)
            .filter(entry -> entry.content() != null)
            .toList();
    List<CandidateEntry> entries =
        listed.stream()
            .filter(entry -> wanted.wants(entry.url()))
            .filter(entry -> wanted.span().contains(day(entry, capture)))
            .toList();
    for (EntryResult result : process(entries, request -> NOT_CAPTURED, capture)) {
      if (result == BackfillProgress.NOT_REQUESTED) {
        return false; // the time is over; the capture is read again
      } else if (result instanceof NoArticle why) {
        context.listener().notice(subject, why.reason() + "; an entry is skipped");
      }
    }
    setTried(capture);
    return !listed.isEmpty()
        && listed.stream().noneMatch(e -> day(e, capture).isBefore(wanted.span().until()));
  }

  /** The day in the URL of an entry, by which it is listed; else that of its date. */
  private static LocalDate day(CandidateEntry entry, Capture capture) {
    return entry.url().day().orElseGet(() -> PublishedDate.day(entry.dateOr(capture.time())));
  }

  private void fetchPages() throws ArchiveException, InterruptedException {
    CaptureIndex.Found found = pages();
    String none =
        found.problem() == null ? "the Wayback Machine has no capture" : "captures are unknown";
    List<ArticleUrl> missing = progress.missing();
    context.listener().begin(missing.size(), "captures");
    long captured = missing.stream().filter(page -> !found.of(page).isEmpty()).count();
    progress.estimate(0, (int) captured, "captured page", "captured pages");
    for (ArticleUrl page : missing) {
      if (found.of(page).isEmpty()) {
        progress.addMissing(page, new NoArticle(Kind.GONE, none));
      } else {
        fetchPage(page, found.of(page));
      }
      context.listener().finish(1);
    }
  }

  /** Tries the captures of a page until one has its article. */
  private void fetchPage(ArticleUrl page, List<Capture> captures)
      throws ArchiveException, InterruptedException {
    for (Capture capture : captures) {
      String subject = "its capture of " + capture.time();
      if (isTried(capture)) {
        progress.addMissing(page, new NoArticle(Kind.EMPTY, subject + " has no article"));
        continue;
      }
      Fetcher replay = request -> replay(capture, request.url());
      EntryResult result = process(List.of(CandidateEntry.page(page)), replay, capture).get(0);
      if (!(result instanceof NoArticle why)) {
        return;
      }
      progress.addMissing(page, new NoArticle(why.kind(), subject + ": " + why.reason()));
      if (why.mark() != null) {
        setTried(capture);
      }
    }
  }

  private List<EntryResult> process(List<CandidateEntry> entries, Fetcher pages, Capture capture)
      throws ArchiveException, InterruptedException {
    return progress.process(
        entries, EntryProcessor.then(capture.time(), context.extractor(), pages, true), () -> {});
  }

  /**
   * Fetches a capture in place of a page or feed. The document has the URL of the request, unless
   * the capture redirects to another one.
   */
  private HttpResult replay(Capture capture, String url) throws InterruptedException {
    String replay = capture.replayUrl(index.server());
    HttpResult result =
        context.fetcher().fetch(HttpRequest.wayback(replay, HttpRequest.Kind.CAPTURE));
    return result instanceof HttpResult.Document document
        ? document.at(
            Capture.replayed(document.url())
                .map(Capture::original)
                .filter(original -> !original.equals(capture.original()))
                .map(ArticleUrl::toString)
                .orElse(url))
        : result;
  }

  private boolean isTried(Capture capture) {
    return progress.journal().get(capture.replayUrl(index.server())) != null;
  }

  private void setTried(Capture capture) throws ArchiveException, InterruptedException {
    progress.journal().put(capture.replayUrl(index.server()), BackfillJournal.Mark.TRIED);
  }
}
