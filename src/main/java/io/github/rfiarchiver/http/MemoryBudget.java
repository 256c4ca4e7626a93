package io.github.rfiarchiver.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the memory of documents, so that no document causes an OutOfMemoryError: a quarter of the
 * heap for bodies that are fetched and not parsed yet, a quarter for pages that are parsed, a
 * quarter for feeds; the rest is for the program. Safe to share among threads.
 */
public final class MemoryBudget {
  /** The budget of this process. */
  public static final MemoryBudget HEAP = new MemoryBudget(Runtime.getRuntime().maxMemory());

  /**
   * Bytes of memory to parse a byte of text: the text, its copies while it is decoded and repaired,
   * and the result, each with up to two bytes a character.
   */
  private static final int PER_BYTE = 8;

  /** Bytes of memory to parse a tag or a character reference: an element of the parsed tree. */
  private static final int PER_TAG = 150;

  private final long heap;
  private final Semaphore bodies;
  private final Semaphore pages;

  /**
   * @param heap the largest size of the heap, in bytes
   */
  MemoryBudget(long heap) {
    this.heap = heap;
    int quarter = kibibytes(heap / 4);
    this.bodies = new Semaphore(quarter, true); // fair: a large body is not overtaken for ever
    this.pages = new Semaphore(quarter, true);
  }

  /** The size, in bytes, of the largest document that can be parsed. */
  public long largestDocument() {
    return heap / 4 / PER_BYTE;
  }

  /** Why a document is not parsed, as a clause; empty where its tree fits into a quarter. */
  public Optional<String> refusal(byte[] document) {
    return refusal(cost(document), document.length);
  }

  /**
   * Why a document is not parsed, as a clause; empty where it fits into a quarter beside others.
   *
   * @param cost its {@link #cost}, and that of the documents whose results are kept
   * @param bytes its size
   */
  public Optional<String> refusal(long cost, int bytes) {
    return cost > heap / 4 ? Optional.of(tooLarge(bytes)) : Optional.empty();
  }

  /** The reason for a document of {@code bytes} bytes that is too large to parse, as a clause. */
  public String tooLarge(long bytes) {
    return "is too large for the memory (%d KiB, a heap of %d MiB); allow Java more, as JAVA_TOOL_OPTIONS=-Xmx%dm does"
        .formatted(bytes >> 10, heap >> 20, Math.max(2048, (heap >> 20) * 4));
  }

  /** Waits until a body of so many bytes fits; at most a quarter of the heap. */
  Reservation reserveBody(long bytes) throws InterruptedException {
    int size = kibibytes(bytes);
    bodies.acquire(size);
    return new Reservation(bodies, size);
  }

  /** Waits until a page that is not {@linkplain #refusal refused} can be parsed. */
  public Reservation reservePage(byte[] page) {
    int size = kibibytes(cost(page));
    pages.acquireUninterruptibly(size); // pages that are being parsed wait for nothing
    return new Reservation(pages, size);
  }

  /** How many bytes of memory it takes to parse a document, and to keep the result. */
  public static long cost(byte[] document) {
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

    /** Releases all but so many bytes. */
    void shrinkTo(long bytes) {
      int size = kibibytes(bytes);
      int before = held.getAndUpdate(now -> Math.min(now, size));
      budget.release(Math.max(0, before - size));
    }

    /** Releases all; the next calls do nothing. */
    @Override
    public void close() {
      shrinkTo(0);
    }
  }
}
