package io.github.rfiarchiver.query;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Processes a long list on all cores and returns the results in the order of the list. At most
 * {@value #AHEAD} items are in work at a time, so that memory is bounded and the first result comes
 * soon.
 */
public final class OrderedParallel<T, R> extends AbstractSpliterator<R> {
  private static final int AHEAD = 32;

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
  private final Queue<CompletableFuture<Optional<R>>> started = new ArrayDeque<>();
  private @Nullable RuntimeException failure;

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
    Optional<R> result = Optional.empty();
    while (result.isEmpty()) {
      startWork();
      if (started.isEmpty()) {
        if (failure != null) {
          throw failure;
        }
        return false;
      }
      result = join(started.remove());
    }
    action.accept(result.get());
    return true;
  }

  private void startWork() {
    try {
      while (failure == null && started.size() < AHEAD && items.hasNext()) {
        T item = items.next();
        started.add(CompletableFuture.supplyAsync(() -> work.apply(item), CORES));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private static <R> Optional<R> join(CompletableFuture<Optional<R>> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw e;
    }
  }
}
