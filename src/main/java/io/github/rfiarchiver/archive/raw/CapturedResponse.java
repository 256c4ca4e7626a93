package io.github.rfiarchiver.archive.raw;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response that this program or another captured.
 *
 * @param recordId the WARC-Record-ID, usually {@code urn:uuid:…}
 * @param url the target URI
 * @param status the HTTP status, of any kind
 * @param contentType the value of the Content-Type header
 * @param location the value of the Location header
 * @param body whole and decoded, without chunks and compression; not copied, must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once: not worth a copy
public record CapturedResponse(
    String recordId,
    String url,
    Instant captured,
    int status,
    @Nullable String contentType,
    @Nullable String location,
    byte[] body)
    implements WarcItem {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*[\"']?([^\\s\"';]+)", Pattern.CASE_INSENSITIVE);

  /** The charset in the Content-Type header; null if there is none. */
  public @Nullable String charset() {
    Matcher charset = CHARSET.matcher(contentType == null ? "" : contentType);
    return charset.find() ? charset.group(1) : null;
  }
}
