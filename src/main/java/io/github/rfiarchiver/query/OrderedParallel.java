package io.github.rfiarchiver.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Processes a long list on all cores and returns the results in the order of the list. At most
 * {@value #AHEAD} batches of {@value #BATCH} items are in process, so that memory is bounded and
 * the first result comes soon. A batch costs one change of threads.
 */
public final class OrderedParallel<T, R> extends AbstractSpliterator<R> {
  private static final int AHEAD = 4;
  private static final int BATCH = 8;

  private static final Executor CORES =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          work -> {
            Thread core = new Thread(work, "ordered-parallel");
            core.setDaemon(true); // the program may exit while unused results are computed
            return core;
          });

  private final Iterator<T> items;
  private final Function<T, Optional<R>> work;
  private final Queue<CompletableFuture<Done<R>>> started = new ArrayDeque<>();
  private final Queue<R> ready = new ArrayDeque<>();
  private @Nullable Throwable failure;

  /** The results of a batch, up to an item whose work threw. */
  private record Done<R>(List<R> results, @Nullable Throwable thrown) {}

  private OrderedParallel(Iterator<T> items, Function<T, Optional<R>> work) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
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
  public static <T, R> Stream<R> stream(Iterator<T> items, Function<T, Optional<R>> work) {
    return StreamSupport.stream(new OrderedParallel<>(items, work), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    while (ready.isEmpty()) {
      startWork();
      if (started.isEmpty()) {
        throwFailure();
        return false;
      }
      Done<R> done = started.remove().join();
      ready.addAll(done.results());
      if (done.thrown() != null) {
        failure = done.thrown();
        started.clear();
      }
    }
    action.accept(ready.remove());
    return true;
  }

  private void startWork() {
    while (failure == null && started.size() < AHEAD) {
      List<T> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      started.add(CompletableFuture.supplyAsync(() -> process(batch), CORES));
    }
  }

  private List<T> nextBatch() {
    List<T> batch = new ArrayList<>();
    try {
      while (batch.size() < BATCH && items.hasNext()) {
        batch.add(items.next());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    return batch;
  }

  private Done<R> process(List<T> batch) {
    List<R> results = new ArrayList<>();
    try {
      for (T item : batch) {
        work.apply(item).ifPresent(results::add);
      }
      return new Done<>(results, null);
    } catch (RuntimeException | Error e) {
      return new Done<>(results, e);
    }
  }

  private void throwFailure() {
    if (failure instanceof RuntimeException thrown) {
      throw thrown;
    }
    if (failure instanceof Error thrown) {
      throw thrown;
    }
  }
}
