package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.raw.HttpContent.UnusableException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.MessageHeaders;

/**
 * Reads a WARC file of anybody (0.17, 0.18, 1.0, 1.1; plain or gzip) from its first record to its
 * last. It holds one record at a time, and of the others no more than where their bodies are.
 *
 * <p>A record is returned when all of it is read and found whole: its end, its block digest, the
 * checksum of its gzip member. At the first damage the file is read no further.
 */
public final class WarcReader implements Closeable {
  /** More than an HTTP header block has, and the chunk sizes of a body. */
  private static final int OVERHEAD = 1 << 20;

  /** How many bodies are remembered for later revisits of them: about 15 MiB. */
  private static final int MAX_BODIES = 100_000;

  private final Path path;
  private final int maxBody;
  private final WarcRecords records;
  private final Map<String, Long> bodies = new HashMap<>();
  private final Map<String, Integer> others = new TreeMap<>();

  /**
   * Opens a file.
   *
   * @param maxBody how many bytes a body may have, decoded; what is larger is skipped, not held
   * @throws IOException where the file cannot be opened
   */
  public WarcReader(Path path, int maxBody) throws IOException {
    this.path = path;
    this.maxBody = maxBody;
    this.records = new WarcRecords(path, 0);
  }

  /**
   * Reads on to the next record that is of use, or that is named because it cannot be used.
   *
   * @return empty at the end of the file
   * @throws MalformedException where the file is no WARC, or is damaged, or cannot be read further:
   *     it names the path, and the byte at which the damaged record begins
   */
  public Optional<WarcItem> next() throws MalformedException {
    MessageHeaders headers;
    while ((headers = records.next()) != null) {
      WarcItem item = item(headers);
      if (item != null) {
        return Optional.of(item);
      }
      others.merge(type(headers), 1, Integer::sum);
    }
    return Optional.empty();
  }

  /**
   * How many records were passed over so far, by type: requests, for example, responses of other
   * protocols than HTTP, and revisits of what the server had not changed.
   */
  public Map<String, Integer> others() {
    return Collections.unmodifiableMap(others);
  }

  private @Nullable WarcItem item(MessageHeaders headers) throws MalformedException {
    boolean isHttp = hasType(headers, "application/http");
    switch (type(headers)) {
      case "response" -> {
        return isHttp ? response(headers) : skip();
      }
      case "revisit" -> {
        boolean isSameBody =
            headers.first("WARC-Profile").orElse("").contains("/identical-payload-digest");
        return isSameBody ? revisit(headers) : skip();
      }
      case "metadata" -> {
        boolean isSmall = records.length() <= OVERHEAD;
        return isSmall && hasType(headers, "application/warc-fields") ? metadata(headers) : skip();
      }
      default -> {
        return skip();
      }
    }
  }

  private @Nullable WarcItem skip() throws MalformedException {
    records.read(part -> {});
    return null;
  }

  private WarcItem response(MessageHeaders headers) throws MalformedException {
    if (records.isAligned() && bodies.size() < MAX_BODIES) {
      payloadDigest(headers).ifPresent(digest -> bodies.putIfAbsent(digest, records.position()));
    }
    try {
      HttpContent content = content(records, headers);
      return captured(headers, content.status(), content.headers(), content.body());
    } catch (UnusableException e) {
      return skipped(headers, e);
    }
  }

  /** The response that a record holds, whole and decoded. */
  private HttpContent content(WarcRecords from, MessageHeaders headers)
      throws MalformedException, UnusableException {
    boolean isPart =
        headers.first("WARC-Truncated").isPresent()
            || headers.first("WARC-Segment-Number").isPresent();
    if (isPart || from.length() > maxBody + (long) OVERHEAD) {
      from.read(part -> {});
      throw isPart
          ? new UnusableException("it was captured in part")
          : HttpContent.tooLarge(maxBody);
    }
    return HttpContent.of(block(from, headers), maxBody);
  }

