package io.github.rfiarchiver.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the memory that documents take, so that no document ends the program with an
 * OutOfMemoryError: a quarter of the heap for bodies that are fetched and not parsed yet, one for
 * pages that are parsed, one for feeds; the rest is the program's. Safe to share among threads.
 */
public final class MemoryBudget {
  private static final MemoryBudget HEAP = new MemoryBudget(Runtime.getRuntime().maxMemory());

  /**
   * What parsing takes for a byte of text: the text itself, its copies while it is decoded and
   * repaired, and what is made of it, each of up to two bytes a character.
   */
  private static final int PER_BYTE = 8;

  /** What parsing takes for a tag or a character reference: an element of the parsed tree. */
  private static final int PER_TAG = 150;

  private final long heap;
  private final Semaphore bodies;
  private final Semaphore pages;
  private final Semaphore feeds;

  /**
   * @param heap how many bytes the heap may have
   */
  MemoryBudget(long heap) {
    this.heap = heap;
    int quarter = kibibytes(heap / 4);
    this.bodies = new Semaphore(quarter, true); // fair: a large body is not passed for ever
    this.pages = new Semaphore(quarter, true);
    this.feeds = new Semaphore(quarter, true);
  }

  /** The budget of this process. */
  public static MemoryBudget ofHeap() {
    return HEAP;
  }

  /** The size, in bytes, of the largest document that can be parsed. */
  public long largestDocument() {
    return heap / 4 / PER_BYTE;
  }

  /** Why a document is not parsed, as a clause; empty where its tree fits into its quarter. */
  public Optional<String> refusal(byte[] document) {
    return cost(document) > heap / 4 ? Optional.of(tooLarge(document.length)) : Optional.empty();
  }

  /** The message for a document of more bytes than can be parsed. */
  public String tooLarge(long bytes) {
    return "is too large for the memory (%d KiB, a heap of %d MiB); allow Java more, as JAVA_TOOL_OPTIONS=-Xmx%dm does"
        .formatted(bytes >> 10, heap >> 20, Math.max(2048, (heap >> 20) * 4));
  }

  /** Waits until there is room for a body of so many bytes, at most {@link #largestDocument}. */
  Reservation reserveBody(long bytes) throws InterruptedException {
    int size = kibibytes(bytes);
    bodies.acquire(size);
    return new Reservation(bodies, size);
  }

  /** Waits until there is room to parse a page that is not refused. */
  public Reservation reservePage(byte[] page) {
    int size = kibibytes(cost(page));
    pages.acquireUninterruptibly(size); // those that have room do not wait for anything
    return new Reservation(pages, size);
  }

  /**
   * Room to parse a feed and to keep its entries; empty where there is none beside the feeds that
   * were read before, whose entries are kept until the end of the run.
   */
  public Optional<Reservation> reserveFeed(byte[] feed) {
    int size = kibibytes(cost(feed));
    return feeds.tryAcquire(size) ? Optional.of(new Reservation(feeds, size)) : Optional.empty();
  }

  private static long cost(byte[] document) {
    long tags = 0;
    for (byte b : document) {
      if (b == '<' || b == '&') {
        tags++;
      }
    }
    return (long) document.length * PER_BYTE + tags * PER_TAG;
  }

  private static int kibibytes(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
  }

  /** A part of the budget. */
  public static final class Reservation implements AutoCloseable {
    private final Semaphore budget;
    private final AtomicInteger held;

    private Reservation(Semaphore budget, int kibibytes) {
      this.budget = budget;
      this.held = new AtomicInteger(kibibytes);
    }

    static Reservation nothing() {
      return new Reservation(new Semaphore(0), 0);
    }

    /** Gives back what is held above so many bytes. */
    void shrinkTo(long bytes) {
      int size = kibibytes(bytes);
      int before = held.getAndUpdate(now -> Math.min(now, size));
      budget.release(Math.max(0, before - size));
    }

    /** Gives all back; once more, it does nothing. */
    @Override
    public void close() {
      shrinkTo(0);
    }
  }
}
