package io.github.rfiarchiver.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Maps the status of an answer that has no document to a failure. */
final class StatusFailure {
  private StatusFailure() {}

  /**
   * @param clock the start of the time in a Retry-After header
   */
  static HttpResult.Failure of(Response response, Clock clock) {
    int status = response.code();
    Duration wait = retryAfter(response, clock.instant());
    return new HttpResult.Failure(
        kind(status),
        status,
        "answered " + status + meaning(status) + longWait(wait, clock) + remedy(status),
        wait,
        null);
  }

  private static HttpResult.Kind kind(int status) {
    if (status >= 500) {
      return HttpResult.Kind.SERVER;
    }
    return switch (status) {
      case 403, 429 -> HttpResult.Kind.REFUSED;
      case 404, 410 -> HttpResult.Kind.GONE;
      default -> HttpResult.Kind.OTHER;
    };
  }

  private static String meaning(int status) {
    return switch (status) {
      case 403 -> " Forbidden: the site refuses this client or its network";
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
        ? "; wait, or use the mirror (feedx) or a proxy (--proxy)"
        : "";
  }

  private static String longWait(@Nullable Duration wait, Clock clock) {
    return wait == null || !RetryingFetcher.isTooLong(wait)
        ? ""
        : "; it asks to wait "
            + wait.toSeconds()
            + " s (Retry-After), until "
            + clock.instant().plus(wait).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Retry-After: seconds or a date (RFC 9110, section 10.2.3); null where it is neither. */
  private static @Nullable Duration retryAfter(Response response, Instant now) {
    String value = response.header("Retry-After", "").strip();
    if (value.matches("[0-9]+")) {
      return Duration.ofSeconds(value.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(value));
    }
    Instant date = response.headers().getInstant("Retry-After");
    return date == null ? null : Duration.between(now, date.isBefore(now) ? now : date);
  }
}
