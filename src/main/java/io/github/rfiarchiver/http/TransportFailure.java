package io.github.rfiarchiver.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Tells what an exception of OkHttp means. OkHttp and Java's TLS wrap what happened to the socket,
 * so the whole chain of causes is looked at.
 */
final class TransportFailure {
  private final IOException thrown;

  private TransportFailure(IOException thrown) {
    this.thrown = thrown;
  }

  /** The failure of a request whose answer did not arrive up to the end of its headers. */
  static HttpResult.Failure beforeAnswer(IOException thrown) {
    TransportFailure failure = new TransportFailure(thrown);
    return failure
        .known()
        .or(
            () ->
                failure.as(
                    ProtocolException.class, HttpResult.Kind.OTHER, "the answer is not HTTP"))
        .or(() -> failure.as(SSLException.class, HttpResult.Kind.INSECURE, "TLS handshake failed"))
        .orElseGet(() -> failure.of(HttpResult.Kind.CONNECTION, "connection failed"));
  }

  /** The failure of a request whose answer has a body that did not arrive whole. */
  static HttpResult.Failure inBody(IOException thrown) {
    TransportFailure failure = new TransportFailure(thrown);
    return failure
        .known()
        // By this one OkHttp says that a body is shorter than announced.
        .or(
            () ->
                failure.as(
                    ProtocolException.class, HttpResult.Kind.CONNECTION, "cut off before its end"))
        .orElseGet(() -> failure.of(HttpResult.Kind.OTHER, "cannot be decompressed"));
  }

  private Optional<HttpResult.Failure> known() {
    HttpResult.Kind connection = HttpResult.Kind.CONNECTION;
    HttpResult.Kind insecure = HttpResult.Kind.INSECURE;
    if (find(OversizedAnswerException.class).isPresent()) {
      return Optional.of(
          new HttpResult.Failure(
              HttpResult.Kind.OTHER,
              "has more than "
                  + (BoundedSockets.MOST >> 10)
                  + " KiB of headers, or of a chunk extension, trailers or a gzip header"));
    }
    return find(PrivateAddresses.FoundException.class)
        .map(
            found ->
                new HttpResult.Failure(
                    HttpResult.Kind.OTHER, "redirects to a private address: " + found.getMessage()))
        .or(() -> as(UnknownHostException.class, connection, "unknown host"))
        .or(() -> as(CertificateException.class, insecure, "untrusted TLS certificate"))
        .or(() -> as(CertPathValidatorException.class, insecure, "untrusted TLS certificate"))
        .or(() -> as(SSLPeerUnverifiedException.class, insecure, "untrusted TLS certificate"))
        .or(() -> as(ConnectException.class, connection, "connection failed"))
        .or(() -> as(SocketTimeoutException.class, connection, "connection timed out"))
        .or(() -> as(EOFException.class, connection, "cut off before its end"))
        .or(() -> as(SocketException.class, connection, "connection lost"));
  }

  private Optional<HttpResult.Failure> as(
      Class<? extends Exception> cause, HttpResult.Kind kind, String what) {
    return find(cause).map(found -> of(kind, what));
  }

  private Optional<Throwable> find(Class<? extends Exception> cause) {
    return causes().filter(cause::isInstance).findFirst();
  }

  private Stream<Throwable> causes() {
    return Stream.<Throwable>iterate(thrown, e -> e != null, Throwable::getCause)
        .limit(100); // a chain may be a ring
  }

  private HttpResult.Failure of(HttpResult.Kind kind, String what) {
    String detail =
        causes().reduce((outer, inner) -> inner).map(Throwable::getMessage).orElse(null);
    return new HttpResult.Failure(kind, what + (detail == null ? "" : ": " + detail));
  }
}
