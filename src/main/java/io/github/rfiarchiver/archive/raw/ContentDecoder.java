package io.github.rfiarchiver.archive.raw;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Decodes a body by its first bytes, then by its Content-Encoding (RFC 9110, section 8.4): servers
 * name codings that they do not use.
 */
public final class ContentDecoder {
  /** How many bytes show what a body is. */
  private static final int START = 32;

  /** No server means more; each layer takes memory and stack. */
  private static final int MOST_LAYERS = 8;

  /** A body that is not encoded, also after a byte order mark. */
  private static final Pattern MARKUP = Pattern.compile("(?:\\xEF\\xBB\\xBF)?\\s*<[?!A-Za-z]");

  private ContentDecoder() {}

  /** The body has a coding that cannot be decoded, which the message names. */
  public static final class UnknownException extends IOException {
    private UnknownException(String coding) {
      super(coding);
    }
  }

  /**
   * The body without its codings. A stream of gzip (RFC 1952) ends after its last member, whatever
   * follows; deflate is read with a zlib header (RFC 1950) and without, as some servers send it.
   *
   * @param header the values of Content-Encoding
   * @throws UnknownException if the body has another coding, or more than 8 layers of them
   * @throws IOException if the body cannot be read; then also the stream throws it, and where the
   *     body is damaged or cut off
   */
  public static InputStream decoded(InputStream body, List<String> header) throws IOException {
    Deque<String> codings = new ArrayDeque<>(HttpHeader.codings(header));
    PushbackInputStream decoded = new PushbackInputStream(body, START);
    for (int layers = 0; ; ) {
      byte[] start = decoded.readNBytes(START);
      decoded.unread(start);
      boolean isGzip = GzipMembers.isGzip(start);
      String text = new String(start, StandardCharsets.ISO_8859_1);
      if (!isGzip && (codings.isEmpty() || start.length == 0 || MARKUP.matcher(text).lookingAt())) {
        return decoded;
      }
      String coding = codings.isEmpty() ? "gzip" : codings.removeLast();
      if (!isGzip && (coding.equals("gzip") || coding.equals("x-gzip"))) {
        continue; // the server or a crawler has decoded it
      }
      if (!isGzip && !coding.equals("deflate")) {
        throw new UnknownException(coding);
      }
      if (++layers > MOST_LAYERS) {
        throw new UnknownException("more than " + MOST_LAYERS + " layers");
      }
      InputStream layer =
          isGzip
              ? new GzipMembers(decoded, 0, true)
              : new InflaterInputStream(decoded, new Inflater(!isZlib(start)));
      decoded = new PushbackInputStream(layer, START);
    }
  }

  private static boolean isZlib(byte[] start) {
    return start.length > 1
        && (start[0] & 0x0f) == 8
        && (((start[0] & 0xff) << 8) | (start[1] & 0xff)) % 31 == 0;
  }
}
