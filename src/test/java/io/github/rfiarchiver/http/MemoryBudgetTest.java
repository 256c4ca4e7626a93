package io.github.rfiarchiver.http;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.state.Validators;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory that documents may take. */
@Timeout(30)
class MemoryBudgetTest {
  private static final int MIB = 1 << 20;

  private static HttpFetcher fetcher(int maxMebibytes, MemoryBudget memory) {
    return new HttpFetcher(
        new HttpLimits(Duration.ofSeconds(2), (long) maxMebibytes << 20),
        Proxies.NONE,
        "test",
        Clock.systemUTC(),
        null,
        memory,
        okhttp3.Dns.SYSTEM,
        RateLimit.NONE);
  }

  private static MemoryBudget heap(int mebibytes) {
    return new MemoryBudget((long) mebibytes << 20);
  }

  private static CompletableFuture<HttpResult> start(HttpFetcher fetcher, String address) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return fetcher.fetch(HttpRequest.namedPage(address));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void a_page_may_have_8_MiB_and_not_more_even_if_a_feed_may() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/8", reply(200, new byte[8 * MIB])).at("/9", reply(200, new byte[8 * MIB + 1]));
      HttpFetcher fetcher = fetcher(64, heap(1024));
      assertEquals(
          8 * MIB,
          assertInstanceOf(
                  HttpResult.Document.class, fetcher.fetch(HttpRequest.namedPage(site.url("/8"))))
              .bytes()
              .length);
      assertEquals(
          "is larger than 8 MiB, the most that a page may have",
          ((HttpResult.Failure) fetcher.fetch(HttpRequest.namedPage(site.url("/9")))).reason());
      assertInstanceOf(
          HttpResult.Document.class,
          fetcher.fetch(HttpRequest.feed(site.url("/9"), Validators.NONE)));
    }
  }

  @Test
  void a_page_is_read_only_up_to_its_limit() throws Exception {
    AtomicLong written = new AtomicLong();
    try (LoopbackServer site = new LoopbackServer()) {
      site.at(
          "/a",
          (request, out) -> {
            out.write(LoopbackServer.head(200, "X: y"));
            for (byte[] piece = new byte[64 << 10]; written.get() < 51L * MIB; ) {
              out.write(piece);
              written.addAndGet(piece.length);
            }
          });
      fetcher(64, heap(1024)).fetch(HttpRequest.namedPage(site.url("/a")));
      assertTrue(written.get() < 20L * MIB, written + " bytes"); // with what sockets buffer
    }
  }

  @Test
  void a_document_that_is_too_large_for_the_memory_is_reported() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/a", reply(200, new byte[5 * MIB]));
      HttpResult outcome =
          fetcher(64, heap(128)).fetch(HttpRequest.feed(site.url("/a"), Validators.NONE));
      String reason = assertInstanceOf(HttpResult.Failure.class, outcome).reason();
      assertTrue(reason.startsWith("is too large for the memory"), reason);
      assertTrue(reason.contains("-Xmx"), reason);
    }
  }

  @Test
  void a_request_waits_for_memory_before_its_timeout_begins() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/a", reply(200, "a"));
      MemoryBudget memory = heap(256);
      HttpFetcher fetcher = fetcher(64, memory);
      MemoryBudget.Reservation others = memory.reserveBody(60L * MIB);
      CompletableFuture<HttpResult> waiting = start(fetcher, site.url("/a"));
      assertThrows(TimeoutException.class, () -> waiting.get(2500, TimeUnit.MILLISECONDS));
      assertEquals(0, site.requests().size());
      others.close();
      assertInstanceOf(HttpResult.Document.class, waiting.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_document_reserves_only_its_own_size_until_it_is_closed() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/big", reply(200, new byte[7 * MIB])).at("/small", reply(200, "a"));
      site.at("/404", reply(404, "a"));
      MemoryBudget memory = heap(256); // 64 MiB for bodies
      HttpFetcher fetcher = fetcher(64, memory);
      for (int i = 0; i < 20; i++) { // failures and small pages reserve little
        start(fetcher, site.url("/404")).get(5, TimeUnit.SECONDS);
        start(fetcher, site.url("/small")).get(5, TimeUnit.SECONDS);
      }
      HttpResult.Document[] documents = new HttpResult.Document[8];
      for (int i = 0; i < documents.length; i++) {
        documents[i] =
            (HttpResult.Document) start(fetcher, site.url("/big")).get(5, TimeUnit.SECONDS);
      }
      memory.reserveBody(7L * MIB).close(); // eight times 7 leave 8 of 64
      CompletableFuture<HttpResult> ninth = start(fetcher, site.url("/big"));
      CompletableFuture<HttpResult> tenth = start(fetcher, site.url("/big"));
      assertThrows(
          TimeoutException.class,
          () -> CompletableFuture.allOf(ninth, tenth).get(1, TimeUnit.SECONDS));
      Arrays.stream(documents).forEach(HttpResult.Document::close);
      CompletableFuture.allOf(ninth, tenth).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_document_of_many_tags_needs_more_memory_than_one_of_text() {
    MemoryBudget memory = heap(128);
    byte[] text = new byte[3 * MIB];
    byte[] tags = new byte[3 * MIB];
    Arrays.fill(tags, (byte) '<');
    assertEquals(Optional.empty(), memory.refusal(text));
    assertTrue(memory.refusal(tags).orElseThrow().startsWith("is too large for the memory"));
  }

  @Test
  void feeds_share_their_memory_with_the_feeds_before_them() {
    MemoryBudget memory = heap(128);
    byte[] feed = new byte[3 * MIB];
    long cost = MemoryBudget.cost(feed);
    assertEquals(Optional.empty(), memory.refusal(cost, feed.length));
    assertTrue(memory.refusal(2 * cost, feed.length).isPresent());
  }

  @Test
  void memory_is_released_once() throws Exception {
    MemoryBudget memory = heap(128);
    MemoryBudget.Reservation first = memory.reserveBody(32 * MIB);
    first.close();
    first.close();
    MemoryBudget.Reservation all = memory.reserveBody(32 * MIB);
    Thread waiting = new Thread(() -> reserve(memory));
    waiting.start();
    waiting.join(100);
    assertTrue(waiting.isAlive());
    all.close();
    waiting.join(10_000);
    assertFalse(waiting.isAlive());
  }

  private static void reserve(MemoryBudget memory) {
    try {
      memory.reserveBody(MIB).close();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
