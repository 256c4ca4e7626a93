package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.archive.raw.RawStore;
import io.github.rfiarchiver.http.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The fourth and fifth step of a run: candidates are processed in one pool, ahead of whoever asks
 * for their outcomes, and saved in batches, in their order. Not safe to share among threads.
 */
final class EntryPipeline implements AutoCloseable {
  /** How many are processed ahead: enough for all threads, little enough for the memory. */
  private static final int WINDOW = 256;

  /** How many are saved at a time. One batch costs the disk little more than one article. */
  private static final int BATCH = 32;

  /**
   * How many are processed ahead, and saved at a time, where raw captures are kept: each batch has
   * a file of them.
   */
  private static final int RAW_BATCH = 64;

  /** In bytes: enough for the deepest article, little enough for many threads. */
  private static final int STACK = 2 << 20;

  private final Queue<CandidateEntry> rest;
  private final EntryProcessor processor;
  private final ArticleStore archive;
  private final Deadline deadline;
  private final @Nullable RawStore raw;
  private final ExecutorService pool;
  private final Deque<InHand> window = new ArrayDeque<>();
  private final Queue<EntryOutcome> outcomes = new ArrayDeque<>();
  private @Nullable ArchiveException failure;

  /**
   * @param entries in the order in which they are saved
   * @param parallel how many pages are fetched at a time
   * @param deadline no candidate is processed after it
   */
  EntryPipeline(
      List<CandidateEntry> entries,
      EntryProcessor processor,
      ArticleStore archive,
      int parallel,
      Deadline deadline) {
    this.rest = new ArrayDeque<>(entries);
    this.processor = processor;
    this.archive = archive;
    this.deadline = deadline;
    this.raw = archive.raw().orElse(null);
    this.pool = Executors.newFixedThreadPool(parallel, EntryPipeline::thread);
  }

  /** A candidate that is being processed. */
  private record InHand(CandidateEntry entry, Future<EntryResult> result) {}

  /**
   * The outcome of the next candidate; null where there is none left. What was saved is returned
   * before a failure is thrown.
   *
   * @throws ArchiveException where the archive cannot be read or written
   */
  @Nullable EntryOutcome next() throws ArchiveException, InterruptedException {
    while (outcomes.isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      fill();
      if (window.isEmpty()) {
        CandidateEntry left = rest.poll(); // the time is over
        return left == null ? null : new EntryOutcome(left, new EntryResult.NotProcessed());
      }
      List<EntryOutcome> batch = batch();
      save(batch);
      batch.forEach(saved -> window.remove()); // until then a fault leaves them without an outcome
    }
    return outcomes.remove();
  }

  /** The candidates without an outcome, in their order. */
  List<CandidateEntry> remaining() {
    List<CandidateEntry> remaining = new ArrayList<>();
    window.forEach(each -> remaining.add(each.entry()));
    remaining.addAll(rest);
    return remaining;
  }

  /** Ends all work that is not finished. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  private void fill() {
    while (window.size() < (raw == null ? WINDOW : RAW_BATCH)
        && !rest.isEmpty()
        && !deadline.isOver()) {
      CandidateEntry entry = rest.remove();
      window.add(new InHand(entry, pool.submit(() -> processor.process(entry))));
    }
  }

  /**
   * The next candidate when it is processed, with those behind it that are processed by then; with
   * raw captures, all that are being processed.
   */
  private List<EntryOutcome> batch() throws InterruptedException {
    List<EntryOutcome> batch = new ArrayList<>();
    for (InHand each : window) {
      if (raw == null && (batch.size() == BATCH || (!batch.isEmpty() && !each.result().isDone()))) {
        break;
      }
      batch.add(new EntryOutcome(each.entry(), result(each)));
    }
    return batch;
  }

  private static EntryResult result(InHand each) throws InterruptedException {
    try {
      return each.result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return EntryResult.NoArticle.because(e);
    }
  }

  private void save(List<EntryOutcome> batch) {
    List<NewArticle> articles = new ArrayList<>();
    for (EntryOutcome each : batch) {
      if (each.result() instanceof EntryResult.Extracted extracted) {
        articles.add(extracted.article());
      }
    }
    Queue<SaveResult> results;
    try {
      if (raw != null) {
        articles = archive.stamped(articles); // the path of a revision is known before it is saved
        raw.publish(Provenance.of(batch, archive.preview(articles)));
      }
      results = new ArrayDeque<>(archive.save(articles));
    } catch (ArchiveException e) {
      failure = e;
      return;
    } catch (RuntimeException | StackOverflowError e) {
      saveEach(batch, e);
      return;
    }
    for (EntryOutcome each : batch) {
      if (each.result() instanceof EntryResult.Extracted extracted) {
        add(each.entry(), extracted.notice(), results.remove());
      } else {
        outcomes.add(each);
      }
    }
  }

  /** One of a batch is at fault, and costs no other. */
  private void saveEach(List<EntryOutcome> batch, Throwable fault) {
    if (batch.size() == 1) {
      outcomes.add(new EntryOutcome(batch.get(0).entry(), EntryResult.NoArticle.because(fault)));
    } else {
      batch.forEach(each -> save(List.of(each)));
    }
  }

  private void add(CandidateEntry entry, @Nullable String notice, SaveResult result) {
    if (result instanceof SaveResult.Saved saved) {
      outcomes.add(new EntryOutcome(entry, new EntryResult.Saved(saved, notice)));
    } else if (failure == null) {
      failure = ((SaveResult.Failed) result).cause();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "entry", STACK);
    thread.setDaemon(true); // the program ends where one of them hangs
    return thread;
  }
}
