package io.github.rfiarchiver.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Work on a long list, done by all cores and handed on in the list's order, the next batches while
 * the last one is used. No more is held than a few batches; the first ones are few and small, so
 * that whoever wants one result alone has it soon.
 */
public final class OrderedParallel<T, R> implements Iterator<R> {
  private static final int FIRST_BATCH = 4;
  private static final int LARGEST_BATCH = 32;
  private static final int MOST_BATCHES = 16;

  private static final Executor CORES =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          work -> {
            Thread core = new Thread(work, "in-order");
            core.setDaemon(true); // what nobody waits for need not be finished
            return core;
          });

  private final Iterator<T> rest;
  private final Function<T, Optional<R>> work;
  private final Queue<CompletableFuture<List<R>>> begun = new ArrayDeque<>();
  private final Queue<R> done = new ArrayDeque<>();
  private int size = FIRST_BATCH;
  private int batches = 2;
  private @Nullable RuntimeException broken;

  private OrderedParallel(Iterator<T> items, Function<T, Optional<R>> work) {
    this.rest = items;
    this.work = work;
  }

  /**
   * The results of {@code work}, those that are there, in the order of {@code items}.
   *
   * @param items taken some way ahead of the results; what they throw, the stream throws behind the
   *     results of those before
   * @param work safe to be done for several items at once
   */
  public static <T, R> Stream<R> stream(Iterator<T> items, Function<T, Optional<R>> work) {
    return stream(new OrderedParallel<>(items, work));
  }

  static <R> Stream<R> stream(Iterator<R> results) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (done.isEmpty()) {
      while (begun.size() < batches && begin()) {
        size = Math.min(LARGEST_BATCH, 2 * size);
      }
      if (begun.isEmpty()) {
        if (broken != null) {
          throw broken;
        }
        return false;
      }
      batches = Math.min(MOST_BATCHES, batches + 1);
      done.addAll(result(begun.remove()));
    }
    return true;
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return done.remove();
  }

  /** Begins the next batch, if there is one. */
  private boolean begin() {
    List<T> batch = new ArrayList<>(size);
    try {
      while (broken == null && batch.size() < size && rest.hasNext()) {
        batch.add(rest.next());
      }
    } catch (RuntimeException e) {
      broken = e;
    }
    if (!batch.isEmpty()) {
      begun.add(CompletableFuture.supplyAsync(() -> results(batch), CORES));
    }
    return !batch.isEmpty();
  }

  private List<R> results(List<T> batch) {
    List<R> results = new ArrayList<>();
    for (T item : batch) {
      work.apply(item).ifPresent(results::add);
    }
    return results;
  }

  private static <R> List<R> result(CompletableFuture<List<R>> batch) {
    try {
      return batch.join();
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
