package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.raw.ContentDecoder;
import io.github.rfiarchiver.http.HttpResult.Failure;
import io.github.rfiarchiver.http.HttpResult.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Maps an exception of OkHttp to a failure. OkHttp and Java's TLS wrap the exception of the socket,
 * so the whole chain of causes is searched.
 */
final class TransportFailure {
  /**
   * @param cause matches where it is in the chain of causes
   * @param reason what it means, as a clause; empty where its message says so
   */
  private record Meaning(Class<? extends Exception> cause, Kind kind, String reason) {}

  private static final String CUT_OFF = "cut off before its end";

  /** How OkHttp says that a proxy refuses a tunnel, except where a retry may help. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "Failed to authenticate with proxy|Unexpected response code for CONNECT: (?!408|429|5).*");

  /** OkHttp throws it where a header makes no sense, such as a length below zero. */
  private static final Meaning NOT_HTTP =
      new Meaning(RuntimeException.class, Kind.OTHER, "the answer is not HTTP");

  /** In the order in which they are searched for: the more specific ones first. */
  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning(RefusedException.class, Kind.OTHER, ""),
          new Meaning(
              ContentDecoder.UnknownException.class, Kind.OTHER, "has an unknown Content-Encoding"),
          new Meaning(
              BoundedSockets.OversizedException.class,
              Kind.OTHER,
              "has more than "
                  + (BoundedSockets.MOST >> 10)
                  + " KiB of headers, or of a chunk extension, trailers or a gzip header"),
          new Meaning(
              PrivateAddresses.FoundException.class, Kind.OTHER, "redirects to a private address"),
          new Meaning(UnknownHostException.class, Kind.UNKNOWN_HOST, "unknown host"),
          new Meaning(
              CertificateException.class,
              Kind.INSECURE,
              "untrusted TLS certificate, or wrong clock"),
          new Meaning(ConnectException.class, Kind.CONNECTION, "connection failed"),
          new Meaning(SocketTimeoutException.class, Kind.CONNECTION, "connection timed out"),
          new Meaning(EOFException.class, Kind.CONNECTION, CUT_OFF),
          new Meaning(SocketException.class, Kind.CONNECTION, "connection lost"));

  private static final List<Meaning> BEFORE_ANSWER =
      List.of(
          new Meaning(ProtocolException.class, Kind.OTHER, NOT_HTTP.reason()),
          new Meaning(SSLException.class, Kind.INSECURE, "TLS handshake failed"),
          new Meaning(IOException.class, Kind.CONNECTION, "connection failed"),
          NOT_HTTP);

  private static final List<Meaning> IN_BODY =
      List.of(
          // OkHttp throws it where a body is shorter than announced.
          new Meaning(ProtocolException.class, Kind.CONNECTION, CUT_OFF),
          new Meaning(IOException.class, Kind.OTHER, "cannot be decompressed"),
          NOT_HTTP);

  private TransportFailure() {}

  /** An answer is not used, for the reason in the message, a clause. */
  static final class RefusedException extends IOException {
    RefusedException(String reason) {
      super(reason);
    }
  }

  /** The failure of a request whose answer did not arrive up to the end of its headers. */
  static Failure beforeAnswer(Exception thrown) {
    return failure(thrown, BEFORE_ANSWER);
  }

  /** The failure of a request whose answer has a body that did not arrive whole. */
  static Failure inBody(Exception thrown) {
    return failure(thrown, IN_BODY);
  }

  /**
   * @param others what is searched for where nothing else is found; the last one always matches
   */
  private static Failure failure(Exception thrown, List<Meaning> others) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(thrown, e -> e != null, Throwable::getCause)
            .limit(100) // a chain may be a ring
            .toList();
    Meaning meaning =
        Stream.concat(MEANINGS.stream(), others.stream())
            .filter(known -> causes.stream().anyMatch(known.cause()::isInstance))
            .findFirst()
            .orElseThrow();
    String detail = causes.get(causes.size() - 1).getMessage();
    String added =
        detail == null || meaning.reason().equals(CUT_OFF) || meaning.equals(NOT_HTTP)
            ? ""
            : ": " + detail.replaceFirst("(?s):?\n.*", "");
    boolean isRefused = detail != null && REFUSED.matcher(detail).matches();
    String reason = (meaning.reason() + added).replaceFirst("^: ", "");
    return new Failure(isRefused ? Kind.REFUSED : meaning.kind(), 0, reason, null, thrown);
  }
}
