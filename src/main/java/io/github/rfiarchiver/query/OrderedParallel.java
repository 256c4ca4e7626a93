package io.github.rfiarchiver.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processes a long list on all cores and returns the results in the order of the list. The cores
 * work on {@value #AHEAD} batches of {@value #BATCH} items while the results of the first are used,
 * so that memory is bounded and the first result comes soon.
 */
public final class OrderedParallel<T, R> {
  private static final int BATCH = 32;
  private static final int AHEAD = 4;

  /** Its threads do not keep the program from ending. Joining a task throws what the task threw. */
  private static final ForkJoinPool WORKERS = new ForkJoinPool();

  private final Iterator<T> items;
  private final Function<T, Optional<R>> work;
  private final Queue<ForkJoinTask<List<R>>> ahead = new ArrayDeque<>();
  private @Nullable RuntimeException failure;

  private OrderedParallel(Iterator<T> items, Function<T, Optional<R>> work) {
    this.items = items;
    this.work = work;
  }

  /**
   * The results of {@code work} that are not empty, in the order of {@code items}.
   *
   * @param items read ahead of the results; an exception that it throws is thrown by the stream
   *     after the results of the items before it
   * @param work must be thread-safe; the stream throws what it throws
   */
  public static <T, R> Stream<R> stream(Stream<T> items, Function<T, Optional<R>> work) {
    return Stream.generate(new OrderedParallel<>(items.iterator(), work)::next)
        .takeWhile(Optional::isPresent)
        .flatMap(batch -> batch.get().join().stream());
  }

  private Optional<ForkJoinTask<List<R>>> next() {
    while (failure == null && ahead.size() < AHEAD && startBatch()) {}
    if (ahead.isEmpty() && failure != null) {
      throw failure;
    }
    return Optional.ofNullable(ahead.poll());
  }

  /** Whether there was an item for it. */
  private boolean startBatch() {
    List<T> batch = new ArrayList<>();
    try {
      while (batch.size() < BATCH && items.hasNext()) {
        batch.add(items.next());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    return !batch.isEmpty()
        && ahead.add(
            WORKERS.submit(
                () -> batch.stream().flatMap(item -> work.apply(item).stream()).toList()));
  }
}
