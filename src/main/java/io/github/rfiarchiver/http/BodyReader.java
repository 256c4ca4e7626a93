package io.github.rfiarchiver.http;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.GzipSource;
import okio.Source;

/**
 * Reads the body of an answer, unpacked and within a size. Servers name encodings that they do not
 * use, so the first bytes of a body tell whether it is packed.
 */
final class BodyReader {
  /** How much of a body is read at a time, in bytes. */
  private static final long PIECE = 8 << 10;

  /** Gzip, and what servers send for "not packed". */
  private static final Set<String> CODINGS =
      Set.of("gzip", "x-gzip", "", "identity", "none", "aws-chunked", "binary", "7bit", "8bit");

  private final Response response;
  private final Buffer received = new Buffer();
  private final boolean isKept;
  private final long size;
  private final BoundedSockets sockets;

  /**
   * @param isKept whether the body is kept as it was received, too
   * @param size how many bytes an unpacked body may have
   */
  BodyReader(Response response, boolean isKept, long size, BoundedSockets sockets) {
    this.response = response;
    this.isKept = isKept;
    this.size = size;
    this.sockets = sockets;
  }

  /** Why the body cannot be trusted to arrive whole (RFC 9112, section 6.3), as a clause. */
  Optional<String> invalidLength() {
    List<String> lengths = list("Content-Length").stream().distinct().toList();
    return lengths.isEmpty() || (lengths.size() == 1 && lengths.get(0).matches("[0-9]+"))
        ? Optional.empty()
        : Optional.of("has an invalid Content-Length: " + String.join(", ", lengths));
  }

  /** The coding that the body cannot be unpacked from; empty where there is none. */
  Optional<String> unknownCoding() throws IOException {
    return isGzip()
        ? Optional.empty()
        : list("Content-Encoding").stream().filter(coding -> !isKnown(coding)).findFirst();
  }

  /** The body; where it is larger than it may be, its first bytes, one more than it may have. */
  byte[] read() throws IOException {
    if (!isGzip() && response.body().contentLength() > size) {
      return new byte[(int) size + 1];
    }
    BufferedSource packed = response.body().source();
    Buffer bytes = new Buffer();
    // Not closed: the caller closes the answer.
    Source source = isGzip() ? new GzipSource(isKept ? kept(packed) : packed) : packed;
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
    try {
      return CODINGS.contains(coding) || Charset.isSupported(coding);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private List<String> list(String name) {
    Headers headers = response.headers();
    return headers.values(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
