package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.MalformedException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.MessageHeaders;
import org.netpreserve.jwarc.WarcDigest;
import org.netpreserve.jwarc.WarcParser;

/**
 * The records of a WARC file, one after the other, in constant memory.
 *
 * <p>jwarc parses the headers. The rest is read here: jwarc's {@code WarcReader} guesses where a
 * record ends whose Content-Length lies, holds a header of any length, and checks no CRC.
 */
final class WarcRecords implements Closeable {
  /** Which wget gives revisits, whatever their block is. */
  private static final WarcDigest OF_NO_BYTES = Digest.sha1();

  private static final Set<String> VERSIONS = Set.of("0.17", "0.18", "1.0", "1.1");
  private static final String WARC = "WARC/";
  private static final int MAX_HEADER = 1 << 20;

  /** What files that are no WARC start with, in ISO-8859-1, and what they are. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "filedesc:", "is an ARC file, which is not supported; convert it to WARC",
          "PK\3\4", "is a zip file, such as WACZ; unpack it and import the WARC files in it",
          "(\u00B5/\u00FD", "is compressed by zstd, which is not supported; decompress it");

  private final Path path;
  private final FileChannel file;
  private final @Nullable GzipMembers members;
  private final InputStream in;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();
  private final WarcParser parser = new WarcParser();
  private long position;
  private long length;
  private boolean isAligned = true;
  private boolean isFirst = true;
  private @Nullable Digest digest;

  /** Names the first record that differs from its digest. */
  private @Nullable MalformedException wrong;

  /**
   * Opens a file at the start of a record.
   *
   * @param position in bytes, of the gzip member where the file is compressed
   */
  @SuppressWarnings("resource") // the streams are closed with this
  WarcRecords(Path path, long position) throws IOException {
    this.path = path;
    this.file = FileChannel.open(path);
    try {
      byte[] magic = new byte[2];
      file.read(ByteBuffer.wrap(magic), position);
      InputStream plain = Channels.newInputStream(file.position(position));
      this.members = GzipMembers.isGzip(magic) ? new GzipMembers(plain, position, false) : null;
      this.in = members == null ? plain : members;
    } catch (IOException e) {
      file.close();
      throw e;
    }
    this.position = position;
    parser.setLenient(true); // other programs end lines with LF, and versions have two digits
  }

  /** The start of the current record in bytes; in a gzip file, of its member. */
  long position() {
    return position;
  }

  /** The Content-Length of the current record, in bytes. */
  long length() {
    return length;
  }

  /** Whether the current record can be opened at its {@link #position}. */
  boolean isAligned() {
    return isAligned;
  }

  /**
   * Reads the header of the next record; the block of the one before must have been read.
   *
   * @return null at the end of the file
   * @throws MalformedException also at the end, if a record differs from its digest
   */
  @Nullable MessageHeaders next() throws MalformedException {
    try {
      isAligned = members == null || !buffer.hasRemaining();
      if (isAligned) {
        position = members == null ? file.position() - buffer.remaining() : members.position();
      }
      parser.reset();
      do {
        if (!buffer.hasRemaining() && !fill()) {
          if (parser.position() > 0) {
            throw new EOFException();
          }
          if (isFirst) {
            throw malformed("is empty", null);
          }
          if (wrong != null) {
            throw wrong;
          }
          return null;
        }
        if (parser.position() == 0) {
          skipBlanks();
        }
        checkKind();
        parser.parse(buffer);
        if (parser.isError() || parser.position() > MAX_HEADER) {
          throw damaged("has a broken header", null);
        }
      } while (!parser.isFinished());
    } catch (IOException e) {
      throw damaged(e);
    }
    checkVersion();
    isFirst = false;
    List<String> lengths = parser.headers().all("Content-Length");
    if (lengths.size() != 1 || !lengths.get(0).strip().matches("[0-9]{1,18}")) {
      throw damaged("has no valid Content-Length", null);
    }
    length = Long.parseLong(lengths.get(0).strip());
    digest = Digest.of(parser.headers(), "WARC-Block-Digest");
    if (digest != null && digest.stated().equals(OF_NO_BYTES)) {
      digest = null;
    }
    return parser.headers();
  }

  private void checkKind() throws MalformedException {
    if (!isFirst || parser.position() > 0) {
      return;
    }
    int count = Math.min(buffer.remaining(), 16);
    String start =
        new String(buffer.array(), buffer.position(), count, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (start.startsWith(other.getKey())) {
        throw malformed(other.getValue(), null);
      }
    }
    if (!start.startsWith(WARC.substring(0, Math.min(WARC.length(), count)))) {
      throw malformed("is not a WARC file", null);
    }
  }

  private void checkVersion() throws MalformedException {
    String version = parser.version().getMajor() + "." + parser.version().getMinor();
    if (!VERSIONS.contains(version)) {
      throw damaged("has version WARC/" + version + ", which is not supported", null);
    }
  }

  /**
   * Reads the block of the current record, and checks its digest and the end of the record. The
   * next record can be read also where the digest is wrong, as that of some programs is.
   *
   * @param sink receives the block in parts
   * @return whether its digest is right, or it has none
   * @throws MalformedException if the record is not whole; what the sink got is worth nothing
   */
  boolean read(Consumer<ByteBuffer> sink) throws MalformedException {
    try {
      for (long left = length; left > 0; ) {
        if (!buffer.hasRemaining() && !fill()) {
          throw new EOFException();
        }
        int size = (int) Math.min(left, buffer.remaining());
        ByteBuffer part = buffer.slice(buffer.position(), size);
        if (digest != null) {
          digest.computed().update(part.duplicate());
        }
        sink.accept(part);
        buffer.position(buffer.position() + size);
        left -= size;
      }
      if (!skipBlanks()) {
        throw damaged("does not end where its Content-Length says", null);
      }
      boolean isRight = digest == null || digest.isRight();
      if (!isRight && wrong == null) {
        String what = " differs from its digest; it is skipped";
        wrong = malformed("the record at byte " + position + what, null);
      }
      return isRight;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Skips the line ends between two records, which some programs leave out and others repeat, and
   * zeros; never beyond the end of a gzip member, whose checksum is read.
   *
   * @return whether a record can end there: behind it is an empty line, a record, or the end
   */
  private boolean skipBlanks() throws IOException {
    int lines = 0;
    while (buffer.hasRemaining() || ((members == null || members.isInMember()) && fill())) {
      byte next = buffer.hasRemaining() ? buffer.get() : 0; // a member may end without a byte
      lines += next == '\n' ? 1 : 0;
      if ("\r\n\0".indexOf(next) < 0) {
        buffer.position(buffer.position() - 1);
        return lines > 1 || next == WARC.charAt(0);
      }
    }
    return true;
  }

  /** Reads more into the empty buffer; false at the end. */
  private boolean fill() throws IOException {
    int count = in.read(buffer.array());
    buffer.position(0).limit(Math.max(0, count));
    return count >= 0;
  }

  private MalformedException damaged(IOException e) {
    return e instanceof EOFException
        ? damaged("is cut off", e)
        : damaged(e instanceof ZipException ? "is damaged" : "cannot be read", e);
  }

  /** An error in the current record, where reading ends. */
  MalformedException damaged(String reason, @Nullable Throwable cause) {
    String where = "the record at byte " + position + " ";
    return malformed(where + reason + "; nothing after it is read", cause);
  }

  private MalformedException malformed(String reason, @Nullable Throwable cause) {
    return new MalformedException(path.toString(), reason, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
