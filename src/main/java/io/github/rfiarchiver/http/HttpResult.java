package io.github.rfiarchiver.http;

import io.github.rfiarchiver.state.Validators;
import java.time.Duration;
import java.util.Optional;

/** The result of a request: all of these are expected. */
public sealed interface HttpResult {
  /**
   * A document, whole.
   *
   * @param bytes decompressed; not copied, and not to be changed
   * @param charset what the Content-Type header says of its encoding
   * @param address where it was found, after redirects
   * @param movedTo the address behind permanent redirects (301, 308), where it moved permanently
   * @param maxAge how long it need not be asked for again, as Cache-Control says; zero by default
   * @param memory what is reserved for the bytes; closed with the document
   */
  @SuppressWarnings("ArrayRecordComponent") // up to 64 MiB, handed on once: not worth a copy
  record Document(
      byte[] bytes,
      Optional<String> charset,
      String address,
      Optional<String> movedTo,
      Validators validators,
      Duration maxAge,
      MemoryBudget.Reservation memory)
      implements HttpResult, AutoCloseable {

    /** A document for which no memory is reserved. */
    public Document(
        byte[] bytes,
        Optional<String> charset,
        String address,
        Optional<String> movedTo,
        Validators validators,
        Duration maxAge) {
      this(
          bytes, charset, address, movedTo, validators, maxAge, MemoryBudget.Reservation.nothing());
    }

    /** Makes room for other documents; the bytes are not used any more. */
    @Override
    public void close() {
      memory.close();
    }
  }

  /** The document is the one that the validators named (304). */
  record Unchanged(Duration maxAge) implements HttpResult {}

  /**
   * No document.
   *
   * @param status the HTTP status of the answer; 0 where there was none
   * @param reason what happened, as a clause
   * @param retryAfter how long the server asks to wait before the next request
   */
  record Failure(Kind kind, int status, String reason, Optional<Duration> retryAfter)
      implements HttpResult {

    public Failure(Kind kind, String reason) {
      this(kind, 0, reason, Optional.empty());
    }

    /** How long the server asks to wait, where a run does not wait so long for a retry. */
    public Optional<Duration> longWait() {
      return retryAfter.filter(RetryingFetcher::isTooLong);
    }
  }

  /** Kinds of failure, as far as they are handled in different ways. */
  enum Kind {
    /** No connection, or one that was closed before the answer was complete. */
    CONNECTION,
    /** The request took longer than a request may take. */
    TIMEOUT,
    /** No certificate that can be trusted, or no common version of TLS. */
    INSECURE,
    /** The server refuses this client: 403 or 429. */
    REFUSED,
    /** The server failed: 5xx. */
    SERVER,
    /** The document is not there: 404 or 410. */
    GONE,
    /** The circuit breaker skips the host for the rest of the run. */
    HOST_LEFT,
    /** The time of the run was over before the document was there. */
    OUT_OF_TIME,
    /** No request was sent: the address is not http or https, or its host is not allowed. */
    NOT_SENT,
    /** An answer of any other kind; a retry would not help. */
    OTHER
  }
}
