package io.github.rfiarchiver.http;

import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.source.CdxIndex;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Maps an answer that has no document to a failure. */
final class StatusFailure {
  private static final int START = 4096;
  private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

  /** {@code 120}, {@code 120.5}, {@code 120 s}, {@code 120, 120}. */
  private static final Pattern SECONDS =
      Pattern.compile("(?i)([0-9]+)(?:\\.[0-9]*)?(?: ?s(?:ec(?:ond)?s?)?|,.*)?");

  private StatusFailure() {}

  /**
   * Why an answer has no document; empty where it has one. Of the Wayback Machine's answers those
   * with Memento-Datetime are captures, whatever their status; the others are its own (RFC 7089,
   * section 2.1.1).
   *
   * @param clock the start of the time in a Retry-After header
   * @throws IOException where the body of an answer of the Wayback Machine cannot be read
   */
  static Optional<HttpResult.Failure> of(HttpRequest.Kind kind, Response response, Clock clock)
      throws IOException {
    int status = response.code();
    boolean isCapture = kind == HttpRequest.Kind.CAPTURE;
    if (isCapture
        ? response.header("Memento-Datetime") != null
        : CapturedResponse.hasDocument(status)) {
      return Optional.empty();
    }
    String reason = "answered " + status;
    HttpResult.Kind failure = kind(status);
    Duration wait = retryAfter(response, clock.instant());
    if (!kind.isWayback()) {
      reason += meaning(status) + longWait(wait, clock) + remedy(status);
    } else if ((response.headers() + response.peekBody(START).string())
        .contains(CdxIndex.BLOCKED)) {
      reason += ": blocked at the Wayback Machine, not absent (" + CdxIndex.BLOCKED + ")";
    } else if (isCapture && failure != HttpResult.Kind.REFUSED && status < 500) {
      failure = HttpResult.Kind.OTHER;
      reason += " with an error page of the Wayback Machine, not the capture";
    } else {
      reason += meaning(status) + longWait(wait, clock);
    }
    return Optional.of(new HttpResult.Failure(failure, status, reason, wait, null));
  }

  private static HttpResult.Kind kind(int status) {
    return switch (status) {
      case 403, 429 -> HttpResult.Kind.REFUSED;
      case 404, 410 -> HttpResult.Kind.GONE;
      default -> status >= 500 ? HttpResult.Kind.SERVER : HttpResult.Kind.OTHER;
    };
  }

  private static String meaning(int status) {
    return switch (status) {
      case 403 -> " Forbidden: the server refuses this client or its network";
      case 404 -> " Not Found";
      case 407 ->
          " Proxy Authentication Required: write http://USER:PASSWORD@HOST:PORT for the proxy";
      case 410 -> " Gone: removed for good";
      case 429 -> " Too Many Requests";
      case 503 -> " Service Unavailable";
      default -> "";
    };
  }

  private static String remedy(int status) {
    return status == 403 || status == 429
        ? "; wait, or try the mirror (feedx), --proxy, or `backfill --since 7d --from wayback`"
        : "";
  }

  private static String longWait(@Nullable Duration wait, Clock clock) {
    return wait == null || !RetryingFetcher.isTooLong(wait)
        ? ""
        : "; it asks to wait %s s (Retry-After), until %s"
            .formatted(
                wait.toSeconds(), clock.instant().plus(wait).truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * Retry-After: seconds or a date (RFC 9110, section 10.2.3), also as some servers write them;
   * null where it is neither, or no time to wait.
   */
  private static @Nullable Duration retryAfter(Response response, Instant now) {
    Instant date = response.headers().getInstant("Retry-After");
    Matcher number = SECONDS.matcher(response.header("Retry-After", "").replace("\"", ""));
    Duration wait =
        date != null
            ? Duration.between(now, date)
            : Duration.ofSeconds(number.matches() ? seconds(number.group(1)) : 0);
    return wait.isNegative() || wait.isZero() ? null : wait;
  }

  /** The number in a header, at most of 31 bits; 0 where it is none. */
  static int seconds(String value) {
    return value.matches("[0-9]+") ? LARGEST.min(new BigInteger(value)).intValue() : 0;
  }
}
