package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.NewsLists;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run over feeds, in five steps: fetch the feeds, parse them, plan what is processed, process
 * it, save it.
 *
 * <p>The order matters. All feeds are read first, so that a full-text entry is preferred to a
 * summary entry of the same article, whose page is then not fetched. Articles are saved before the
 * pending entries, and these before the validators of the feeds: a run that is killed between two
 * of these loses nothing, since the next one reads the same feeds again.
 *
 * @param context the entries that are left at its deadline stay pending
 * @param store saves the articles
 * @param writer writes to the archive; null for a dry run
 * @param documents opens feeds that are not URLs
 */
public record FetchRun(
    RunContext context,
    ArticleStore store,
    @Nullable ArchiveWriter writer,
    DocumentOpener documents,
    FetchOptions options) {
  /**
   * Runs once.
   *
   * <p>Each article is reported as soon as it is saved. If the memory or the time of the run is
   * used up, the rest stays pending, and no validators are stored.
   *
   * @param byDefault whether these are the default feeds: then one that fails while another is read
   *     is a warning, up to its third run in a row
   * @return the numbers, and the failure if the archive could not be written to the end
   * @throws ArchiveException if the archive or its pending entries cannot be read; nothing is saved
   *     then
   */
  public FetchReport run(List<FeedSource> sources, boolean byDefault)
      throws ArchiveException, InterruptedException {
    Instant now = context.clock().instant();
    PendingEntries pending = new PendingEntries(state().pending(), context.clock());
    List<FeedRun> feeds = readFeeds(sources, pending, now);
    FetchPlan plan = plan(feeds, pending, now);
    RunTally tally = new RunTally(context.listener(), store, plan);
    tally.countFeeds(feeds, byDefault, now);
    plan.skipped().forEach((url, why) -> context.listener().explain(url.toString(), why));
    try {
      process(plan, tally);
      remember(feeds, tally, now);
      return tally.report(feeds, null, true);
    } catch (ArchiveException e) {
      boolean isStored = true;
      try {
        storePending(tally); // the feeds may list none of it in the next run
      } catch (ArchiveException again) {
        isStored = false;
      }
      return tally.report(feeds, e, isStored); // with what was saved until then
    }
  }

  private RunState state() {
    return new RunState(context.archive());
  }

  /** Steps 1 and 2; a feed is parsed before the next one is fetched, to free its bytes. */
  private List<FeedRun> readFeeds(List<FeedSource> sources, PendingEntries pending, Instant now)
      throws ArchiveException, InterruptedException {
    FeedFetcher feedFetcher =
        new FeedFetcher(context.fetcher(), documents, options, context.listener());
    List<FeedRun> feeds = new ArrayList<>();
    context.listener().begin(sources.size(), "feeds");
    // Spellings of one URL share a state: the first one that is read, or is pending, keeps it.
    Set<FeedSource> seen = new HashSet<>();
    for (FeedSource source : sources) {
      if (seen.add(source)) {
        feeds.add(read(source, feedFetcher, now));
      } else {
        String first = sources.get(sources.indexOf(source)).name();
        context.listener().notice(source.name(), "is another spelling of " + first + "; not read");
      }
      context.listener().finish(1);
    }
    if (options.site() != null) {
      SiteReader site = new SiteReader(context.fetcher(), options.site());
      NewsListFinder finder = new NewsListFinder(site, state(), writer, context.listener());
      NewsLists lists = finder.find(feeds, now);
      for (String list : lists.names()) {
        FeedRun read = read(FeedSource.named(list), feedFetcher, now);
        seen.add(read.source());
        feeds.add(finder.allowed(read, lists));
      }
    }
    for (PendingEntry entry : pending.all()) {
      FeedSource source = FeedSource.named(entry.listing().feed());
      if (seen.add(source)) {
        FeedState before = state().feed(source, now);
        if (before.lastRun() != null) {
          feeds.add(FeedRun.withoutEntries(source, before, new FeedResult.NotRead()));
        }
      }
    }
    return feeds;
  }

  private FeedRun read(FeedSource source, FeedFetcher feedFetcher, Instant now)
      throws ArchiveException, InterruptedException {
    FeedState before = state().feed(source, now);
    return FeedReader.read(source, before, feedFetcher.fetch(source, before, now));
  }

  /** Step 3, with the look-up of known articles. */
  private FetchPlan plan(List<FeedRun> feeds, PendingEntries pending, Instant now)
      throws ArchiveException {
    Map<ArticleUrl, List<CandidateEntry>> listed =
        CandidateEntry.grouped(feeds.stream().flatMap(feed -> feed.entries().stream()).toList());
    List<CandidateEntry> candidates = new ArrayList<>();
    listed.values().forEach(entries -> candidates.add(entries.get(0)));
    pending.all().forEach(entry -> candidates.add(CandidateEntry.of(entry)));
    Set<ArticleUrl> known = new HashSet<>();
    for (CandidateEntry entry : candidates) {
      if (store.isKnown(entry.url(), entry.dates())) {
        known.add(entry.url());
      }
    }
    Set<String> deferred =
        feeds.stream()
            .filter(feed -> feed.before().waitsUntil(now).isPresent())
            .map(feed -> feed.source().name())
            .collect(Collectors.toSet());
    return FetchPlan.of(listed, pending, known, deferred, options);
  }

  /** Steps 4 and 5. */
  private void process(FetchPlan plan, RunTally tally)
      throws ArchiveException, InterruptedException {
    boolean isPages = plan.entries().stream().allMatch(entry -> entry.content() == null);
    context.listener().begin(plan.entries().size(), isPages ? "pages" : "articles");
    EntryProcessor processor =
        EntryProcessor.now(context, context.fetcher().atMost(options.parallel()), options.pages());
    Runnable finish = () -> context.listener().finish(1);
    try (EntryPipeline pipeline =
        new EntryPipeline(
            plan.entries(), processor, store, options.parallel(), context.deadline(), finish)) {
      for (EntryOutcome next = pipeline.next(); next != null; next = pipeline.next()) {
        tally.count(next);
      }
    } catch (OutOfMemoryError e) {
      tally.countOutOfMemory(e);
    }
  }

  private void storePending(RunTally tally) throws ArchiveException {
    tally.deferRest(options);
    if (writer != null) {
      writer.sync();
      state().store(writer, tally.pending.remembered());
    }
  }

  /** Stores the state for the next run, pending entries before validators. */
  private void remember(List<FeedRun> feeds, RunTally tally, Instant now) throws ArchiveException {
    store.save(List.of()); // publishes the raw captures where there was no entry to process
    storePending(tally);
    if (writer == null) {
      return;
    }
    for (FeedRun feed : feeds) {
      if (!(feed.source() instanceof FeedSource.Document)) {
        boolean isWhole = options.isWhole() && tally.isComplete();
        state().store(writer, tally.after(feed, now, isWhole));
      }
    }
  }
}
