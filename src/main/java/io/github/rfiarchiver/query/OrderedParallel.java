package io.github.rfiarchiver.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processes a long list on all cores and returns the results in the order of the list: {@value
 * #BATCH} items at a time, so that memory is bounded and the first result comes soon.
 */
public final class OrderedParallel<T> {
  private static final int BATCH = 64;

  private final Iterator<T> items;
  private @Nullable RuntimeException failure;

  private OrderedParallel(Iterator<T> items) {
    this.items = items;
  }

  /**
   * The results of {@code work} that are not empty, in the order of {@code items}.
   *
   * @param items read ahead of the results; an exception that it throws is thrown by the stream
   *     after the results of the items before it
   * @param work must be thread-safe; the stream throws what it throws
   */
  public static <T, R> Stream<R> stream(Stream<T> items, Function<T, Optional<R>> work) {
    return Stream.generate(new OrderedParallel<>(items.iterator())::next)
        .takeWhile(batch -> !batch.isEmpty())
        .flatMap(
            batch ->
                batch.parallelStream()
                    .flatMap(item -> work.apply(item).stream())
                    .toList()
                    .stream());
  }

  private List<T> next() {
    if (failure != null) {
      throw failure;
    }
    List<T> batch = new ArrayList<>();
    try {
      while (batch.size() < BATCH && items.hasNext()) {
        batch.add(items.next());
      }
    } catch (RuntimeException e) {
      if (batch.isEmpty()) {
        throw e;
      }
      failure = e;
    }
    return batch;
  }
}
