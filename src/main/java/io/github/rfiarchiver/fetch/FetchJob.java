package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.Kept;
import io.github.rfiarchiver.article.ArticleCleaner;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private final Deadline deadline;

  private final Map<String, FeedTally> tallies = new LinkedHashMap<>();
  private final Deque<Candidate> agenda = new ArrayDeque<>();
  private final Deque<InHand> window = new ArrayDeque<>();
  private int left;
  private int failures;
  private int known;
  private int summaries;
  private Backlog backlog;

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
    this(archive, writer, fetcher, cleaner, options, listener, clock, Deadline.NONE);
  }

  /**
   * As the other one.
   *
   * @param deadline from then on nothing is fetched and no entry begun: the rest stays pending
   */
  public FetchJob(
      Archive archive,
      Optional<ArchiveWriter> writer,
      Fetcher fetcher,
      ArticleCleaner cleaner,
      FetchOptions options,
      Listener listener,
      Clock clock,
      Deadline deadline) {
    this.archive = archive;
    this.writer = writer;
    this.fetcher = new TimedFetcher(fetcher, deadline);
    this.deadline = deadline;
    this.cleaner = cleaner;
    this.options = options;
    this.listener = listener;
    this.clock = clock;
    this.state = new RunState(archive);
    this.backlog = new Backlog(List.of(), clock);
  }

  /** A candidate that is being processed. */
  private record InHand(Candidate candidate, CompletableFuture<ArticleWork.Dealt> future) {}

  /**
   * Runs once.
   *
   * <p>Whatever ends it, what was saved is told. Where memory runs out, or its time is over, the
   * rest stays pending, no validators are stored, and the run ends as others do.
   *
   * @param byDefault whether nobody named the feeds: then one that fails while another is read is a
   *     warning, up to its third run in a row
   * @throws ArchiveException where the archive cannot be read or written: what was stored so far
   *     stays
   * @throws ArchiveException where the pending entries cannot be read
   */
  public FetchReport run(List<FeedSource> sources, boolean byDefault)
      throws ArchiveException, InterruptedException {
    Instant now = clock.instant();
    backlog = new Backlog(state.pending(), clock);
    Accession accession = new Accession(archive, writer, clock);
    ArticleWork work = new ArticleWork(accession, cleaner, fetcher, options, clock);
    try (FeedReader reader = new FeedReader(fetcher, options, listener, work)) {
      work(sources, byDefault, backlog, work, reader, now);
    } catch (OutOfMemoryError e) {
      left++; // whatever it was
      fail(
          "fetch",
          "ran out of memory; what was saved stays, and the rest is left to the next run",
          Optional.of(e),
          false);
    } finally {
      work.close();
      tellSaved(backlog);
    }
    leaveRest(backlog);
    if (writer.isPresent()) {
      remember(writer.get(), backlog, now);
    }
    return report();
  }

  private void work(
      List<FeedSource> sources,
      boolean byDefault,
      Backlog backlog,
      ArticleWork work,
      FeedReader reader,
      Instant now)
      throws ArchiveException, InterruptedException {
    List<Candidate> listed = read(sources, reader, now);
    work.afterReading();
    for (Pending entry : backlog.entries()) {
      if (!tallies.containsKey(entry.feed())) {
        FeedState before = state.feed(entry.feed()).asOf(now);
        tallies.put(entry.feed(), new FeedTally(before, Optional.empty(), List.of()));
      }
    }
    reportUnreadFeeds(byDefault);
    Agenda planned = new Agenda(archive, options, tallies, now);
    agenda.addAll(planned.of(Candidate.grouped(listed), backlog));
    int all = agenda.size();
    while (!agenda.isEmpty() && !deadline.isOver()) {
      Candidate candidate = agenda.element();
      if (planned.isDone(candidate)) {
        known++;
      } else {
        CompletableFuture<ArticleWork.Dealt> dealt = start(candidate, work);
        window.add(new InHand(candidate, dealt));
        for (Candidate later : candidate.later()) { // each behind the one that it is compared with
          dealt = dealt.handle((before, failure) -> later).thenCompose(next -> start(next, work));
          window.add(new InHand(later, dealt));
        }
      }
      agenda.remove();
      while (window.size() >= WINDOW) {
        finishFirst(backlog);
      }
      listener.progress(all - agenda.size(), all);
    }
    while (!window.isEmpty()) {
      finishFirst(backlog);
    }
  }

  private List<Candidate> read(List<FeedSource> sources, FeedReader reader, Instant now)
      throws ArchiveException, InterruptedException {
    List<Candidate> listed = new ArrayList<>();
    for (FeedSource source : sources) {
      FeedState before = state.feed(source.name()).asOf(now);
      Reading reading =
          deadline.isOver() ? new Reading.OutOfTime(source) : reader.read(source, before, now);
      listed.addAll(take(source, before, reading, now));
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

  private static CompletableFuture<ArticleWork.Dealt> start(Candidate candidate, ArticleWork work) {
    try {
      return work.start(candidate);
    } catch (RuntimeException | StackOverflowError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finishFirst(Backlog backlog) throws ArchiveException, InterruptedException {
    ArticleWork.Dealt dealt = result(window.element().future());
    finish(window.remove().candidate(), dealt, backlog);
  }

  /** What was saved is told, whatever ended the run. */
  private void tellSaved(Backlog backlog) {
    for (InHand each : List.copyOf(window)) {
      if (each.future().isDone()
          && !each.future().isCompletedExceptionally()
          && each.future().join() instanceof ArticleWork.Stored stored) {
        window.remove(each);
        finish(each.candidate(), stored, backlog);
      }
    }
  }

  /** Keeps what the run did not come to. */
  private void leaveRest(Backlog backlog) throws ArchiveException {
    window.stream().map(InHand::candidate).forEach(agenda::addFirst);
    for (Candidate candidate : agenda) {
      leave(candidate, backlog);
    }
    long unread =
        tallies.values().stream()
            .filter(tally -> tally.reading().orElse(null) instanceof Reading.OutOfTime)
            .count();
    if (deadline.isOver() && (left > 0 || unread > 0)) {
      listener.warning(
          "fetch",
          "its time (--max-time) is over: "
              + (unread > 0 ? unread + " feeds and " : "")
              + left
              + " entries are left to the next run");
    }
  }

  /** Keeps a candidate that was not processed: its feed may list it no more in the next run. */
  private void leave(Candidate candidate, Backlog backlog) throws ArchiveException {
    left++;
    boolean isKnown =
        !archive.find(candidate.address(), Accession.months(candidate.dates())).isEmpty();
    if (!isKnown && (options.pages() || candidate.article().isPresent())) {
      backlog.hold(candidate, "the run ended before it was processed");
    }
  }

  private static ArticleWork.Dealt result(CompletableFuture<ArticleWork.Dealt> future)
      throws ArchiveException, InterruptedException {
    try {
      return future.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ArchiveException failed) {
        throw failed;
      }
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (cause instanceof UncheckedIOException unreadable) {
        throw unreadable; // the archive's
      }
      if (cause instanceof RuntimeException || cause instanceof StackOverflowError) {
        return new ArticleWork.Broken(cause);
      }
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof IOException undeclared) {
        throw new UncheckedIOException(undeclared);
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
      postpone(candidate, without.missing(), Optional.empty(), backlog);
    } else if (dealt instanceof ArticleWork.Broken broken) {
      String reason = "cannot be processed: " + broken.cause();
      postpone(candidate, new PageSource.Missing(reason), Optional.of(broken.cause()), backlog);
    } else if (dealt instanceof ArticleWork.OutOfTime) {
      agenda.add(candidate); // left to the next run
    } else {
      summaries++;
    }
  }

  private void postpone(
      Candidate candidate,
      PageSource.Missing missing,
      Optional<? extends Throwable> cause,
      Backlog backlog) {
    if (missing.left()) {
      backlog.hold(candidate, missing.reason());
      failures++; // the host was named once, by the fetcher
      return;
    }
    boolean wasGivenUp = backlog.isGivenUp(candidate.address());
    Pending entry = backlog.postpone(candidate, missing);
    Instant now = clock.instant();
    if (candidate.isOnFeedsHost()) {
      missing.retryAfter().ifPresent(w -> tally(candidate).ifPresent(t -> t.waitFor(w, now)));
    }
    String address = candidate.address().toString();
    if (wasGivenUp) {
      listener.notice(address, missing.reason() + "; it stays given up");
    } else if (entry.isGivenUp(now)) {
      fail(address, missing.reason() + "; " + entry.limitReached(now), cause, false);
    } else {
      fail(address, missing.reason() + "; it is tried again in the next run", cause, false);
    }
  }

  private Optional<FeedTally> tally(Candidate candidate) {
    return Optional.ofNullable(tallies.get(candidate.feed()));
  }

  private void remember(ArchiveWriter writer, Backlog backlog, Instant now)
      throws ArchiveException {
    writer.sync();
    state.store(writer, backlog.remembered());
    for (Map.Entry<String, FeedTally> feed : tallies.entrySet()) {
      if (FeedState.isKeptFor(feed.getKey())) {
        state.store(
            writer,
            feed.getValue()
                .after(now, backlog.waiting(feed.getKey()), options.isWhole() && left == 0));
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
