package io.github.rfiarchiver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.state.Validators;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RetryingFetcherTest {
  private static final HttpResult DOCUMENT =
      HttpResult.Document.of(new byte[0], null, "", Validators.NONE);

  private final Deque<HttpResult> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private int asked;
  private final RetryingFetcher fetcher =
      new RetryingFetcher(
          this::answer, pauses::add, (host, why, cause) -> left.add(host + ": " + why), false);

  private HttpResult answer(HttpRequest request) {
    asked++;
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  private HttpResult fetch(String address) throws InterruptedException {
    return fetcher.fetch(HttpRequest.feed(address, Validators.NONE));
  }

  private static HttpResult.Failure failure(
      HttpResult.Kind kind, int status, Duration... retryAfter) {
    return new HttpResult.Failure(
        kind,
        status,
        "answered " + status,
        List.of(retryAfter).stream().findFirst().orElse(null),
        null);
  }

  @Test
  void tries_three_times_with_growing_pauses() throws InterruptedException {
    answers.add(failure(HttpResult.Kind.SERVER, 503));
    assertInstanceOf(HttpResult.Failure.class, fetch("http://a/"));
    assertEquals(3, asked);
    assertEquals(2, pauses.size());
    assertTrue(pauses.get(0).toMillis() >= 1000 && pauses.get(0).toMillis() < 1500);
    assertTrue(pauses.get(1).toMillis() >= 2000 && pauses.get(1).toMillis() < 3000);
  }

  @Test
  void returns_the_document_of_a_successful_retry() throws InterruptedException {
    answers.addAll(
        List.of(
            failure(HttpResult.Kind.CONNECTION, 0),
            failure(HttpResult.Kind.SERVER, 502),
            DOCUMENT));
    assertEquals(DOCUMENT, fetch("http://a/"));
    assertEquals(3, asked);
  }

  @Test
  void retries_a_request_that_took_the_server_too_long_to_get_after_a_pause()
      throws InterruptedException {
    answers.addAll(List.of(failure(HttpResult.Kind.OTHER, 408), DOCUMENT));
    assertEquals(DOCUMENT, fetch("http://a/"));
    assertEquals(1, pauses.size());
  }

  @Test
  void waits_for_Retry_After_up_to_a_minute() throws InterruptedException {
    answers.addAll(
        List.of(failure(HttpResult.Kind.REFUSED, 429, Duration.ofSeconds(60)), DOCUMENT));
    assertEquals(DOCUMENT, fetch("http://a/"));
    assertEquals(List.of(Duration.ofSeconds(60)), pauses);
  }

  @Test
  void does_not_wait_longer_and_skips_the_host() throws InterruptedException {
    answers.add(failure(HttpResult.Kind.REFUSED, 429, Duration.ofSeconds(61)));
    assertInstanceOf(HttpResult.Failure.class, fetch("http://a/1"));
    assertEquals(List.of(), pauses);
    assertEquals(HttpResult.Kind.HOST_SKIPPED, ((HttpResult.Failure) fetch("http://a/2")).kind());
    assertEquals(1, asked);
  }

  @Test
  void does_not_retry_a_failure_that_a_retry_cannot_fix() throws InterruptedException {
    for (HttpResult.Failure failure :
        List.of(
            failure(HttpResult.Kind.GONE, 404),
            failure(HttpResult.Kind.REFUSED, 403),
            failure(HttpResult.Kind.UNKNOWN_HOST, 0),
            failure(HttpResult.Kind.OTHER, 200))) {
      asked = 0;
      answers.clear();
      answers.add(failure);
      fetch("http://a/");
      assertEquals(1, asked, failure.toString());
    }
  }

  @Test
  void skips_a_host_after_three_refusals_in_a_row_and_reports_it_once()
      throws InterruptedException {
    answers.add(failure(HttpResult.Kind.REFUSED, 403));
    for (int i = 0; i < 10; i++) {
      fetch("http://a/" + i);
    }
    assertEquals(3, asked);
    assertEquals(
        List.of(
            "a: skipped for the rest of this run: three requests in a row failed; the last one:"
                + " answered 403"),
        left);
    fetch("http://b/");
    assertEquals(4, asked);
  }

  @Test
  void counts_only_refusals_in_a_row() throws InterruptedException {
    HttpResult.Failure refused = failure(HttpResult.Kind.REFUSED, 403);
    answers.addAll(List.of(refused, refused, DOCUMENT, refused, refused, DOCUMENT));
    for (int i = 0; i < 6; i++) {
      fetch("http://a/" + i);
    }
    assertEquals(List.of(), left);
  }

  @Test
  void counts_connection_failures_timeouts_refusals_and_server_errors()
      throws InterruptedException {
    for (HttpResult.Failure failure :
        List.of(
            failure(HttpResult.Kind.TIMEOUT, 0),
            failure(HttpResult.Kind.CONNECTION, 0),
            failure(HttpResult.Kind.INSECURE, 0),
            failure(HttpResult.Kind.REFUSED, 403),
            failure(HttpResult.Kind.REFUSED, 429),
            failure(HttpResult.Kind.SERVER, 500),
            failure(HttpResult.Kind.SERVER, 501),
            failure(HttpResult.Kind.SERVER, 503, Duration.ofSeconds(1)))) {
      left.clear();
      answers.clear();
      answers.add(failure);
      String host = "http://" + failure.kind() + failure.status();
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of(), left, failure.toString());
        fetch(host + "/" + i);
      }
      assertEquals(1, left.size(), failure.toString());
      assertEquals(HttpResult.Kind.HOST_SKIPPED, ((HttpResult.Failure) fetch(host + "/4")).kind());
    }
  }

  @Test
  void any_other_answer_resets_the_count() throws InterruptedException {
    for (HttpResult other :
        List.of(
            DOCUMENT,
            new HttpResult.Unchanged(Duration.ZERO),
            failure(HttpResult.Kind.GONE, 404),
            failure(HttpResult.Kind.OTHER, 200))) {
      HttpResult.Failure late = failure(HttpResult.Kind.TIMEOUT, 0);
      answers.clear();
      answers.addAll(List.of(late, late, other, late, late, other));
      for (int i = 0; i < 6; i++) {
        fetch("http://a/" + i);
      }
      assertEquals(List.of(), left, other.toString());
    }
  }

  @Test
  void a_request_that_is_not_sent_is_not_counted() throws InterruptedException {
    HttpResult.Failure late = failure(HttpResult.Kind.TIMEOUT, 0);
    answers.addAll(List.of(late, failure(HttpResult.Kind.NOT_SENT, 0), late, late));
    for (int i = 0; i < 4; i++) {
      fetch("http://a/" + i);
    }
    assertEquals(1, left.size());
  }

  @Test
  void does_not_retry_a_timeout_or_an_untrusted_certificate() throws InterruptedException {
    answers.addAll(
        List.of(failure(HttpResult.Kind.TIMEOUT, 0), failure(HttpResult.Kind.INSECURE, 0)));
    fetch("http://a/");
    fetch("http://b/");
    assertEquals(2, asked);
    assertEquals(List.of(), pauses);
  }

  @Test
  void a_server_that_asks_for_a_long_pause_is_skipped_whatever_its_status()
      throws InterruptedException {
    for (HttpResult.Kind kind : List.of(HttpResult.Kind.SERVER, HttpResult.Kind.REFUSED)) {
      asked = 0;
      answers.clear();
      answers.add(failure(kind, 503, Duration.ofMinutes(10)));
      fetch("http://" + kind + "/1");
      fetch("http://" + kind + "/2");
      assertEquals(1, asked);
    }
  }

  @Test
  void an_answer_to_a_request_sent_before_does_not_close_the_breaker_again() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    RetryingFetcher parallel =
        new RetryingFetcher(
            request -> {
              if (request.url().endsWith("slow")) {
                sent.countDown();
                failed.await();
                return DOCUMENT;
              }
              return failure(HttpResult.Kind.TIMEOUT, 0);
            },
            pauses::add,
            (host, why, cause) -> left.add(host),
            false);
    CompletableFuture<HttpResult> slow =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return parallel.fetch(HttpRequest.feed("http://a/slow", Validators.NONE));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    sent.await();
    for (int i = 0; i < 3; i++) {
      parallel.fetch(HttpRequest.feed("http://a/" + i, Validators.NONE));
    }
    failed.countDown();
    assertEquals(DOCUMENT, slow.get());
    HttpResult next = parallel.fetch(HttpRequest.feed("http://a/4", Validators.NONE));
    assertEquals(HttpResult.Kind.HOST_SKIPPED, ((HttpResult.Failure) next).kind());
  }

  @Test
  void retries_end_once_others_have_opened_the_breaker() throws InterruptedException {
    answers.add(failure(HttpResult.Kind.CONNECTION, 0));
    List<RetryingFetcher> polite = new ArrayList<>();
    Sleeper whileOthersFail =
        pause -> {
          pauses.add(pause);
          if (pauses.size() == 1) {
            for (int i = 0; i < 3; i++) {
              polite.get(0).fetch(HttpRequest.feed("http://a/" + i, Validators.NONE));
            }
          }
        };
    polite.add(
        new RetryingFetcher(
            this::answer, whileOthersFail, (host, why, cause) -> left.add(host), false));
    polite.get(0).fetch(HttpRequest.feed("http://a/", Validators.NONE));
    assertEquals(10, asked); // three others with three tries each, and the first once
  }
}
