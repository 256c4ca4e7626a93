package io.github.rfiarchiver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RateLimitTest {
  private final TestClock clock = new TestClock();
  private final List<Duration> slept = new ArrayList<>();
  private final RateLimit rate = RateLimit.perMinute(12, clock, this::sleep);

  private void sleep(Duration time) {
    slept.add(time);
    clock.pass(time);
  }

  private void request(String host, Duration takes) throws InterruptedException {
    rate.begin(host, HttpRequest.Kind.PAGE);
    clock.pass(takes);
    rate.end(host);
  }

  @Test
  void the_interval_begins_with_the_answer_and_each_host_has_its_own() throws Exception {
    request("a", Duration.ofSeconds(3));
    request("b", Duration.ofSeconds(1));
    request("a", Duration.ZERO);
    assertEquals(List.of(Duration.ofSeconds(4)), slept);
    clock.pass(Duration.ofSeconds(60));
    request("a", Duration.ZERO);
    assertEquals(1, slept.size());
  }

  @Test
  void a_clock_that_jumps_back_makes_no_pause_longer() throws Exception {
    request("a", Duration.ZERO);
    clock.pass(Duration.ofDays(-1));
    request("a", Duration.ZERO);
    assertEquals(List.of(Duration.ofSeconds(5)), slept);
  }

  @Test
  void of_requests_in_parallel_one_waits_for_the_answer_to_the_other() throws Exception {
    rate.begin("a", HttpRequest.Kind.PAGE);
    Thread other =
        new Thread(
            () -> {
              try {
                rate.begin("a", HttpRequest.Kind.PAGE);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    while (other.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
    clock.pass(Duration.ofSeconds(30));
    rate.end("a");
    other.join();
    assertFalse(other.isAlive());
    assertEquals(List.of(Duration.ofSeconds(5)), slept);
  }

  @Test
  void a_host_that_pauses_holds_up_no_other_and_no_interrupted_request_ends_another()
      throws Exception {
    CountDownLatch sleeps = new CountDownLatch(1);
    RateLimit slow =
        RateLimit.perMinute(
            12,
            clock,
            time -> {
              sleeps.countDown();
              Thread.sleep(20_000);
            });
    slow.begin("a", HttpRequest.Kind.PAGE);
    slow.end("a");
    Thread pausing = requesting(slow, "a");
    sleeps.await();
    slow.begin("b", HttpRequest.Kind.PAGE);
    Thread waiting = requesting(slow, "b");
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
    waiting.interrupt();
    waiting.join();
    Thread third = requesting(slow, "b");
    while (third.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
    assertTrue(third.isAlive());
    third.interrupt();
    pausing.interrupt();
    pausing.join();
    requesting(slow, "a").interrupt();
  }

  private static Thread requesting(RateLimit rate, String host) {
    Thread thread =
        new Thread(
            () -> {
              try {
                rate.begin(host, HttpRequest.Kind.PAGE);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void the_index_of_the_Wayback_Machine_is_asked_24_times_a_minute_at_the_most() throws Exception {
    RateLimit fast = RateLimit.perMinute(6000, clock, slept::add);
    for (String host : List.of("web.archive.org", "wayback.example")) {
      for (int i = 0; i < 2; i++) {
        fast.begin(host, HttpRequest.Kind.INDEX);
        fast.end(host);
      }
    }
    fast.begin("web.archive.org", HttpRequest.Kind.CAPTURE);
    Duration rate = Duration.ofMillis(10);
    assertEquals(List.of(Duration.ofMillis(2500), rate, rate), slept);
  }

  @Test
  void no_limit_is_none() throws Exception {
    RateLimit.NONE.begin("a", HttpRequest.Kind.PAGE);
    RateLimit.NONE.begin("a", HttpRequest.Kind.PAGE);
    assertEquals(Duration.ZERO, RateLimit.NONE.timeOf(1000));
    assertEquals(Duration.ofMinutes(1), rate.timeOf(12));
  }
}
