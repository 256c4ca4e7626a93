package io.github.rfiarchiver.archive.raw;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response that was captured by this program or by another.
 *
 * @param recordId of the record, {@code urn:uuid:…} as a rule
 * @param url the target URI
 * @param status the HTTP status, of any kind
 * @param headers in no certain order
 * @param body whole and decoded: without chunks and compression; not copied, and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once: not worth a copy
public record CapturedResponse(
    String recordId,
    String url,
    Instant captured,
    int status,
    List<HttpHeader> headers,
    byte[] body)
    implements WarcItem {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*[\"']?([^\\s\"';]+)", Pattern.CASE_INSENSITIVE);

  /** The value of the first header of this name, in any case. */
  public Optional<String> header(String name) {
    return HttpHeader.first(headers, name);
  }

  /** What the Content-Type header says of the body's encoding; it may be no charset at all. */
  public Optional<String> charset() {
    return header("Content-Type").map(CHARSET::matcher).filter(Matcher::find).map(m -> m.group(1));
  }
}
