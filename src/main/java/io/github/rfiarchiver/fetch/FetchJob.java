package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.Kept;
import io.github.rfiarchiver.article.ArticleCleaner;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A run over feeds: feeds → entries → articles → archive.
 *
 * <p>The order is the promise. All feeds are read first, so that of several entries of one article
 * the one that carries it is taken and its page is not fetched. Then the articles are written, then
 * the pending entries, then what is remembered of the feeds: a run that dies between two of these
 * steps has forgotten nothing, since the next one reads the same feeds again.
 */
public final class FetchJob {
  /** From this run in a row on, a failing feed that is read by default fails the run. */
  private static final int TOLERATED_FAILURES = 3;

  /**
   * How many articles are in hand at a time: enough for all threads and for a batch that is
   * written, little enough for the memory.
   */
  private static final int WINDOW = 256;

  private final Archive archive;
  private final Optional<ArchiveWriter> writer;
  private final Fetcher fetcher;
  private final ArticleCleaner cleaner;
  private final FetchOptions options;
  private final Listener listener;
  private final Clock clock;
  private final RunState state;

  private final Map<String, FeedTally> tallies = new LinkedHashMap<>();
  private int failures;
  private int known;
  private int summaries;
  private Backlog backlog = new Backlog(List.of(), Instant.MIN);

  /**
   * @param writer what writes to {@code archive}; empty for a dry run, which writes nothing
   * @param clock the time of the run
   */
  public FetchJob(
      Archive archive,
      Optional<ArchiveWriter> writer,
      Fetcher fetcher,
      ArticleCleaner cleaner,
      FetchOptions options,
      Listener listener,
      Clock clock) {
    this.archive = archive;
    this.writer = writer;
    this.fetcher = fetcher;
    this.cleaner = cleaner;
    this.options = options;
    this.listener = listener;
    this.clock = clock;
    this.state = new RunState(archive);
  }

  /**
   * Runs once.
   *
   * @param byDefault whether nobody named the feeds: then one that fails while another is read is a
   *     warning, up to its third run in a row
   * @throws ArchiveException where the archive cannot be read or written: what was stored so far
   *     stays
   * @throws DamagedStateException where the pending entries cannot be read
   */
  public FetchReport run(List<FeedSource> sources, boolean byDefault)
      throws ArchiveException, DamagedStateException, InterruptedException {
    Instant now = clock.instant();
    backlog = new Backlog(state.pending(), now);
    Accession accession = new Accession(archive, writer, clock);
    try (ArticleWork work = new ArticleWork(accession, cleaner, fetcher, options, clock)) {
      List<Candidate> listed = read(sources, new FeedReader(fetcher, options, listener, work), now);
      work.afterReading();
      for (Pending entry : backlog.entries()) {
        if (!tallies.containsKey(entry.feed())) {
          tallies.put(
              entry.feed(), new FeedTally(state.feed(entry.feed()), Optional.empty(), List.of()));
        }
      }
      reportUnreadFeeds(byDefault);
      Agenda agenda = new Agenda(archive, options, tallies, now);
      work(agenda.of(Candidate.grouped(listed), backlog), agenda, backlog, work);
    }
    if (writer.isPresent()) {
      remember(writer.get(), backlog, now);
    }
    return report();
  }

  private List<Candidate> read(List<FeedSource> sources, FeedReader reader, Instant now)
      throws ArchiveException, DamagedStateException, InterruptedException {
    List<Candidate> listed = new ArrayList<>();
    for (FeedSource source : sources) {
      FeedState before = state.feed(source.name());
      listed.addAll(take(source, before, reader.read(source, before, now), now));
    }
    return listed;
  }

  /** Takes note of a reading, and returns the entries that can be archived. */
  private List<Candidate> take(FeedSource source, FeedState before, Reading reading, Instant now) {
    List<Candidate> listed = new ArrayList<>();
    if (reading instanceof Reading.Read read) {
      for (Listed entry : read.feed().entries()) {
        if (entry instanceof Candidate candidate) {
          listed.add(candidate);
        } else {
          fail(source.name(), ((Listed.Unusable) entry).reason());
        }
      }
    }
    FeedTally tally = new FeedTally(before, Optional.of(reading), listed);
    tallies.put(source.name(), tally);
    tally
        .gap(now)
        .ifPresent(
            gap ->
                listener.warning(
                    source.name(),
                    "articles may have been missed between "
                        + gap.from()
                        + " and "
                        + gap.to()
                        + ": none that it listed then is listed now; fetch at least twice as often"));
    return listed;
  }

  private void reportUnreadFeeds(boolean byDefault) {
    boolean anyRead = tallies.values().stream().anyMatch(FeedTally::isRead);
    tallies.forEach(
        (name, tally) -> {
          boolean tolerated =
              byDefault && anyRead && tally.before().failures() + 1 < TOLERATED_FAILURES;
          Reading reading = tally.reading().orElse(null);
          if (reading instanceof Reading.Waiting waiting) {
            fail(
                name,
                "wants not to be asked before " + waiting.until() + "; --force asks all the same",
                Optional.empty(),
                tolerated);
          } else if (reading instanceof Reading.Failed failed) {
            fail(name, failed.reason(), failed.cause(), tolerated);
          }
        });
  }

