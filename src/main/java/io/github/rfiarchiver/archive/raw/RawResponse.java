package io.github.rfiarchiver.archive.raw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A response as it was received.
 *
 * @param protocol as ALPN names it (RFC 7301): {@code http/1.0}, {@code http/1.1}, {@code h2}
 * @param headers as received, in their order
 * @param body what is stored: without chunks, which no client hands on; not copied, and not to be
 *     changed
 * @param isDecompressed whether the client has undone the Content-Encoding of the body
 */
@SuppressWarnings("ArrayRecordComponent") // up to 64 MiB, handed on once: not worth a copy
public record RawResponse(
    String protocol,
    int status,
    String reason,
    List<HttpHeader> headers,
    byte[] body,
    boolean isDecompressed) {

  public RawResponse {
    reason = HttpHeader.oneLine(reason);
    headers = headers.stream().filter(HttpHeader::isSound).toList();
  }

  /** Whether the server sent no body, because the client has it (304). */
  public boolean isNotModified() {
    return status == 304;
  }

  /** The status line and headers as HTTP/1, with the empty line behind them. */
  byte[] head() {
    StringBuilder head = new StringBuilder();
    head.append(protocol.equals("http/1.0") ? "HTTP/1.0 " : "HTTP/1.1 ");
    head.append(status).append(' ').append(reason).append("\r\n");
    storedHeaders()
        .forEach(
            header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The headers as they are true of the stored body. What the client has undone keeps its header
   * under the name that browser-based crawlers use, {@code X-Orig-…}.
   */
  List<HttpHeader> storedHeaders() {
    boolean wasChunked = HttpHeader.first(headers, "Transfer-Encoding").isPresent();
    if (!wasChunked && !isDecompressed) {
      return headers;
    }
    List<HttpHeader> stored = new ArrayList<>();
    for (HttpHeader header : headers) {
      boolean isUndone =
          header.is("Transfer-Encoding")
              || header.is("Content-Length")
              || (isDecompressed && header.is("Content-Encoding"));
      stored.add(isUndone ? new HttpHeader("X-Orig-" + header.name(), header.value()) : header);
    }
    if (!isNotModified()) {
      stored.add(new HttpHeader("Content-Length", String.valueOf(body.length)));
    }
    return stored;
  }
}
