package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OrderedParallelTest {
  private static final int MANY = 5_000;

  @Test
  void returns_results_in_the_order_of_the_list() {
    List<Integer> results =
        OrderedParallel.stream(
                numbers(),
                n -> {
                  pause(n % 97 == 0 ? 2 : 0);
                  return n % 3 == 0 ? Optional.<Integer>empty() : Optional.of(n);
                })
            .toList();
    assertEquals(IntStream.range(0, MANY).filter(n -> n % 3 != 0).boxed().toList(), results);
  }

  @Test
  void reads_ahead_only_a_bounded_number_of_items() {
    AtomicInteger taken = new AtomicInteger();
    Stream<Integer> counted = numbers().peek(n -> taken.incrementAndGet());
    Iterator<Integer> results = OrderedParallel.stream(counted, Optional::of).iterator();
    results.next();
    assertTrue(taken.get() <= 128, taken + " for the first result");
    for (int i = 0; i < 1_000; i++) {
      results.next();
    }
    assertTrue(taken.get() <= 1_000 + 640, taken + " for a thousand");
  }

  @Test
  void throws_an_exception_of_the_list_after_the_results_before_it() {
    Stream<Integer> broken =
        Stream.iterate(0, n -> n + 1)
            .peek(
                n -> {
                  if (n == 100) {
                    throw new UncheckedIOException("100", new java.io.IOException());
                  }
                });
    Iterator<Integer> results =
        OrderedParallel.<Integer, Integer>stream(broken, Optional::of).iterator();
    List<Integer> before = new ArrayList<>();
    assertThrows(
        UncheckedIOException.class,
        () -> {
          while (results.hasNext()) {
            before.add(results.next());
          }
        });
    assertEquals(IntStream.range(0, 100).boxed().toList(), before);
  }

  @Test
  void throws_an_io_error_of_the_work_unwrapped() {
    UncheckedIOException thrown = new UncheckedIOException(new IOException("three"));
    Stream<Integer> results =
        OrderedParallel.stream(
            numbers(),
            n -> {
              if (n == 3) {
                throw thrown;
              }
              return Optional.of(n);
            });
    assertSame(thrown, assertThrows(UncheckedIOException.class, results::toList));
  }

  private static Stream<Integer> numbers() {
    return IntStream.range(0, MANY).boxed();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
