package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.raw.HttpHeader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.GzipSource;
import okio.Source;

/**
 * Reads the body of an answer, decompressed and up to a size. Servers name encodings that they do
 * not use, so a body is gzip if it begins with the bytes of gzip (RFC 1952, section 2.3.1).
 */
final class BodyReader {
  /** How much of a body is read at a time, in bytes. */
  private static final long PIECE = 8 << 10;

  private final Response response;
  private final Buffer received = new Buffer();
  private final boolean isKept;
  private final long size;
  private final BoundedSockets sockets;

  /**
   * @param isKept whether the body is also kept as it was received
   * @param size how many bytes a decompressed body may have
   */
  BodyReader(Response response, boolean isKept, long size, BoundedSockets sockets) {
    this.response = response;
    this.isKept = isKept;
    this.size = size;
    this.sockets = sockets;
  }

  /**
   * Why the body cannot be read, as a clause: its length is ambiguous (RFC 9112, section 6.3), or
   * it cannot be decompressed.
   */
  Optional<String> refusal() throws IOException {
    List<String> lengths = list("Content-Length").stream().distinct().toList();
    if (lengths.size() > 1 || !lengths.stream().allMatch(length -> length.matches("[0-9]+"))) {
      return Optional.of("has an invalid Content-Length: " + String.join(", ", lengths));
    }
    return isGzip()
        ? Optional.empty()
        : list("Content-Encoding").stream()
            .filter(coding -> !isKnown(coding))
            .findFirst()
            .map(coding -> "has an unknown Content-Encoding: " + coding);
  }

  /** The body, decompressed; of one that is too large, one byte more than it may have. */
  byte[] read() throws IOException {
    if (!isGzip() && response.body().contentLength() > size) {
      return new byte[(int) size + 1];
    }
    BufferedSource body = response.body().source();
    Buffer bytes = new Buffer();
    // Not closed: the caller closes the answer.
    Source source = isGzip() ? new GzipSource(isKept ? kept(body) : body) : body;
    do {
      sockets.restart();
    } while (bytes.size() <= size && received.size() <= size && source.read(bytes, PIECE) >= 0);
    return received.size() > size
        ? new byte[(int) size + 1]
        : bytes.readByteArray(Math.min(bytes.size(), size + 1));
  }

  /**
   * The body as it was received, without chunks.
   *
   * @param unpacked what {@link #read} has returned
   */
  byte[] received(byte[] unpacked) {
    return received.size() > 0 ? received.readByteArray() : unpacked;
  }

  private Source kept(Source packed) {
    return new ForwardingSource(packed) {
      @Override
      public long read(Buffer sink, long byteCount) throws IOException {
        long count = super.read(sink, byteCount);
        if (count > 0) {
          sink.copyTo(received, sink.size() - count, count);
        }
        return count;
      }
    };
  }

  private boolean isGzip() throws IOException {
    BufferedSource body = response.body().source();
    return body.request(2)
        && body.getBuffer().getByte(0) == 0x1f
        && body.getBuffer().getByte(1) == (byte) 0x8b;
  }

  private static boolean isKnown(String coding) {
    return coding.equals("gzip") || coding.equals("x-gzip") || HttpHeader.isNoCoding(coding);
  }

  private List<String> list(String name) {
    Headers headers = response.headers();
    return headers.values(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
