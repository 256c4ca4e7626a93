package io.github.rfiarchiver.archive.raw;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.MessageHeaders;
import org.netpreserve.jwarc.WarcDigest;

/** A digest in a record, with its check. */
record Digest(WarcDigest stated, MessageDigest computed) {
  /** The digest in a header; null if it is absent, of an unknown algorithm, or no digest. */
  static @Nullable Digest of(MessageHeaders headers, String header) {
    try {
      WarcDigest stated = new WarcDigest(headers.sole(header).orElse(""));
      return stated.bytes().length == 0 ? null : new Digest(stated, stated.getDigester());
    } catch (NoSuchAlgorithmException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the bytes that {@link #computed} got have this digest; called once. */
  boolean isRight() {
    // as bytes: some programs write Base32 in lower case
    return MessageDigest.isEqual(stated.bytes(), computed.digest());
  }

  /** SHA-1 in Base32, as most programs that read WARC expect it. */
  static WarcDigest sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return new WarcDigest(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
