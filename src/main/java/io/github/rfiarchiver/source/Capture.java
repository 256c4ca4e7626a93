package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response that the Wayback Machine holds.
 *
 * @param time when it was captured, to the second
 * @param original the URL, as it was captured
 * @param digest of the body: base 32 of SHA-1
 */
public record Capture(Instant time, ArticleUrl original, String digest) {
  /** 14 digits, in UTC. */
  static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern REPLAY = Pattern.compile(".*?/web/(\\d{14})id_/(.+)");

  /** A capture; empty where the digits are not a time, or the URL is neither http nor https. */
  static Optional<Capture> of(String timestamp, String original, String digest) {
    try {
      Instant time = LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC);
      return Optional.of(new Capture(time, ArticleUrl.of(original), digest));
    } catch (DateTimeException | MalformedException e) {
      return Optional.empty();
    }
  }

  /** The capture that a replay URL names, without its digest; empty for any other URL. */
  public static Optional<Capture> replayed(String url) {
    Matcher replay = REPLAY.matcher(url);
    return replay.matches() ? of(replay.group(1), replay.group(2), "") : Optional.empty();
  }

  /**
   * The URL of the response as it was served, without the Wayback Machine's own markup ({@code
   * id_}).
   *
   * @param server {@code https://web.archive.org}
   */
  public String replayUrl(String server) {
    String sent = original.toString().replace("#", "%23"); // a fragment would never be sent
    return server + "/web/" + TIMESTAMP.format(time) + "id_/" + sent;
  }
}
