package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.raw.ContentDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Response;
import okio.Buffer;

/** Reads the body of an answer, decoded and up to a size. */
final class BodyReader {
  /** How much of a body is read at a time, in bytes. */
  private static final int PIECE = 8 << 10;

  private final Response response;
  private final Buffer received = new Buffer();
  private final List<String> lengths;
  private final boolean isKept;
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
    this.lengths = list("Content-Length").distinct().toList();
    this.isKept = isKept;
    this.body = new Wire();
  }

  /**
   * Why the body cannot be read, as a clause: its end is ambiguous (RFC 9112, section 6.3), or its
   * Content-Encoding is unknown.
   *
   * @throws IOException where the connection ends
   */
  Optional<String> refusal() throws IOException {
    String coding = list("Transfer-Encoding").collect(Collectors.joining(", "));
    if (coding.contains("chunked") && !isChunked()) {
      return Optional.of("has an unknown Transfer-Encoding: " + coding);
    }
    if (lengths.size() > 1 || !lengths.stream().allMatch(length -> length.matches("[0-9]+"))) {
      return Optional.of("has an invalid Content-Length: " + String.join(", ", lengths));
    }
    try {
      body = ContentDecoder.decoded(body, response.headers("Content-Encoding"));
      return Optional.empty();
    } catch (ContentDecoder.UnknownException e) {
      return Optional.of("has an unknown Content-Encoding: " + e.getMessage());
    }
  }

  /** The body, decoded; empty if it is too large. */
  Optional<byte[]> read() throws IOException {
    boolean isPlain = response.headers("Content-Encoding").isEmpty();
    if (isPlain && response.body().contentLength() > size) {
      return Optional.empty();
    }
    Buffer bytes = new Buffer();
    byte[] piece = new byte[PIECE];
    int count = 0;
    while (count >= 0 && bytes.size() <= size && received.size() <= size) {
      bytes.write(piece, 0, count);
      sockets.restart();
      count = body.read(piece);
    }
    return bytes.size() > size || received.size() > size
        ? Optional.empty()
        : Optional.of(bytes.readByteArray());
  }

  /** The body as it was received, without chunks, up to the end of what was read of it. */
  byte[] received() {
    return received.readByteArray();
  }

  /** The body as it is received. OkHttp would read one with a list of equal lengths beyond it. */
  private final class Wire extends InputStream {
    private final InputStream source = response.body().byteStream();
    private final boolean isListed =
        lengths.size() == 1 && !isChunked() && response.body().contentLength() < 0;
    private long left =
        isListed && lengths.get(0).matches("[0-9]{1,18}")
            ? Long.parseLong(lengths.get(0))
            : Long.MAX_VALUE;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = left == 0 ? -1 : source.read(bytes, from, (int) Math.min(length, left));
      if (count < 0 && left > 0 && isListed) {
        throw new EOFException();
      }
      left -= Math.max(0, count);
      if (isKept) {
        received.write(bytes, from, Math.max(0, count));
      }
      return count;
    }
  }

  /** Whether OkHttp removes chunks. */
  private boolean isChunked() {
    return "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"));
  }

  private Stream<String> list(String header) {
    return response.headers().values(header).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip);
  }
}
