package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.raw.HttpContent.UnusableException;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.archive.raw.WarcItem.SkippedRecord;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.HttpParser;
import org.netpreserve.jwarc.MessageHeaders;

/**
 * Reads a WARC file by any program (0.17, 0.18, 1.0, 1.1; plain or gzip). Memory holds one record
 * at a time, and the positions of other bodies.
 *
 * <p>A record is returned after it was read and checked whole: its end, its block digest, the
 * checksum of its gzip member. Reading ends at the first damage, but for a wrong digest.
 */
public final class WarcFileReader implements Closeable {
  /** More than the HTTP headers and the chunk sizes of a body take. */
  private static final int OVERHEAD = 1 << 20;

  /** How many bodies are remembered for later revisits: about 15 MiB. */
  private static final int MAX_BODIES = 100_000;

  /** The types of records that may hold a page without its HTTP headers. */
  private static final Set<String> CONTENT = Set.of("response", "resource", "conversion");

  private final Path path;
  private final int maxBody;
  private final WarcRecords records;
  private final Map<String, Long> bodies = new HashMap<>();

  /**
   * Opens a file.
   *
   * @param maxBody the largest decoded body, in bytes; a larger one is skipped
   * @throws IOException if the file cannot be opened
   */
  public WarcFileReader(Path path, int maxBody) throws IOException {
    this.path = path;
    this.maxBody = maxBody;
    this.records = new WarcRecords(path, 0);
  }

