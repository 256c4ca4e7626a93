package io.github.rfiarchiver.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Work on a long list, done by all cores and handed on in the list's order. No more is held than
 * one batch; the first ones are small, so that whoever wants one result alone has it soon.
 */
public final class InOrder<T, R> implements Iterator<R> {
  private static final int FIRST_BATCH = 16;
  private static final int LARGEST_BATCH = 512;

  private final Iterator<T> rest;
  private final Function<T, Optional<R>> work;
  private final Queue<R> done = new ArrayDeque<>();
  private int size = FIRST_BATCH;

  private InOrder(Iterator<T> items, Function<T, Optional<R>> work) {
    this.rest = items;
    this.work = work;
  }

  /**
   * The results of {@code work}, those that are there, in the order of {@code items}.
   *
   * @param items taken as the results are asked for
   * @param work safe to be done for several items at once
   */
  public static <T, R> Stream<R> stream(Iterator<T> items, Function<T, Optional<R>> work) {
    return stream(new InOrder<>(items, work));
  }

  static <R> Stream<R> stream(Iterator<R> results) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (done.isEmpty() && rest.hasNext()) {
      List<T> batch = new ArrayList<>(size);
      while (batch.size() < size && rest.hasNext()) {
        batch.add(rest.next());
      }
      size = Math.min(LARGEST_BATCH, 2 * size);
      batch.parallelStream().map(work).toList().forEach(result -> result.ifPresent(done::add));
    }
    return !done.isEmpty();
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return done.remove();
  }
}
