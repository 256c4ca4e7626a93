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
 * @param notBefore until when the server of its page wants not to be asked
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
    Optional<Instant> notBefore,
    Optional<Instant> givenUp) {
  private static final int GONE_RUNS = 3;
  private static final Duration LONGEST = Duration.ofDays(30);

  /** A candidate that was not tried yet. */
  static Pending untried(Candidate candidate, String reason, Instant now) {
    return new Pending(
        candidate.address(),
        candidate.headline(),
        candidate.published(),
        candidate.feed(),
        reason,
        0,
        0,
        now,
        Optional.empty(),
        Optional.empty());
  }

  /** The same entry after one more run without its page; given up where that was one too many. */
  Pending failed(PageSource.Missing missing, Instant now) {
    int goneRuns = missing.gone() ? gone + 1 : 0;
    boolean over = goneRuns >= GONE_RUNS || Duration.between(since, now).compareTo(LONGEST) >= 0;
    return new Pending(
        address,
        headline,
        published,
        feed,
        missing.reason(),
        tries + 1,
        goneRuns,
        since,
        missing.retryAfter().map(wait -> now.plus(FeedState.atMost(wait, FeedState.LONGEST_WAIT))),
        over ? Optional.of(now) : Optional.empty());
  }

  /** Whether the server of its page wants not to be asked yet. */
  boolean isWaiting(Instant now) {
    return notBefore
        .filter(time -> FeedState.isAhead(time, now, FeedState.LONGEST_WAIT))
        .isPresent();
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
    Json.put(json, "notBefore", notBefore);
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
        Json.moment(json, "notBefore"),
        Json.moment(json, "givenUp"));
  }
}
