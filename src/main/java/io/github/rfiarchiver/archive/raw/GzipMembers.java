package io.github.rfiarchiver.archive.raw;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks a sequence of gzip members (RFC 1952); a read never goes past the end of one.
 *
 * <p>jwarc's {@code GunzipChannel} checks no CRC, and {@link java.util.zip.GZIPInputStream} takes a
 * damaged header of a later member for the end: with both, damage goes unnoticed.
 */
final class GzipMembers extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int at;
  private int end;
  private long filled;
  private boolean isInMember;
  private final boolean isLenient;

  /**
   * Starts at a member.
   *
   * @param start the position of the source, in bytes
   * @param isLenient whether it ends at the first byte after a member that begins no other
   */
  GzipMembers(InputStream source, long start, boolean isLenient) {
    this.source = source;
    this.filled = start;
    this.isLenient = isLenient;
  }

  /** Whether the bytes start with a gzip header. */
  static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  /** Whether the current member is not read to its end, so that its CRC is not checked. */
  boolean isInMember() {
    return isInMember;
  }

  /** The start of the next member, in bytes, where the one before is read to its end. */
  long position() {
    return filled - (end - at);
  }

  @Override
  public int read() throws IOException {
    byte[] one = readNBytes(1);
    return one.length == 0 ? -1 : one[0] & 0xff;
  }

  /** Reads at most to the end of a member, and returns 0 or more there; -1 after the last one. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!isInMember && !beginMember()) {
      return -1;
    }
    try {
      int count = inflater.inflate(target, offset, length);
      while (count == 0 && !inflater.finished()) {
        require();
        inflater.setInput(buffer, at, end - at);
        at = end;
        count = inflater.inflate(target, offset, length);
      }
      crc.update(target, offset, count);
      if (inflater.finished()) {
        endMember();
      }
      return count;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  private boolean beginMember() throws IOException {
    boolean isFirst = position() == 0;
    if ((at == end && !fill()) || (isLenient && !isFirst && buffer[at] != 0x1f)) {
      return false;
    }
    if (take(2) != 0x8b1f || next() != 8) {
      throw new ZipException("no gzip header");
    }
    int flags = next();
    take(6); // time and systems
    take((flags & EXTRA) == 0 ? 0 : take(2));
    for (int flag : new int[] {NAME, COMMENT}) {
      while ((flags & flag) != 0 && next() != 0) {}
    }
    take((flags & HEADER_CRC) == 0 ? 0 : 2);
    inflater.reset();
    crc.reset();
    isInMember = true;
    return true;
  }

  private void endMember() throws IOException {
    at = end - inflater.getRemaining();
    if (take(4) != (int) crc.getValue() || take(4) != (int) inflater.getBytesWritten()) {
      throw new ZipException("wrong checksum");
    }
    isInMember = false;
    while ((at < end || fill()) && buffer[at] == 0) {
      at++; // padding, which gzip ignores too
    }
  }

  /** Takes so many bytes; returns up to four of them as a little-endian number. */
  private int take(int bytes) throws IOException {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= next() << (8 * i);
    }
    return number;
  }

  private int next() throws IOException {
    require();
    return buffer[at++] & 0xff;
  }

  /** Fills the buffer if all of it was read. */
  private void require() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("ends within a gzip member");
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, source.read(buffer));
    filled += end;
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
