package io.github.rfiarchiver.archive.raw;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks a sequence of gzip members (RFC 1952); a read never goes past the end of one.
 *
 * <p>jwarc's {@code GunzipChannel} checks no CRC, and {@link java.util.zip.GZIPInputStream} takes a
 * damaged header of a later member for the end: with both, damage goes unnoticed.
 */
final class GzipMembers extends InflaterInputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final CRC32 crc = new CRC32();
  private final boolean isLenient;

  /** The place in the buffer of the first byte that was not taken. */
  private int at;

  private long filled;
  private boolean isInMember;

  /**
   * Starts at a {@linkplain #isGzip member}.
   *
   * @param start the position of the source, in bytes
   * @param isLenient whether it ends at the first byte after a member that begins no other
   */
  GzipMembers(InputStream source, long start, boolean isLenient) {
    super(source, new Inflater(true), 1 << 16);
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
    return filled - (len - at);
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
    int count = Math.max(0, super.read(target, offset, length));
    crc.update(target, offset, count);
    if (inf.finished()) {
      endMember();
    }
    return count;
  }

  private boolean beginMember() throws IOException {
    if (!hasMore() || (isLenient && buf[at] != 0x1f)) {
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
    inf.reset();
    crc.reset();
    isInMember = true;
    return true;
  }

  private void endMember() throws IOException {
    at = len - inf.getRemaining();
    if (take(4) != (int) crc.getValue() || take(4) != (int) inf.getBytesWritten()) {
      throw new ZipException("wrong checksum");
    }
    isInMember = false;
    while (hasMore() && buf[at] == 0) {
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
    if (!hasMore()) {
      throw new EOFException("ends within a gzip member");
    }
    return buf[at++] & 0xff;
  }

  /** Whether there is a byte that was not taken; fills the buffer if all of it was. */
  private boolean hasMore() throws IOException {
    if (at == len) {
      at = 0;
      len = Math.max(0, in.read(buf));
      filled += len;
    }
    return at < len;
  }

  /** Gives all that is in the buffer to the inflater. */
  @Override
  protected void fill() throws IOException {
    next();
    at--;
    inf.setInput(buf, at, len - at);
    at = len;
  }

  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }
}
