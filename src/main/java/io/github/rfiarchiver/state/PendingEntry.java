package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.PublishedDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose page was not fetched or not extracted yet.
 *
 * <p>It is given up after it failed on {@value #MAX_DAYS} different days, or was answered with 404
 * or 410 on {@value #MAX_GONE_DAYS}. The days are recorded, and days in the future are not counted:
 * a clock that jumps adds one wrong day at most.
 *
 * @param url the URL of its page
 * @param listing what its feed gives, which its page may not
 * @param reason why its last try failed, as a clause
 * @param tries in how many runs it was tried
 * @param days the different days, in UTC, on which it was tried and failed
 * @param goneDays those of the days on which its page was answered with 404 or 410
 * @param since when it was first listed; for the reader of the file alone
 * @param notBefore until when the server of its page asks to wait (Retry-After)
 * @param givenUp when it was given up; it is remembered, so that this is reported once
 */
public record PendingEntry(
    ArticleUrl url,
    Listing listing,
    String reason,
    int tries,
    List<LocalDate> days,
    List<LocalDate> goneDays,
    Instant since,
    @Nullable Instant notBefore,
    @Nullable Instant givenUp) {
  static final int MAX_GONE_DAYS = 3;
  static final int MAX_DAYS = 30;

  /**
   * An entry as a feed lists it.
   *
   * @param headline cleaned; may be empty
   * @param published null where it has no date
   * @param feed the URL of the feed; may be empty
   * @param author null where none is named
   * @param audio the URLs of its sounds
   */
  public record Listing(
      String headline,
      @Nullable Instant published,
      String feed,
      @Nullable String author,
      List<String> audio) {
    private Listing changedBy(Listing last) {
      return new Listing(
          last.headline.isEmpty() ? headline : last.headline,
          last.published == null ? published : last.published,
          last.feed,
          last.author == null ? author : last.author,
          last.audio.isEmpty() ? audio : last.audio);
    }
  }

  /** An entry that was not tried yet. */
  public static PendingEntry untried(ArticleUrl url, Listing listing, String reason, Instant now) {
    return new PendingEntry(url, listing, reason, 0, List.of(), List.of(), now, null, null);
  }

  /** The entry as it was listed last; what that listing does not give stays. */
  public PendingEntry listedAgain(PendingEntry last) {
    Listing now = listing.changedBy(last.listing);
    return new PendingEntry(url, now, reason, tries, days, goneDays, since, notBefore, givenUp);
  }

  /**
   * The same entry after one more try that failed; given up where it reached a limit, or was given
   * up after a request.
   *
   * @param why what happened, as a clause
   * @param isGone whether the answer was 404 or 410
   * @param retryAfter how long the server asks to wait; null where it does not
   */
  public PendingEntry failed(
      String why, boolean isGone, @Nullable Duration retryAfter, Instant now) {
    LocalDate today = PublishedDate.day(now);
    List<LocalDate> allDays = with(days, today);
    List<LocalDate> allGone = isGone ? with(goneDays, today) : goneDays;
    boolean isOver = count(allGone, today) >= MAX_GONE_DAYS || count(allDays, today) >= MAX_DAYS;
    Instant end = wasRequested() && isGivenUp(now) ? givenUp : isOver ? now : null;
    return new PendingEntry(url, listing, why, tries + 1, allDays, allGone, since, null, end)
        .skipped(retryAfter, now);
  }

  /**
   * The same entry, without a request.
   *
   * @param retryAfter how long the server asks to wait; null where it does not
   */
  public PendingEntry skipped(@Nullable Duration retryAfter, Instant now) {
    Instant wait =
        retryAfter == null ? null : now.plus(FeedState.atMost(retryAfter, FeedState.LONGEST_WAIT));
    return new PendingEntry(url, listing, reason, tries, days, goneDays, since, wait, givenUp);
  }

  /** The same entry, given up without a request, since its host is never requested. */
  public PendingEntry neverRequested(String why, Instant now) {
    return new PendingEntry(url, listing, why, tries, List.of(), List.of(), since, null, now);
  }

  /** The same entry, given up whatever the days say. */
  public PendingEntry givenUp(Instant now) {
    return new PendingEntry(url, listing, reason, tries, days, goneDays, since, null, now);
  }

  /** Whether its page was ever requested. */
  public boolean wasRequested() {
    return !days.isEmpty();
  }

  /** Why it is given up, as a clause. */
  public String limitReached(Instant now) {
    long gone = count(goneDays, PublishedDate.day(now));
    return gone >= MAX_GONE_DAYS
        ? "given up after 404 or 410 on " + gone + " days"
        : "given up after failing on " + count(days, PublishedDate.day(now)) + " days";
  }

  /** Whether it was given up. A time in the future was written under a wrong clock: ignored. */
  public boolean isGivenUp(Instant now) {
    return givenUp != null && !givenUp.isAfter(now);
  }

  /** Whether the server of its page asks to wait. */
  public boolean isWaiting(Instant now) {
    return FeedState.ahead(notBefore, now, FeedState.LONGEST_WAIT).isPresent();
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("address", url.toString());
    json.put("headline", listing.headline);
    Json.put(json, "published", listing.published);
    json.put("feed", listing.feed);
    Json.put(json, "author", listing.author);
    Json.put(json, "audio", listing.audio);
    json.put("reason", reason);
    json.put("tries", tries);
    Json.put(json, "days", days);
    Json.put(json, "goneDays", goneDays);
    json.put("since", since.toString());
    Json.put(json, "notBefore", notBefore);
    Json.put(json, "givenUp", givenUp);
    return json;
  }

  static List<PendingEntry> parseAll(String text) throws MalformedException {
    List<PendingEntry> entries = new ArrayList<>();
    for (Object entry : Json.array(text)) {
      entries.add(parse(Json.object(entry)));
    }
    return entries;
  }

  /**
   * Reads an entry. Version 1.0 counted runs, not days: its entries have no day yet.
   *
   * @throws MalformedException where the URL is not one of an article, or a value has another type
   *     than the program writes
   */
  public static PendingEntry parse(JsonObject json) throws MalformedException {
    Instant since = Json.moment(json, "since");
    return new PendingEntry(
        ArticleUrl.of(Json.textOrEmpty(json, "address")),
        new Listing(
            Json.textOrEmpty(json, "headline"),
            Json.moment(json, "published"),
            Json.textOrEmpty(json, "feed"),
            Json.text(json, "author"),
            Json.texts(json, "audio")),
        Json.textOrEmpty(json, "reason"),
        Json.count(json, "tries"),
        Json.days(json, "days"),
        Json.days(json, "goneDays"),
        since == null ? Instant.EPOCH : since,
        Json.moment(json, "notBefore"),
        Json.moment(json, "givenUp"));
  }

  private static List<LocalDate> with(List<LocalDate> days, LocalDate today) {
    return Stream.concat(days.stream(), Stream.of(today)).distinct().toList();
  }

  private static long count(List<LocalDate> days, LocalDate today) {
    return days.stream().filter(day -> !day.isAfter(today)).distinct().count();
  }
}