  /**
   * Reads the next usable record, or one to report as unusable: responses, revisits of a body
   * earlier in the file, and metadata of this program.
   *
   * @return empty at the end of the file
   * @throws MalformedException if the file is no WARC, or is damaged, or cannot be read further:
   *     with the path, and the start of the damaged record in bytes; if one differs from its
   *     digest, after all others
   */
  public Optional<WarcItem> next() throws MalformedException {
    MessageHeaders headers;
    while ((headers = records.next()) != null) {
      WarcItem item = item(headers);
      if (item != null) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  /** One more than the full MiB of a file; 1 if its size is unknown: opening it says why. */
  public static int mebibytes(Path path) {
    return 1 + (int) (path.toFile().length() >> 20);
  }

  /** The MiB in front of the last record that was returned. */
  public int mebibytesRead() {
    return (int) (records.position() >> 20);
  }

  /**
   * Checks whether the records of a file are whole and their digests right, in constant memory, up
   * to the first damage.
   *
   * @return the damage; empty if there is none
   * @throws IOException if the file cannot be opened
   */
  public static Optional<String> problem(Path path) throws IOException {
    try (WarcRecords records = new WarcRecords(path, 0)) {
      MessageHeaders headers;
      while ((headers = records.next()) != null) {
        boolean isResponse = headers.first("WARC-Type").orElse("").equals("response");
        Digest payload = isResponse ? Digest.of(headers, "WARC-Payload-Digest") : null;
        HttpParser head = new HttpParser();
        head.lenientResponse();
        records.read(
            part -> {
              if (!head.isFinished() && !head.isError()) {
                head.parse(part);
              }
              if (payload != null) {
                payload.computed().update(part);
              }
            });
        if (payload != null && !payload.isRight()) {
          throw records.damaged("differs from its payload digest", null);
        }
      }
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(e.reason());
    }
  }

  private @Nullable WarcItem item(MessageHeaders headers) throws MalformedException {
    String type = lower(headers, "WARC-Type");
    String media = lower(headers, "Content-Type");
    try {
      if (type.equals("response") && (media.isEmpty() || media.startsWith("application/http"))) {
        if (records.isAligned() && bodies.size() < MAX_BODIES) {
          bodies.putIfAbsent(lower(headers, "WARC-Payload-Digest"), records.position());
        }
        HttpContent content = content(records, headers);
        return captured(headers, content, content.body());
      }
      boolean isUnchanged = lower(headers, "WARC-Profile").contains("server-not-modified");
      if (type.equals("revisit") && !isUnchanged) {
        return revisit(headers);
      }
      if (type.equals("metadata") && media.startsWith("application/warc-fields")) {
        return metadata(headers);
      }
      records.read(part -> {});
      if (CONTENT.contains(type) && unbracketed(headers, "WARC-Target-URI").startsWith("http")) {
        throw new UnusableException("it is a " + type + " record, without an HTTP response");
      }
      return null;
    } catch (UnusableException e) {
      return new SkippedRecord(
          unbracketed(headers, "WARC-Target-URI"), Objects.requireNonNull(e.getMessage()));
    }
  }

  /** The decoded response of a record; only its headers if it was captured in part. */
  private HttpContent content(WarcRecords from, MessageHeaders headers)
      throws MalformedException, UnusableException {
    byte[] block = block(from, maxBody);
    if (headers.first("WARC-Truncated").isEmpty()
        && headers.first("WARC-Segment-Number").isEmpty()) {
      return HttpContent.of(block, maxBody);
    }
    HttpContent head = HttpContent.head(block);
    if (CapturedResponse.hasDocument(head.status())) {
      throw new UnusableException("it was captured only in part");
    }
    return head;
  }

  private static byte[] block(WarcRecords from, int maxBody)
      throws MalformedException, UnusableException {
    if (from.length() > maxBody + (long) OVERHEAD) {
      from.read(part -> {});
      throw HttpContent.tooLarge(maxBody);
    }
    byte[] block = new byte[(int) from.length()];
    if (!from.read(ByteBuffer.wrap(block)::put)) {
      throw new UnusableException("it differs from its digest");
    }
    return block;
  }

  /**
   * A revisit has the body of the record with the same digest, earlier in the file. A redirect
   * needs none.
   */
  private WarcItem revisit(MessageHeaders headers) throws MalformedException, UnusableException {
    byte[] block = block(records, 0);
    String digest = lower(headers, "WARC-Payload-Digest");
    Long position = digest.isEmpty() ? null : bodies.get(digest);
    HttpContent head = block.length == 0 ? null : HttpContent.head(block);
    if (head != null && head.status() / 100 == 3) {
      return captured(headers, head, head.body());
    }
    if (position == null) {
      throw new UnusableException("its body is not in this file");
    }
    try (WarcRecords earlier = new WarcRecords(path, position)) {
      MessageHeaders original = Objects.requireNonNull(earlier.next()); // it was read before
      HttpContent content = content(earlier, original);
      return captured(headers, head == null ? content : head, content.body());
    } catch (IOException e) {
      throw records.damaged("is a revisit of a record that cannot be read", e);
    }
  }

  private @Nullable WarcItem metadata(MessageHeaders headers)
      throws MalformedException, UnusableException {
    byte[] block = block(records, 0);
    List<HttpHeader> fields = new ArrayList<>();
    try {
      MessageHeaders.parse(Channels.newChannel(new ByteArrayInputStream(block)))
          .map()
          .forEach((name, values) -> values.forEach(v -> fields.add(new HttpHeader(name, v))));
    } catch (IOException e) {
      return null; // another program's, in its own form
    }
    return HttpHeader.first(fields, ArticleMetadata.KEY) == null
        ? null
        : new ArticleMetadata(
            unbracketed(headers, "WARC-Refers-To"),
            unbracketed(headers, "WARC-Target-URI"),
            fields);
  }

  private static CapturedResponse captured(MessageHeaders headers, HttpContent http, byte[] body)
      throws UnusableException {
    return new CapturedResponse(
        unbracketed(headers, "WARC-Record-ID"),
        unbracketed(headers, "WARC-Target-URI"),
        date(unbracketed(headers, "WARC-Date")),
        http.status(),
        http.headers().first("Content-Type").orElse(null),
        http.headers().first("Location").orElse(null),
        body);
  }

  private static String lower(MessageHeaders headers, String name) {
    return unbracketed(headers, name).toLowerCase(Locale.ROOT);
  }

  /**
   * The value of a field, without the whitespace of a folded line, and the angle brackets around
   * record IDs and, by a mistake of WARC/1.0, URLs.
   */
  private static String unbracketed(MessageHeaders headers, String name) {
    return headers.first(name).orElse("").strip().replaceFirst("^<(.*)>$", "$1");
  }

  /**
   * The date of a capture; WARC/1.1 also allows a year, a month, a day or a minute, and some
   * programs leave out the zone, which is UTC.
   */
  private static Instant date(String date) throws UnusableException {
    boolean isShort = Set.of(4, 7, 10).contains(date.length());
    String zone = date.matches("\\S+T[\\d:.]+") ? "Z" : "";
    String rest = isShort ? "0000-01-01T00:00:00Z".substring(date.length()) : zone;
    try {
      return OffsetDateTime.parse(date + rest).toInstant();
    } catch (DateTimeParseException e) {
      throw new UnusableException("its date cannot be read");
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
