package io.github.rfiarchiver.archive.raw;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.netpreserve.jwarc.HttpParser;
import org.netpreserve.jwarc.MessageHeaders;

/**
 * The HTTP response in the block of a record, with its decoded body.
 *
 * <p>jwarc's decoders are not used: one hands on the rest of a body undecoded where a chunk is
 * damaged, one waits for ever for the end of a deflate stream that is cut short, and none reads
 * deflate as RFC 9110 defines it, with a zlib header.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once: not worth a copy
record HttpContent(int status, MessageHeaders headers, byte[] body) {
  /** The end of the chunk before, and the size of one. */
  private static final Pattern CHUNK =
      Pattern.compile("(?:^|\\r?\\n)\\h*(\\p{XDigit}{1,15})\\h*(?:;[^\\n]*)?(?:\\r?\\n|\\z)");

  /** The body cannot be used, for the reason in the message. */
  static final class UnusableException extends Exception {
    UnusableException(String reason) {
      super(reason);
    }
  }

  /**
   * Parses a block and decodes its body.
   *
   * @param maxBody the largest decoded body, in bytes
   */
  static HttpContent of(byte[] block, int maxBody) throws UnusableException {
    HttpContent stored = head(block);
    byte[] body = stored.body;
    List<String> encodings = stored.headers.all("Content-Encoding");
    if (HttpHeader.codings(stored.headers.all("Transfer-Encoding")).contains("chunked")) {
      body = dechunked(body);
    } else if (HttpHeader.codings(encodings).isEmpty() || GzipMembers.isGzip(body)) {
      checkLength(stored.headers.first("Content-Length").orElse(""), body.length);
    }
    try (InputStream decoded = ContentDecoder.decoded(new ByteArrayInputStream(body), encodings)) {
      body = decoded.readNBytes(maxBody + 1);
    } catch (ContentDecoder.UnknownException e) {
      throw new UnusableException("its encoding " + e.getMessage() + " is not supported");
    } catch (IOException e) {
      throw new UnusableException("its compressed data is damaged or cut off");
    }
    if (body.length > maxBody) {
      throw tooLarge(maxBody);
    }
    return new HttpContent(stored.status, stored.headers, body);
  }

  /**
   * Parses the status line and headers, those of the final response where interim ones (RFC 9110,
   * section 15.2) are in front of it; the body is as it is stored.
   */
  static HttpContent head(byte[] block) throws UnusableException {
    HttpParser parser = new HttpParser();
    ByteBuffer rest = ByteBuffer.wrap(block);
    do {
      parser.reset();
      parser.lenientResponse();
      parser.parse(rest);
      if (!parser.isFinished()) {
        parser.parse(null); // some revisits end with the last header
      }
      if (!parser.isFinished() || parser.isError()) {
        throw new UnusableException("it is not an HTTP response");
      }
    } while (parser.status() / 100 == 1 && parser.status() != 101 && rest.hasRemaining());
    byte[] body = Arrays.copyOfRange(block, rest.position(), block.length);
    return new HttpContent(parser.status(), parser.headers(), body);
  }

  static UnusableException tooLarge(int maxBody) {
    return new UnusableException("it is larger than " + maxBody + " bytes");
  }

  /** Refuses a body that was cut; a longer one than announced was decoded by the crawler. */
  private static void checkLength(String announced, int length) throws UnusableException {
    if (announced.matches("[0-9]{1,18}") && Long.parseLong(announced) > length) {
      throw new UnusableException("it has " + length + " of " + announced + " bytes");
    }
  }

  /**
   * Removes the chunks (RFC 9112, section 7.1). A body without chunks is returned as it is:
   * browser-based crawlers keep the header of what the browser has removed.
   */
  private static byte[] dechunked(byte[] body) throws UnusableException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length);
    Matcher chunk = CHUNK.matcher(new String(body, StandardCharsets.ISO_8859_1));
    chunk.useAnchoringBounds(false);
    int at = 0;
    while (chunk.region(at, body.length).lookingAt()) {
      long size = Long.parseLong(chunk.group(1), 16);
      at = chunk.end();
      if (size == 0) {
        return whole.toByteArray();
      }
      if (size > body.length - at) {
        break;
      }
      whole.write(body, at, (int) size);
      at += (int) size;
    }
    if (at > 0) {
      throw new UnusableException("its chunks are damaged or cut off");
    }
    return body;
  }
}
