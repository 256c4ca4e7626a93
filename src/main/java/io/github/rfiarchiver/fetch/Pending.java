package io.github.rfiarchiver.fetch;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.MalformedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry whose page could not be had yet.
 *
 * @param address of its page
 * @param headline as its feed gives it, cleaned; may be empty
 * @param published as its feed gives it
 * @param feed the address of the feed that listed it
 * @param reason why its page could not be had, the last time
 * @param tries in how many runs it was tried
 * @param gone in how many runs in a row its page was answered with 404 or 410
 * @param since when it was first tried
 * @param givenUp when it was given up; it is remembered, so that this is said once
 */
public record Pending(
    Address address,
    String headline,
    Optional<Instant> published,
    String feed,
    String reason,
    int tries,
    int gone,
    Instant since,
    Optional<Instant> givenUp) {
  private static final int GONE_RUNS = 3;
  private static final Duration LONGEST = Duration.ofDays(30);

  /** The same entry after one more run without its page; given up where that was one too many. */
  Pending failed(String why, boolean isGone, Instant now) {
    int goneRuns = isGone ? gone + 1 : 0;
    boolean over = goneRuns >= GONE_RUNS || Duration.between(since, now).compareTo(LONGEST) >= 0;
    return new Pending(
        address,
        headline,
        published,
        feed,
        why,
        tries + 1,
        goneRuns,
        since,
        over ? Optional.of(now) : Optional.empty());
  }

  /**
   * Whether nothing needs to be remembered of it any more: no feed lists an entry that long, or it
   * was given up under a clock that was wrong.
   */
  boolean isForgotten(Instant now) {
    return givenUp.map(then -> then.plus(LONGEST).isBefore(now) || then.isAfter(now)).orElse(false);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.put("address", address.toString());
    json.put("headline", headline);
    Json.put(json, "published", published);
    json.put("feed", feed);
    json.put("reason", reason);
    json.put("tries", tries);
    json.put("gone", gone);
    json.put("since", since.toString());
    Json.put(json, "givenUp", givenUp);
    return json;
  }

  static Pending parse(JsonObject json) throws MalformedAddressException {
    return new Pending(
        Address.of(json.getString("address", "")),
        json.getString("headline", ""),
        Json.moment(json, "published"),
        json.getString("feed", ""),
        json.getString("reason", ""),
        json.getInt("tries"),
        json.getInt("gone"),
        Json.moment(json, "since").orElse(Instant.EPOCH),
        Json.moment(json, "givenUp"));
  }
}