  private static byte[] block(WarcRecords from, MessageHeaders headers) throws MalformedException {
    byte[] block = new byte[(int) from.length()];
    from.read(ByteBuffer.wrap(block)::put);
    Digest digest = Digest.of(headers, "WARC-Block-Digest");
    if (digest != null) {
      digest.computed().update(block);
      if (!digest.isRight()) {
        throw from.damaged("differs from its digest", null);
      }
    }
    return block;
  }

  /**
   * A revisit has no body: it is the one of the record with the same digest, earlier in the file.
   */
  private WarcItem revisit(MessageHeaders headers) throws MalformedException {
    if (records.length() > OVERHEAD) {
      records.read(part -> {});
      return skipped(headers, new UnusableException("its header is too large"));
    }
    byte[] block = block(records, headers);
    Long position = payloadDigest(headers).map(bodies::get).orElse(null);
    if (position == null) {
      return skipped(headers, new UnusableException("its body is not in this file"));
    }
    try (WarcRecords earlier = new WarcRecords(path, position)) {
      MessageHeaders original = earlier.next();
      if (original == null) {
        throw records.damaged("is a revisit of a record that is gone", null);
      }
      HttpContent content = content(earlier, original);
      HttpContent own = block.length == 0 ? content : HttpContent.head(block);
      return captured(headers, own.status(), own.headers(), content.body());
    } catch (UnusableException e) {
      return skipped(headers, e);
    } catch (IOException e) {
      throw records.damaged("is a revisit of a record that cannot be read", e);
    }
  }

  private @Nullable WarcItem metadata(MessageHeaders headers) throws MalformedException {
    byte[] block = block(records, headers);
    try {
      MessageHeaders fields =
          MessageHeaders.parse(Channels.newChannel(new ByteArrayInputStream(block)));
      Optional<String> key = fields.first(ArticleMetadata.KEY);
      if (key.isEmpty()) {
        return null;
      }
      return new ArticleMetadata(
          unbracketed(headers, "WARC-Refers-To"),
          unbracketed(headers, "WARC-Target-URI"),
          date(headers),
          fields.first(ArticleMetadata.PATH).orElse(""),
          key.get(),
          fields.first(ArticleMetadata.RULES).orElse(""));
    } catch (IOException | UnusableException e) {
      return null; // somebody else's, in a form of its own
    }
  }

  private static CapturedResponse captured(
      MessageHeaders headers, int status, List<HttpHeader> http, byte[] body)
      throws UnusableException {
    return new CapturedResponse(
        unbracketed(headers, "WARC-Record-ID"),
        unbracketed(headers, "WARC-Target-URI"),
        date(headers),
        status,
        http,
        body);
  }

  private SkippedRecord skipped(MessageHeaders headers, UnusableException e) {
    return new SkippedRecord(
        unbracketed(headers, "WARC-Target-URI"),
        records.position(),
        Objects.requireNonNull(e.getMessage()));
  }

  private static String type(MessageHeaders headers) {
    return headers.first("WARC-Type").orElse("untyped").toLowerCase(Locale.ROOT);
  }

  private static boolean hasType(MessageHeaders headers, String type) {
    return headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith(type);
  }

  private static Optional<String> payloadDigest(MessageHeaders headers) {
    return headers.first("WARC-Payload-Digest").map(digest -> digest.toLowerCase(Locale.ROOT));
  }

  /** A URI. Record IDs stand in angle brackets; those of WARC/1.0 around URLs were a mistake. */
  private static String unbracketed(MessageHeaders headers, String name) {
    String value = headers.first(name).orElse("");
    return value.startsWith("<") && value.endsWith(">")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /** The date of a capture; WARC/1.1 allows a year, a month or a day alone. */
  private static Instant date(MessageHeaders headers) throws UnusableException {
    String date = headers.first("WARC-Date").orElse("");
    String rest = date.length() <= 10 ? "0000-01-01T00:00:00Z".substring(date.length()) : "";
    try {
      return Instant.parse(date + rest);
    } catch (DateTimeParseException e) {
      throw new UnusableException("its date cannot be read");
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
