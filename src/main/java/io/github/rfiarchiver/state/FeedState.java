package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of a feed from run to run.
 *
 * @param address its address
 * @param validators of the last 200 that was parsed whole
 * @param lastRun when it was last asked for
 * @param lastSuccess when it was last read, or found unchanged
 * @param entries how many entries it listed when it was last read
 * @param added how many articles of it were new in the last run
 * @param pending how many of its entries wait for their pages
 * @param failures how many runs in a row have failed
 * @param freshUntil until when its max-age says that it need not be asked for
 * @param notBefore until when its server asks to wait
 * @param newest the keys of its ten newest entries that are in date order, when it last listed any
 * @param newestAt when it last listed those
 * @param gap what the last reading may have missed
 */
public record FeedState(
    String address,
    Validators validators,
    Optional<Instant> lastRun,
    Optional<Instant> lastSuccess,
    int entries,
    int added,
    int pending,
    int failures,
    Optional<Instant> freshUntil,
    Optional<Instant> notBefore,
    List<String> newest,
    Optional<Instant> newestAt,
    Optional<Gap> gap) {

  /** A max-age is kept for so long at the most. */
  public static final Duration LONGEST_FRESH = Duration.ofHours(1);

  /** A Retry-After is remembered for so long at the most: one that is longer is a mistake. */
  public static final Duration LONGEST_WAIT = Duration.ofDays(30);

  public FeedState {
    newest = List.copyOf(newest);
  }

  /** A time between two readings in which entries may have come and gone. */
  public record Gap(Instant from, Instant to) {}

  /** The state of a feed that was never asked for. */
  public static FeedState unknown(String address) {
    return new FeedState(
        address,
        Validators.NONE,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same state without past events that lie in the future, seen from {@code now}: they were
   * written under a wrong clock.
   */
  public FeedState asOf(Instant now) {
    return new FeedState(
        address,
        validators,
        lastRun.filter(time -> !time.isAfter(now)),
        lastSuccess.filter(time -> !time.isAfter(now)),
        entries,
        added,
        pending,
        failures,
        freshUntil,
        notBefore,
        newest,
        newestAt.filter(time -> !time.isAfter(now)),
        gap.filter(times -> !times.to().isAfter(now)));
  }

  /**
   * Until when the server asks to wait, seen from {@code now}; empty where that is over. A time
   * further off than any that is ever remembered was written under a clock that was wrong.
   */
  public Optional<Instant> waitsUntil(Instant now) {
    return notBefore.filter(time -> isAhead(time, now, LONGEST_WAIT));
  }

  /** Until when the feed need not be asked for, seen from {@code now}; as {@link #waitsUntil}. */
  public Optional<Instant> cachedUntil(Instant now) {
    return freshUntil.filter(time -> isAhead(time, now, LONGEST_FRESH));
  }

  public static Duration atMost(Duration wait, Duration longest) {
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  /** Whether a time is to come, and not further off than any that is remembered. */
  static boolean isAhead(Instant time, Instant now, Duration longest) {
    return now.isBefore(time) && !time.isAfter(now.plus(longest));
  }

  /** The earliest time at which the feed may be asked for again; empty where it may be now. */
  public Optional<Instant> nextAllowed(Instant now) {
    return Stream.of(cachedUntil(now), waitsUntil(now))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  /** This state as JSON. */
  public String toJson() {
    return JsonWriter.string(json()) + "\n";
  }

  /** The state as a JSON object; values that are not known are left out. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("feed", address);
    Json.put(json, "etag", validators.etag());
    Json.put(json, "lastModified", validators.lastModified());
    Json.put(json, "lastRun", lastRun);
    Json.put(json, "lastSuccess", lastSuccess);
    json.put("entries", entries);
    json.put("added", added);
    json.put("pending", pending);
    json.put("failures", failures);
    Json.put(json, "freshUntil", freshUntil);
    Json.put(json, "notBefore", notBefore);
    json.put("newest", new JsonArray(newest));
    Json.put(json, "newestAt", newestAt);
    Json.put(json, "gapFrom", gap.map(Gap::from));
    Json.put(json, "gapTo", gap.map(Gap::to));
    return json;
  }

  /** Reads the state of a feed. */
  static FeedState parse(String text) throws MalformedStateException {
    JsonObject json = Json.object(text);
    Optional<Instant> from = Json.moment(json, "gapFrom");
    Optional<Instant> to = Json.moment(json, "gapTo");
    return new FeedState(
        Json.text(json, "feed").orElseThrow(() -> new MalformedStateException("names no feed")),
        new Validators(Json.text(json, "etag"), Json.text(json, "lastModified")),
        Json.moment(json, "lastRun"),
        Json.moment(json, "lastSuccess"),
        Json.count(json, "entries").orElse(0),
        Json.count(json, "added").orElse(0),
        Json.count(json, "pending").orElse(0),
        Json.count(json, "failures").orElse(0),
        Json.moment(json, "freshUntil"),
        Json.moment(json, "notBefore"),
        Json.texts(json, "newest"),
        Json.moment(json, "newestAt"),
        from.flatMap(first -> to.map(last -> new Gap(first, last))));
  }
}
