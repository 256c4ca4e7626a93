package io.github.rfiarchiver.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoliteFetcherTest {
  private static final Outcome DOCUMENT =
      new Outcome.Document(
          new byte[0], Optional.empty(), "", Optional.empty(), Validators.NONE, Duration.ZERO);

  private final Deque<Outcome> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private int asked;
  private final PoliteFetcher fetcher =
      new PoliteFetcher(this::answer, pauses::add, (host, why) -> left.add(host + ": " + why));

  private Outcome answer(Request request) {
    asked++;
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  private Outcome fetch(String address) throws InterruptedException {
    return fetcher.fetch(Request.feed(address, Validators.NONE));
  }

  private static Outcome.Failure failure(Outcome.Kind kind, int status, Duration... retryAfter) {
    return new Outcome.Failure(
        kind, status, "answered " + status, List.of(retryAfter).stream().findFirst());
  }

  @Test
  void tries_three_times_with_growing_pauses() throws InterruptedException {
    answers.add(failure(Outcome.Kind.SERVER, 503));
    assertInstanceOf(Outcome.Failure.class, fetch("http://a/"));
    assertEquals(3, asked);
    assertEquals(2, pauses.size());
    assertTrue(pauses.get(0).toMillis() >= 1000 && pauses.get(0).toMillis() < 1500);
    assertTrue(pauses.get(1).toMillis() >= 2000 && pauses.get(1).toMillis() < 3000);
  }

  @Test
  void gives_the_document_that_a_further_try_brings() throws InterruptedException {
    answers.addAll(
        List.of(failure(Outcome.Kind.CONNECTION, 0), failure(Outcome.Kind.SERVER, 502), DOCUMENT));
    assertEquals(DOCUMENT, fetch("http://a/"));
    assertEquals(3, asked);
  }

  @Test
  void waits_as_long_as_it_is_told_to_up_to_a_minute() throws InterruptedException {
    answers.addAll(List.of(failure(Outcome.Kind.REFUSED, 429, Duration.ofSeconds(60)), DOCUMENT));
    assertEquals(DOCUMENT, fetch("http://a/"));
    assertEquals(List.of(Duration.ofSeconds(60)), pauses);
  }

  @Test
  void does_not_wait_longer_and_leaves_the_host() throws InterruptedException {
    answers.add(failure(Outcome.Kind.REFUSED, 429, Duration.ofSeconds(61)));
    assertInstanceOf(Outcome.Failure.class, fetch("http://a/1"));
    assertEquals(List.of(), pauses);
    assertEquals(Outcome.Kind.HOST_LEFT, ((Outcome.Failure) fetch("http://a/2")).kind());
    assertEquals(1, asked);
  }

  @Test
  void does_not_try_again_what_a_further_try_would_not_mend() throws InterruptedException {
    for (Outcome.Failure failure :
        List.of(
            failure(Outcome.Kind.GONE, 404),
            failure(Outcome.Kind.REFUSED, 403),
            failure(Outcome.Kind.OTHER, 200))) {
      asked = 0;
      answers.clear();
      answers.add(failure);
      fetch("http://a/");
      assertEquals(1, asked, failure.toString());
    }
  }

  @Test
  void leaves_a_host_after_three_refusals_in_a_row_and_says_so_once() throws InterruptedException {
    answers.add(failure(Outcome.Kind.REFUSED, 403));
    for (int i = 0; i < 10; i++) {
      fetch("http://a/" + i);
    }
    assertEquals(3, asked);
    assertEquals(List.of("a: answered 403"), left);
    fetch("http://b/");
    assertEquals(4, asked);
  }

  @Test
  void counts_refusals_in_a_row_alone() throws InterruptedException {
    Outcome.Failure refused = failure(Outcome.Kind.REFUSED, 403);
    answers.addAll(List.of(refused, refused, DOCUMENT, refused, refused, DOCUMENT));
    for (int i = 0; i < 6; i++) {
      fetch("http://a/" + i);
    }
    assertEquals(List.of(), left);
  }
}
