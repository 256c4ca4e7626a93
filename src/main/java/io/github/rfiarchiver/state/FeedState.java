package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a feed from run to run.
 *
 * @param url the URL of the feed
 * @param validators of the last 200 that was parsed whole
 * @param lastRun when it was last requested
 * @param lastSuccess when it was last read, or not modified
 * @param entries how many entries it listed when it was last read
 * @param invalid why others of its entries could not be archived then
 * @param added how many of its articles are new since it was last requested
 * @param pending how many of its entries are pending
 * @param failures how many runs in a row have failed
 * @param freshUntil until when its max-age allows to use the copy that was read
 * @param notBefore until when its server asks to wait (Retry-After)
 * @param newest the keys of its ten newest entries that are in date order, when it last listed any
 * @param newestAt when it last listed those
 * @param gap what the last reading with entries may have missed
 */
public record FeedState(
    String url,
    Validators validators,
    @Nullable Instant lastRun,
    @Nullable Instant lastSuccess,
    int entries,
    List<String> invalid,
    int added,
    int pending,
    int failures,
    @Nullable Instant freshUntil,
    @Nullable Instant notBefore,
    List<String> newest,
    @Nullable Instant newestAt,
    @Nullable Gap gap) {
  /** The failed runs in a row from which on a feed is in trouble. */
  public static final int TOO_MANY_FAILURES = 3;

  /** The longest max-age that is obeyed. */
  public static final Duration LONGEST_FRESH = Duration.ofHours(1);

  /** The longest Retry-After that is remembered: a longer one is a mistake. */
  public static final Duration LONGEST_WAIT = Duration.ofDays(30);

  /** How long robots.txt is not read again for news lists, and a backfill is continued. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(7);

  /** A time between two readings in which entries may have come and gone. */
  public record Gap(Instant from, Instant to) {}

  /** The state of a feed that was never requested. */
  public static FeedState unknown(String url) {
    return new FeedState(
        url, Validators.NONE, null, null, 0, List.of(), 0, 0, 0, null, null, List.of(), null, null);
  }

  /**
   * Until when the server asks to wait; empty where that is over at {@code now}. A time that is
   * further away than the longest that is ever remembered was written under a wrong clock, and is
   * ignored.
   */
  public Optional<Instant> waitsUntil(Instant now) {
    return ahead(notBefore, now, LONGEST_WAIT);
  }

  /**
   * Until when the copy that was read may be used; empty where that is over at {@code now}. As in
   * {@link #waitsUntil}, a time that is too far away is ignored.
   */
  public Optional<Instant> cachedUntil(Instant now) {
    return ahead(freshUntil, now, LONGEST_FRESH);
  }

  /**
   * A time, rounded up to the second, if it is in the future of {@code now}, but not by more than
   * {@code longest}.
   */
  static Optional<Instant> ahead(@Nullable Instant time, Instant now, Duration longest) {
    return Optional.ofNullable(time)
        .filter(end -> now.isBefore(end) && !end.isAfter(now.plus(longest)))
        .map(end -> end.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether a time is within the last seven days, and not in the future of {@code now}. */
  static boolean isRecent(Instant read, Instant now) {
    return ahead(read.plus(LONGEST_KEPT), now, LONGEST_KEPT).isPresent();
  }

  /** The shorter of two durations. */
  public static Duration atMost(Duration wait, Duration longest) {
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  /** The earliest time at which the feed may be requested again; empty where it may be now. */
  public Optional<Instant> nextAllowed(Instant now) {
    return Stream.of(cachedUntil(now), waitsUntil(now))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  /** The state as a JSON object; values that are not known are left out. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("feed", url);
    Json.put(json, "etag", validators.etag());
    Json.put(json, "lastModified", validators.lastModified());
    Json.put(json, "lastRun", lastRun);
    Json.put(json, "lastSuccess", lastSuccess);
    json.put("entries", entries);
    if (!invalid.isEmpty()) {
      json.put("invalid", new JsonArray(invalid));
    }
    json.put("added", added);
    json.put("pending", pending);
    json.put("failures", failures);
    Json.put(json, "freshUntil", freshUntil);
    Json.put(json, "notBefore", notBefore);
    json.put("newest", new JsonArray(newest));
    Json.put(json, "newestAt", newestAt);
    if (gap != null) {
      Json.put(json, "gapFrom", gap.from());
      Json.put(json, "gapTo", gap.to());
    }
    return json;
  }

  /**
   * Reads a state file. Past events that are in the future of {@code now} were written under a
   * wrong clock, and are left out.
   *
   * @throws MalformedException where it names no feed, or a value has another type than {@link
   *     #json} writes
   */
  static FeedState parse(JsonObject json, Instant now) throws MalformedException {
    String url = Json.text(json, "feed");
    if (url == null) {
      throw new MalformedException("feed", "is missing");
    }
    Instant from = Json.moment(json, "gapFrom");
    Instant to = past(json, "gapTo", now);
    return new FeedState(
        url,
        new Validators(Json.text(json, "etag"), Json.text(json, "lastModified")),
        past(json, "lastRun", now),
        past(json, "lastSuccess", now),
        Json.count(json, "entries"),
        Json.texts(json, "invalid"),
        Json.count(json, "added"),
        Json.count(json, "pending"),
        Json.count(json, "failures"),
        Json.moment(json, "freshUntil"),
        Json.moment(json, "notBefore"),
        Json.texts(json, "newest"),
        past(json, "newestAt", now),
        from == null || to == null ? null : new Gap(from, to));
  }

  private static @Nullable Instant past(JsonObject json, String name, Instant now)
      throws MalformedException {
    Instant time = Json.moment(json, name);
    return time == null || time.isAfter(now) ? null : time;
  }
}