  /** Deals with all candidates, and tells what came of each in the order of the list. */
  private void work(List<Candidate> candidates, Agenda agenda, Backlog backlog, ArticleWork work)
      throws ArchiveException, InterruptedException {
    record InHand(Candidate candidate, CompletableFuture<ArticleWork.Dealt> future) {}
    Deque<InHand> window = new ArrayDeque<>();
    int done = 0;
    try {
      for (Candidate candidate : candidates) {
        if (agenda.isDone(candidate)) {
          known++;
        } else {
          CompletableFuture<ArticleWork.Dealt> dealt = work.start(candidate);
          window.add(new InHand(candidate, dealt));
          for (Candidate later : candidate.later()) { // each behind the one that it is compared with
            dealt = dealt.handle((before, failure) -> later).thenCompose(work::start);
            window.add(new InHand(later, dealt));
          }
        }
        while (window.size() >= WINDOW) {
          finish(window.element().candidate(), result(window.remove().future()), backlog);
        }
        listener.progress(++done, candidates.size());
      }
      while (!window.isEmpty()) {
        finish(window.element().candidate(), result(window.remove().future()), backlog);
      }
    } finally {
      if (!window.isEmpty()) { // the run fails: what was saved is reported all the same
        work.close();
        for (InHand each : window) {
          if (isStored(each.future())) {
            finish(each.candidate(), each.future().join(), backlog);
          }
        }
      }
    }
  }

  private static boolean isStored(CompletableFuture<ArticleWork.Dealt> future) {
    return future.isDone()
        && !future.isCompletedExceptionally()
        && future.join() instanceof ArticleWork.Stored;
  }

  private static ArticleWork.Dealt result(CompletableFuture<ArticleWork.Dealt> future)
      throws ArchiveException, InterruptedException {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ArchiveException failed) {
        throw failed;
      }
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw e;
    }
  }

  private void finish(Candidate candidate, ArticleWork.Dealt dealt, Backlog backlog) {
    if (dealt instanceof ArticleWork.Stored stored) {
      backlog.archived(candidate.address());
      known += stored.kept() instanceof Kept.Known ? 1 : 0;
      tally(candidate).ifPresent(tally -> tally.count(stored.kept()));
      listener.kept(stored.kept());
    } else if (dealt instanceof ArticleWork.WithoutPage without) {
      Instant now = clock.instant();
      PageSource.Missing missing = without.missing();
      boolean wasGivenUp = backlog.isGivenUp(candidate.address());
      Pending entry = backlog.postpone(candidate, missing, now);
      if (candidate.isOnFeedsHost()) {
        missing.retryAfter().ifPresent(w -> tally(candidate).ifPresent(t -> t.waitFor(w, now)));
      }
      if (missing.left()) {
        failures++; // the host was named once, by the fetcher
        return;
      }
      if (wasGivenUp && entry.givenUp().isPresent()) {
        return;
      }
      fail(
          candidate.address().toString(),
          missing.reason()
              + (entry.givenUp().isPresent()
                  ? "; given up after " + entry.tries() + " runs"
                  : "; it is tried again in the next run"));
    } else {
      summaries++;
    }
  }

  private Optional<FeedTally> tally(Candidate candidate) {
    return Optional.ofNullable(tallies.get(candidate.feed()));
  }

  private void remember(ArchiveWriter writer, Backlog backlog, Instant now)
      throws ArchiveException {
    writer.sync();
    state.store(writer, backlog.entries());
    for (Map.Entry<String, FeedTally> feed : tallies.entrySet()) {
      if (FeedState.isKeptFor(feed.getKey())) {
        state.store(
            writer, feed.getValue().after(now, backlog.waiting(feed.getKey()), options.isWhole()));
      }
    }
  }

  private void fail(String subject, String what) {
    fail(subject, what, Optional.empty(), false);
  }

  private void fail(
      String subject, String what, Optional<? extends Throwable> cause, boolean tolerated) {
    if (tolerated) {
      listener.warning(
          subject, what + "; another feed was read, so this is tolerated twice in a row");
    } else {
      failures++;
      listener.failure(subject, what, cause);
    }
  }

  /** What the run has done; of a run that failed, what it did until then. */
  public FetchReport report() {
    Collection<FeedTally> all = tallies.values();
    return new FetchReport(
        (int) all.stream().filter(FeedTally::isRead).count(),
        (int) all.stream().filter(tally -> tally.reading().isPresent() && !tally.isRead()).count(),
        failures,
        all.stream().mapToInt(FeedTally::added).sum(),
        all.stream().mapToInt(FeedTally::revised).sum(),
        known,
        backlog.waiting(),
        summaries);
  }
}
