package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.raw.ContentDecoder;
import io.github.rfiarchiver.http.TransportFailure.RefusedException;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer, decoded and up to a size.
 *
 * @param size how many bytes it may have: decompressed, and where it is kept also as it is received
 * @param received takes the body as it is received, without chunks, up to the end of what is read
 *     of it; null where it is not kept
 */
record BodyReader(Response response, long size, @Nullable Buffer received) {
  /** How much of a body is read at a time, in bytes. */
  private static final int PIECE = 8 << 10;

  /**
   * The body, decoded; empty if it is too large.
   *
   * @throws RefusedException where its end is ambiguous (RFC 9112, section 6.3)
   * @throws IOException where it cannot be decoded, or the connection ends
   */
  Optional<byte[]> read() throws IOException {
    InputStream wire = new Wire();
    String coding = list("Transfer-Encoding").collect(Collectors.joining(", "));
    if (coding.contains("chunked") && !isChunked()) {
      throw new RefusedException("has an unknown Transfer-Encoding: " + coding);
    }
    List<String> lengths = lengths();
    if (lengths.size() > 1 || !lengths.stream().allMatch(length -> length.matches("[0-9]+"))) {
      throw new RefusedException("has an invalid Content-Length: " + String.join(", ", lengths));
    }
    List<String> encodings = response.headers("Content-Encoding");
    InputStream body = ContentDecoder.decoded(wire, encodings);
    if (encodings.isEmpty() && response.body().contentLength() > size) {
      return Optional.empty();
    }
    Buffer bytes = new Buffer();
    byte[] piece = new byte[PIECE];
    int count = 0;
    while (count >= 0 && bytes.size() <= size && (received == null || received.size() <= size)) {
      bytes.write(piece, 0, count);
      BoundedSockets.restart();
      count = body.read(piece);
    }
    return count >= 0 || bytes.size() > size
        ? Optional.empty()
        : Optional.of(bytes.readByteArray());
  }

  /** The body as it is received. OkHttp would read one with a list of equal lengths beyond it. */
  private final class Wire extends InputStream {
    private final InputStream source = response.body().byteStream();
    private final boolean isListed =
        !isChunked()
            && response.body().contentLength() < 0
            && String.join(",", lengths()).matches("[0-9]{1,18}");
    private long left = isListed ? Long.parseLong(lengths().get(0)) : Long.MAX_VALUE;

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
      if (received != null) {
        received.write(bytes, from, Math.max(0, count));
      }
      return count;
    }
  }

  /** Whether OkHttp removes chunks. */
  private boolean isChunked() {
    return "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"));
  }

  private List<String> lengths() {
    return list("Content-Length").distinct().toList();
  }

  private Stream<String> list(String header) {
    return response.headers().values(header).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip);
  }
}
