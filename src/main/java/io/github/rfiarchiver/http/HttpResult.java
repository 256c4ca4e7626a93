package io.github.rfiarchiver.http;

import io.github.rfiarchiver.state.Validators;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The result of a request. A failure is a result, not an exception. */
public sealed interface HttpResult {
  /**
   * A document, whole.
   *
   * @param bytes decompressed; not copied, and not to be changed
   * @param charset the charset of the Content-Type header; null where there is none
   * @param url its URL, after redirects
   * @param movedTo the URL after permanent redirects (301, 308); null where it did not move
   * @param maxAge how long it may be used without another request (max-age of Cache-Control); zero
   *     where the server does not say
   * @param memory what is reserved for the bytes; closed with the document
   */
  @SuppressWarnings("ArrayRecordComponent") // up to 64 MiB, handed on once: not worth a copy
  record Document(
      byte[] bytes,
      @Nullable String charset,
      String url,
      @Nullable String movedTo,
      Validators validators,
      Duration maxAge,
      MemoryBudget.Reservation memory)
      implements HttpResult, AutoCloseable {

    /** A document that is never fresh, and for which no memory is reserved. */
    public static Document of(
        byte[] bytes, @Nullable String charset, String url, Validators validators) {
      MemoryBudget.Reservation memory = MemoryBudget.Reservation.nothing();
      return new Document(bytes, charset, url, null, validators, Duration.ZERO, memory);
    }

    /** The same document under another URL. */
    public Document at(String other) {
      return new Document(bytes, charset, other, movedTo, validators, maxAge, memory);
    }

    /** Frees the memory for other documents; the bytes are not used any more. */
    @Override
    public void close() {
      memory.close();
    }
  }

  /** The document has not changed since the one that the validators are of (304). */
  record Unchanged(Duration maxAge) implements HttpResult {}

  /**
   * No document.
   *
   * @param status the HTTP status of the answer; 0 where there was none, or where its redirect or
   *     its body is the failure
   * @param reason what happened, as a clause
   * @param retryAfter how long the server asks to wait before the next request; null where it does
   *     not
   * @param cause the exception; null where there is none
   */
  record Failure(
      Kind kind,
      int status,
      String reason,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause)
      implements HttpResult {

    public Failure(Kind kind, String reason) {
      this(kind, 0, reason, null, null);
    }

    /** The same failure, of the URL that the redirects of a request led to. */
    Failure redirectedTo(HttpUrl last) {
      String where = "redirected to " + last + ": ";
      return new Failure(kind, status, where + reason, retryAfter, cause);
    }

    /** The {@link #retryAfter}, where it is longer than a run waits for a retry. */
    public Optional<Duration> longWait() {
      return Optional.ofNullable(retryAfter).filter(RetryingFetcher::isTooLong);
    }
  }

  /** Kinds of failure that are handled differently. */
  enum Kind {
    /** No connection, or one that was closed before the answer was complete. */
    CONNECTION,
    /** The name has no address: the system has tried again itself. */
    UNKNOWN_HOST,
    /** The request took longer than {@code --timeout}. */
    TIMEOUT,
    /** The TLS certificate is untrusted, or the TLS handshake failed. */
    INSECURE,
    /** The server refuses this client: 403 or 429; or a proxy refuses to connect to it. */
    REFUSED,
    /** The server failed: 5xx. */
    SERVER,
    /** The document does not exist: 404 or 410. */
    GONE,
    /** No request was sent: the host is skipped for the rest of the run, or a 429 ended the run. */
    HOST_SKIPPED,
    /** The time of the run ({@code --max-time}) was over before the document arrived. */
    OUT_OF_TIME,
    /** No request was sent: the URL is not http or https, or its host or robots.txt forbids it. */
    NOT_SENT,
    /** An answer of any other kind; a retry would not help, except after 408. */
    OTHER
  }
}
