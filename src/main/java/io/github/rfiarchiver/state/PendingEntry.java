package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry that could not be archived yet.
 *
 * <p>It is given up after it failed on {@value #MAX_DAYS} different days, or was answered with 404
 * or 410 on {@value #MAX_GONE_DAYS}. The days are recorded, and days that lie in the future are not
 * counted: a clock that jumps adds one wrong day at most.
 *
 * @param address of its page
 * @param headline as its feed gives it, cleaned; may be empty
 * @param published as its feed gives it
 * @param feed the address of the feed that listed it
 * @param reason why it failed, the last time
 * @param tries in how many runs it was tried
 * @param days the different days, in UTC, on which it was tried and failed
 * @param goneDays those of the days on which its page was answered with 404 or 410
 * @param since when it was first listed; for the reader of the file alone
 * @param notBefore until when the server of its page asks to wait
 * @param givenUp when it was given up; it is remembered, so that this is reported once
 */
public record PendingEntry(
    ArticleUrl address,
    String headline,
    Optional<Instant> published,
    String feed,
    String reason,
    int tries,
    List<LocalDate> days,
    List<LocalDate> goneDays,
    Instant since,
    Optional<Instant> notBefore,
    Optional<Instant> givenUp) {
  static final int MAX_GONE_DAYS = 3;
  static final int MAX_DAYS = 30;

  public PendingEntry {
    days = List.copyOf(days);
    goneDays = List.copyOf(goneDays);
  }

  /** An entry that was not tried yet. */
  public static PendingEntry untried(
      ArticleUrl url,
      String headline,
      @Nullable Instant published,
      String feed,
      String reason,
      Instant now) {
    return new PendingEntry(
        url,
        headline,
        Optional.ofNullable(published),
        feed,
        reason,
        0,
        List.of(),
        List.of(),
        now,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same entry after one more try that failed; given up where that was one day too many.
   *
   * @param why what happened, as a clause
   * @param isGone whether the answer was 404 or 410
   * @param retryAfter how long the server asks to wait; null where it does not
   */
  public PendingEntry failed(
      String why, boolean isGone, @Nullable Duration retryAfter, Instant now) {
    LocalDate today = day(now);
    List<LocalDate> allDays = with(days, today);
    List<LocalDate> allGone = isGone ? with(goneDays, today) : goneDays;
    boolean over = count(allGone, today) >= MAX_GONE_DAYS || count(allDays, today) >= MAX_DAYS;
    Optional<Instant> earlier = givenUp.filter(then -> isGivenUp(now));
    Optional<Instant> wait =
        Optional.ofNullable(retryAfter)
            .map(pause -> now.plus(FeedState.atMost(pause, FeedState.LONGEST_WAIT)));
    return changed(
        why,
        tries + 1,
        allDays,
        allGone,
        wait,
        over ? earlier.or(() -> Optional.of(now)) : earlier);
  }

  /** The same entry, given up without a request, since its host is never asked. */
  public PendingEntry neverRequested(String why, Instant now) {
    return changed(why, tries, List.of(), List.of(), Optional.empty(), Optional.of(now));
  }

  /** The same entry, given up whatever the days say. */
  public PendingEntry givenUp(Instant now) {
    return changed(reason, tries, days, goneDays, Optional.empty(), Optional.of(now));
  }

  private PendingEntry changed(
      String why,
      int allTries,
      List<LocalDate> allDays,
      List<LocalDate> allGone,
      Optional<Instant> wait,
      Optional<Instant> end) {
    return new PendingEntry(
        address, headline, published, feed, why, allTries, allDays, allGone, since, wait, end);
  }

  /** Whether its page was ever requested. */
  public boolean wasRequested() {
    return !days.isEmpty();
  }

  /** Why it is given up, as a clause. */
  public String limitReached(Instant now) {
    long gone = count(goneDays, day(now));
    return gone >= MAX_GONE_DAYS
        ? "given up after 404 or 410 on " + gone + " days"
        : "given up after failing on " + count(days, day(now)) + " days";
  }

  /** Whether it was given up. A time in the future was written under a wrong clock: ignored. */
  public boolean isGivenUp(Instant now) {
    return givenUp.filter(then -> !then.isAfter(now)).isPresent();
  }

  /** Whether the server of its page asks to wait. */
  public boolean isWaiting(Instant now) {
    return notBefore
        .filter(time -> FeedState.isAhead(time, now, FeedState.LONGEST_WAIT))
        .isPresent();
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.put("address", address.toString());
    json.put("headline", headline);
    Json.put(json, "published", published);
    json.put("feed", feed);
    json.put("reason", reason);
    json.put("tries", tries);
    Json.put(json, "days", days);
    Json.put(json, "goneDays", goneDays);
    json.put("since", since.toString());
    Json.put(json, "notBefore", notBefore);
    Json.put(json, "givenUp", givenUp);
    return json;
  }

  /**
   * Reads an entry. Version 1.0 counted runs, not days ({@code tries}, {@code gone}): the one day
   * that it names, {@code since}, is taken as tried.
   */
  public static PendingEntry parse(JsonObject json) throws MalformedStateException {
    int tries = Json.count(json, "tries").orElse(0);
    Optional<Instant> since = Json.moment(json, "since");
    List<LocalDate> first = since.map(PendingEntry::day).map(List::of).orElse(List.of());
    String feed = Json.text(json, "feed").orElse("");
    return new PendingEntry(
        address(Json.text(json, "address").orElse("")),
        Json.text(json, "headline").orElse(""),
        Json.moment(json, "published"),
        feed,
        Json.text(json, "reason").orElse(""),
        tries,
        Json.days(json, "days").orElse(tries > 0 ? first : List.of()),
        Json.days(json, "goneDays")
            .orElse(Json.count(json, "gone").orElse(0) > 0 ? first : List.of()),
        since.orElse(Instant.EPOCH),
        Json.moment(json, "notBefore"),
        Json.moment(json, "givenUp"));
  }

  private static ArticleUrl address(String text) throws MalformedStateException {
    try {
      return ArticleUrl.of(text);
    } catch (MalformedException e) {
      throw new MalformedStateException(e);
    }
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  private static List<LocalDate> with(List<LocalDate> days, LocalDate today) {
    Set<LocalDate> all = new LinkedHashSet<>(days);
    all.add(today);
    return List.copyOf(all);
  }

  private static long count(List<LocalDate> days, LocalDate today) {
    return days.stream().filter(day -> !day.isAfter(today)).distinct().count();
  }
}
