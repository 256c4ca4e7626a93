package io.github.rfiarchiver.archive.raw;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.netpreserve.jwarc.HttpParser;
import org.netpreserve.jwarc.MessageHeaders;

/** Checks files of raw captures: whether the records are whole, and their digests right. */
public final class WarcVerifier {
  private WarcVerifier() {}

  /**
   * Reads a file up to the first damage, in constant memory.
   *
   * @return the damage; empty if there is none
   * @throws IOException where the file cannot be opened
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
}
