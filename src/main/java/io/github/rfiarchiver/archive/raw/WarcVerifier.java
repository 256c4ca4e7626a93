package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.HeaderValidator;
import org.netpreserve.jwarc.HttpParser;
import org.netpreserve.jwarc.MessageHeaders;

/** Checks files of raw captures: whether the records are whole, and their digests right. */
public final class WarcVerifier {
  private WarcVerifier() {}

  /**
   * Reads a whole file, in constant memory.
   *
   * @return what is wrong with it, as clauses; empty where nothing is. Nothing is said of what
   *     stands behind a record that is not whole.
   * @throws IOException where the file cannot be opened
   */
  public static List<String> findings(Path path) throws IOException {
    List<String> findings = new ArrayList<>();
    try (WarcRecords records = new WarcRecords(path, 0)) {
      MessageHeaders headers;
      while ((headers = records.next()) != null) {
        for (String finding : findings(records, headers)) {
          findings.add("the record at byte " + records.position() + " " + finding);
        }
      }
    } catch (MalformedException e) {
      findings.add(e.reason());
    }
    return findings;
  }

  private static List<String> findings(WarcRecords records, MessageHeaders headers)
      throws MalformedException {
    List<String> findings = new ArrayList<>();
    for (String violation : HeaderValidator.warc_1_1().validate(headers)) {
      findings.add("has a header against the standard (" + violation + ")");
    }
    if (!records.isAligned()) {
      findings.add("does not begin with a gzip member of its own");
    }
    boolean isResponse = headers.first("WARC-Type").orElse("").equals("response");
    Digest block = Digest.of(headers, "WARC-Block-Digest");
    Digest payload = isResponse ? Digest.of(headers, "WARC-Payload-Digest") : null;
    HttpParser head = new HttpParser();
    head.lenientResponse();
    records.read(
        part -> {
          update(block, part.duplicate());
          if (!head.isFinished() && !head.isError()) {
            head.parse(part);
          }
          update(payload, part);
        });
    if (block != null && !block.isRight()) {
      findings.add("differs from its block digest");
    }
    if (payload != null && !payload.isRight()) {
      findings.add("differs from its payload digest");
    }
    return findings;
  }

  private static void update(@Nullable Digest digest, ByteBuffer part) {
    if (digest != null) {
      MessageDigest computed = digest.computed();
      computed.update(part);
    }
  }
}
