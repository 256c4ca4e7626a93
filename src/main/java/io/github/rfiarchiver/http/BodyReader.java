package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.raw.ContentDecoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;
import okio.Buffer;

/** Reads the body of an answer, decoded and up to a size. */
final class BodyReader {
  /** How much of a body is read at a time, in bytes. */
  private static final int PIECE = 8 << 10;

  private final Response response;
  private final Buffer received = new Buffer();
  private final InputStream wire;
  private InputStream body;
  private final long size;
  private final BoundedSockets sockets;

  /**
   * @param isKept whether the body is also kept as it was received
   * @param size how many bytes a decompressed body may have
   */
  BodyReader(Response response, boolean isKept, long size, BoundedSockets sockets) {
    this.response = response;
    this.size = size;
    this.sockets = sockets;
    InputStream source = response.body().byteStream();
    this.wire = isKept ? kept(source) : source;
    this.body = wire;
  }

  /**
   * Why the body cannot be read, as a clause: its length is ambiguous (RFC 9112, section 6.3), or
   * its Content-Encoding is unknown.
   *
   * @throws IOException where the connection ends
   */
  Optional<String> refusal() throws IOException {
    List<String> lengths =
        response.headers().values("Content-Length").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .distinct()
            .toList();
    if (lengths.size() > 1 || !lengths.stream().allMatch(length -> length.matches("[0-9]+"))) {
      return Optional.of("has an invalid Content-Length: " + String.join(", ", lengths));
    }
    try {
      body = ContentDecoder.decoded(wire, response.headers("Content-Encoding"));
      return Optional.empty();
    } catch (ContentDecoder.UnknownException e) {
      return Optional.of("has an unknown Content-Encoding: " + e.getMessage());
    }
  }

  /** The body, decoded; of one that is too large, one byte more than it may have. */
  byte[] read() throws IOException {
    boolean isPlain = response.headers("Content-Encoding").isEmpty();
    if (isPlain && response.body().contentLength() > size) {
      return new byte[(int) size + 1];
    }
    Buffer bytes = new Buffer();
    byte[] piece = new byte[PIECE];
    int count = 0;
    while (count >= 0 && bytes.size() <= size && received.size() <= size) {
      bytes.write(piece, 0, count);
      sockets.restart();
      count = body.read(piece);
    }
    return received.size() > size
        ? new byte[(int) size + 1]
        : bytes.readByteArray(Math.min(bytes.size(), size + 1));
  }

  /** The body as it was received, without chunks, up to the end of what was read of it. */
  byte[] received() {
    return received.readByteArray();
  }

  /** The body as it is received, which is kept. */
  private InputStream kept(InputStream wire) {
    return new FilterInputStream(wire) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        received.write(bytes, from, Math.max(0, count));
        return count;
      }
    };
  }
}
