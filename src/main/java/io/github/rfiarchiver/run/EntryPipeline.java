package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleSaver;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.http.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The fourth and fifth step of a run: processes candidates in one pool, ahead of the calls of
 * {@link #next}, and saves them in batches, in their order. Not thread-safe.
 */
final class EntryPipeline implements AutoCloseable {
  /** How many candidates are processed ahead: enough for all threads, few enough for memory. */
  private static final int WINDOW = 256;

  /** How many articles are saved at a time: a batch is forced to disk at once. */
  private static final int BATCH = 32;

  /**
   * How many are processed ahead, and saved at a time, where raw captures are kept: each batch has
   * a file of them.
   */
  private static final int RAW_BATCH = 64;

  /** So many articles in a row that cannot be saved are not the fault of one month's folder. */
  static final int MOST_FAILURES = 3;

  /** The stack size in bytes: enough for the deepest article, little enough for many threads. */
  private static final int STACK = 2 << 20;

  private final Queue<CandidateEntry> rest;
  private final EntryProcessor processor;
  private final ArticleSaver saver;
  private final Deadline deadline;
  private final Runnable onProcessed;
  private final ExecutorService pool;
  private final Deque<InHand> window = new ArrayDeque<>();
  private final Queue<EntryOutcome> outcomes = new ArrayDeque<>();
  private @Nullable ArchiveException failure;
  private int failedInARow;

  /**
   * @param entries in the order in which they are saved
   * @param processor fetches so many pages at a time as {@code parallel}; others are processed
   *     meanwhile
   * @param deadline no candidate is processed after it
   * @param onProcessed called after each candidate, from the threads of the pool
   */
  EntryPipeline(
      List<CandidateEntry> entries,
      EntryProcessor processor,
      ArticleSaver saver,
      int parallel,
      Deadline deadline,
      Runnable onProcessed) {
    this.rest = new ArrayDeque<>(entries);
    this.processor = processor;
    this.saver = saver;
    this.deadline = deadline;
    this.onProcessed = onProcessed;
    int threads = parallel + Runtime.getRuntime().availableProcessors();
    this.pool = Executors.newFixedThreadPool(threads, EntryPipeline::thread);
  }

  /** A candidate that is being processed. */
  private record InHand(CandidateEntry entry, Future<EntryResult> result) {}

  /**
   * The outcome of the next candidate; null at the end. An article that cannot be saved has none.
   *
   * @throws ArchiveException where the archive could not be read or written: after the outcomes of
   *     all others, or of those before, if it probably fails for all
   */
  @Nullable EntryOutcome next() throws ArchiveException, InterruptedException {
    while (outcomes.isEmpty()) {
      if (failure != null
          && (failedInARow >= MOST_FAILURES || (window.isEmpty() && rest.isEmpty()))) {
        throw failure;
      }
      fill();
      if (window.isEmpty()) {
        CandidateEntry left = rest.poll(); // the time is over
        return left == null ? null : new EntryOutcome(left, EntryResult.OUT_OF_TIME);
      }
      save(batch());
    }
    return outcomes.remove();
  }

  /** Ends all work that is not finished. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  private void fill() {
    while (window.size() < (saver.keepsRaw() ? RAW_BATCH : WINDOW)
        && !rest.isEmpty()
        && !deadline.isOver()) {
      CandidateEntry entry = rest.remove();
      window.add(new InHand(entry, pool.submit(() -> processed(entry))));
    }
  }

  private EntryResult processed(CandidateEntry entry) throws InterruptedException {
    try {
      return processor.process(entry);
    } finally {
      onProcessed.run();
    }
  }

  /**
   * Takes the next candidate when it is processed, with the following ones that are processed too;
   * with raw captures, all that are in process.
   */
  private List<EntryOutcome> batch() throws InterruptedException {
    List<EntryOutcome> batch = new ArrayList<>();
    while (!window.isEmpty()
        && (saver.keepsRaw()
            || batch.isEmpty()
            || (batch.size() < BATCH && window.element().result().isDone()))) {
      InHand next = window.remove();
      batch.add(new EntryOutcome(next.entry(), result(next)));
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

  /** Saves articles; where that fails for a reason of one, one by one: it costs no other. */
  private void save(List<EntryOutcome> batch) throws InterruptedException {
    List<NewArticle> articles = new ArrayList<>();
    for (EntryOutcome each : batch) {
      if (each.result() instanceof EntryResult.Extracted extracted) {
        articles.add(extracted.article());
      }
    }
    try {
      IdentityHashMap<NewArticle, SaveResult> results = saver.save(articles);
      batch.forEach(each -> add(each.entry(), each.result(), results));
    } catch (ArchiveException e) {
      failure = e;
      failedInARow = MOST_FAILURES;
    } catch (RuntimeException | StackOverflowError e) {
      if (batch.size() == 1) {
        outcomes.add(new EntryOutcome(batch.get(0).entry(), EntryResult.NoArticle.because(e)));
      } else {
        for (EntryOutcome each : batch) {
          save(List.of(each));
        }
      }
    }
  }

  private void add(
      CandidateEntry entry, EntryResult result, IdentityHashMap<NewArticle, SaveResult> saved) {
    if (!(result instanceof EntryResult.Extracted extracted)) {
      outcomes.add(new EntryOutcome(entry, result));
    } else if (saved.get(extracted.article()) instanceof SaveResult.Saved text) {
      outcomes.add(new EntryOutcome(entry, new EntryResult.Saved(text, extracted.notices())));
      failedInARow = 0;
    } else if (saved.get(extracted.article()) instanceof SaveResult.Failed failed) {
      failure = failure == null ? failed.cause() : failure;
      failedInARow++;
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "entry", STACK);
    thread.setDaemon(true); // a hanging thread does not keep the program from ending
    return thread;
  }
}
