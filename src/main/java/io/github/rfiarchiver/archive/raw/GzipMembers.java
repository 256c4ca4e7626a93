package io.github.rfiarchiver.archive.raw;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
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
final class GzipMembers implements ReadableByteChannel {
  private static final int MAGIC = 0x8b1f;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final ReadableByteChannel source;
  private final ByteBuffer input =
      ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).flip();
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final long start;
  private long read;
  private long memberStart;
  private boolean isInMember;

  /**
   * Begins at a member.
   *
   * @param start where the source stands, in bytes
   */
  GzipMembers(ReadableByteChannel source, long start) {
    this.source = source;
    this.start = start;
  }

  /** Whether the bytes begin as a gzip member does. */
  static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  /** Whether a member was begun whose end was not reached: its CRC is not checked. */
  boolean isInMember() {
    return isInMember;
  }

  /** Where the member begins that was begun last, in bytes from the start of the source. */
  long memberStart() {
    return memberStart;
  }

  /** How many bytes of the source were used so far: between two members, where the next begins. */
  long offset() {
    return start + read - input.remaining();
  }

  /** Reads at most to the end of a member, where it returns 0 or more; -1 behind the last. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining() || (!isInMember && !beginMember())) {
      return target.hasRemaining() ? -1 : 0;
    }
    ByteBuffer unpacked = target.duplicate();
    try {
      while (true) {
        int count = inflater.inflate(target);
        crc.update(unpacked.limit(target.position()));
        if (inflater.finished()) {
          endMember();
          return count;
        }
        if (count > 0) {
          return count;
        }
        require(1);
        inflater.setInput(input);
      }
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  private boolean beginMember() throws IOException {
    if (!input.hasRemaining() && !fill()) {
      return false;
    }
    memberStart = offset();
    require(10);
    if ((input.getShort() & 0xffff) != MAGIC || input.get() != 8) {
      throw new ZipException("no gzip header");
    }
    int flags = input.get();
    input.position(input.position() + 6); // time and systems
    if ((flags & EXTRA) != 0) {
      require(2);
      int length = input.getShort() & 0xffff;
      for (int i = 0; i < length; i++) {
        next();
      }
    }
    for (int flag : new int[] {NAME, COMMENT}) {
      while ((flags & flag) != 0 && next() != 0) {}
    }
    if ((flags & HEADER_CRC) != 0) {
      next();
      next();
    }
    inflater.reset();
    inflater.setInput(input);
    crc.reset();
    isInMember = true;
    return true;
  }

  private void endMember() throws IOException {
    require(8);
    if (input.getInt() != (int) crc.getValue()
        || input.getInt() != (int) inflater.getBytesWritten()) {
      throw new ZipException("wrong checksum");
    }
    isInMember = false;
  }

  private byte next() throws IOException {
    require(1);
    return input.get();
  }

  private void require(int count) throws IOException {
    while (input.remaining() < count) {
      if (!fill()) {
        throw new EOFException("ends within a gzip member");
      }
    }
  }

  private boolean fill() throws IOException {
    input.compact();
    int count = source.read(input);
    input.flip();
    read += Math.max(0, count);
    return count >= 0;
  }

  @Override
  public boolean isOpen() {
    return source.isOpen();
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    source.close();
  }
}
