package io.github.rfiarchiver.archive.raw;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A GET request and its response as sent, without secrets: no credential, cookie or proxy header of
 * the request, no user name or password in the URL.
 *
 * @param captured the time of the response
 * @param url http or https, percent-encoded; a fragment is dropped, because none is sent
 * @param sent the headers of the request, in their order
 * @param protocol of the response, as ALPN names it (RFC 7301): {@code http/1.0} or {@code
 *     http/1.1}
 * @param received the headers of the response, in their order
 * @param body as received, still compressed, without chunks; empty if it was not read, as of
 *     redirects; not copied, and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once: not worth a copy
public record RawExchange(
    Instant captured,
    String url,
    List<HttpHeader> sent,
    String protocol,
    int status,
    String reason,
    List<HttpHeader> received,
    byte[] body) {

  public RawExchange {
    url = url.replaceFirst("#.*", "").replaceFirst("^(\\w+://)[^/?]*@", "$1");
    sent = sent.stream().filter(header -> header.isValid() && !isSecret(header)).toList();
    received = received.stream().filter(HttpHeader::isValid).toList();
    reason = HttpHeader.oneLine(reason);
  }

  private static boolean isSecret(HttpHeader header) {
    String name = header.name().toLowerCase(Locale.ROOT);
    return name.equals("authorization") || name.startsWith("cookie") || name.startsWith("proxy-");
  }

  /** Whether it is a 304, without a body. */
  boolean isNotModified() {
    return status == 304;
  }

  /** Whether it is a redirect, whose body the client does not read. */
  boolean isRedirect() {
    return status / 100 == 3 && !isNotModified();
  }

  /** The request, which was sent as HTTP/1.1. */
  byte[] request() {
    String target = url.replaceFirst("^\\w+://[^/?]*/?", "/");
    return head("GET " + target + " HTTP/1.1", sent);
  }

  /**
   * The status line and headers as HTTP/1, true of the stored body. The header of an encoding that
   * the client has removed is renamed to {@code X-Orig-…}, as browser-based crawlers do.
   */
  byte[] responseHead() {
    boolean isChanged = isRedirect() || HttpHeader.first(received, "Transfer-Encoding") != null;
    List<HttpHeader> stored = new ArrayList<>();
    for (HttpHeader header : received) {
      boolean isUndone =
          isChanged && (header.is("Transfer-Encoding") || header.is("Content-Length"));
      stored.add(isUndone ? new HttpHeader("X-Orig-" + header.name(), header.value()) : header);
    }
    if (isChanged) {
      stored.add(new HttpHeader("Content-Length", String.valueOf(body.length)));
    }
    String version = protocol.equals("http/1.0") ? "HTTP/1.0 " : "HTTP/1.1 ";
    return head(version + status + " " + reason, stored);
  }

  private static byte[] head(String start, List<HttpHeader> headers) {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
