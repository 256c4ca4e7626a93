package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.feed.FeedEntry;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.FeedState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One feed in one run: its stored state, the result of fetching it, and its entries.
 *
 * @param before its stored state
 * @param entries its entries, in its order; empty if it was not parsed
 * @param invalid the entries that cannot be archived
 * @param notices what was repaired, guessed or unreadable, a message each
 */
record FeedRun(
    FeedSource source,
    FeedState before,
    FeedResult result,
    List<CandidateEntry> entries,
    List<InvalidEntry> invalid,
    List<String> notices) {
  /** An entry that cannot be archived, and why, as a clause. */
  record InvalidEntry(FeedEntry entry, String reason) {
    String message() {
      return String.valueOf(new MalformedException(entry.name(), reason).getMessage());
    }

    /** The message without the number, which is that of one reading: entries move. */
    String lasting() {
      return String.valueOf(new MalformedException(entry.lastingName(), reason).getMessage());
    }
  }

  private static final int NEWEST = 10;

  /** A feed without a document to parse. */
  static FeedRun withoutEntries(FeedSource source, FeedState before, FeedResult result) {
    return new FeedRun(source, before, result, List.of(), List.of(), List.of());
  }

  /** Whether it is the site's own list, which is read beside the feeds and fails no run. */
  boolean isNewsList() {
    return source instanceof FeedSource.NewsList;
  }

  /** Whether its document was fetched and parsed. */
  boolean isParsed() {
    return result instanceof FeedResult.Fetched;
  }

  /** Whether it was read, or is known to be unchanged. */
  boolean isRead() {
    return isParsed()
        || result instanceof FeedResult.NotModified
        || result instanceof FeedResult.Cached;
  }

  /** Whether it could not be read. */
  boolean isFailed() {
    return !isRead() && !(result instanceof FeedResult.NotRead);
  }

  /**
   * The gap before this reading: none of the newest keys of the last reading with entries is listed
   * now. Entries out of date order, undated or dated in the future do not count.
   */
  Optional<FeedState.Gap> gap(Instant now) {
    List<CandidateEntry> ordered = inDateOrder(now);
    if (ordered.isEmpty() || before.newest().isEmpty()) {
      return Optional.empty();
    }
    boolean overlaps =
        ordered.stream().anyMatch(entry -> before.newest().contains(entry.url().key()));
    Instant last = before.newestAt() == null ? before.lastSuccess() : before.newestAt();
    return overlaps
        ? Optional.empty()
        : Optional.of(new FeedState.Gap(last == null ? now : last, now));
  }

  /** Why the feed could not be read; null if it was read, or not tried. */
  @Nullable String failure() {
    if (result instanceof FeedResult.Deferred deferred) {
      return "asked not to be fetched before " + deferred.until() + "; --force fetches it now";
    }
    return result instanceof FeedResult.Failed failed ? failed.reason() : null;
  }

  /** What cannot be read in it, a message each. */
  List<String> problems() {
    String failure = failure();
    return failure == null
        ? invalid.stream().map(InvalidEntry::message).toList()
        : List.of(failure);
  }

  /** The exception that made the feed unreadable, if there is one. */
  @Nullable Throwable cause() {
    return result instanceof FeedResult.Failed failed ? failed.cause() : null;
  }

  /**
   * The state to store.
   *
   * @param added how many of its articles are new
   * @param pending how many of its entries are pending
   * @param pagesNotBefore until when a server of its pages asks to wait; null for none
   * @param isWhole whether the run processed all its entries
   */
  FeedState after(
      Instant now, int added, int pending, @Nullable Instant pagesNotBefore, boolean isWhole) {
    boolean isSuccess = isParsed() || result instanceof FeedResult.NotModified;
    boolean isTried = isSuccess || result instanceof FeedResult.Failed;
    List<String> newest = newest(now);
    // Unchanged, it has the entries of its last reading, unless that was empty.
    boolean isListed =
        !newest.isEmpty() || (result instanceof FeedResult.NotModified && before.entries() > 0);
    Instant notBefore =
        result instanceof FeedResult.Failed failed && failed.retryAfter() != null
            ? now.plus(FeedState.atMost(failed.retryAfter(), FeedState.LONGEST_WAIT))
            : pagesNotBefore;
    return new FeedState(
        before.url(),
        isWhole && result instanceof FeedResult.Fetched fetched
            ? fetched.validators()
            : before.validators(),
        isTried ? now : before.lastRun(),
        isSuccess ? now : before.lastSuccess(),
        isParsed() ? entries.size() : before.entries(),
        isParsed() ? invalid.stream().map(InvalidEntry::lasting).toList() : before.invalid(),
        isTried ? added : before.added() + added,
        pending,
        isSuccess ? 0 : before.failures() + (isTried ? 1 : 0),
        isSuccess && isWhole ? cachedUntil(now) : before.freshUntil(),
        notBefore == null ? before.waitsUntil(now).orElse(null) : notBefore,
        newest.isEmpty() ? before.newest() : newest,
        isListed ? now : before.newestAt(),
        newest.isEmpty() ? before.gap() : gap(now).orElse(null));
  }

  private @Nullable Instant cachedUntil(Instant now) {
    Duration maxAge = FeedState.atMost(result.maxAge(), FeedState.LONGEST_FRESH);
    return maxAge.isZero() ? null : now.plus(maxAge);
  }

  private List<String> newest(Instant now) {
    return inDateOrder(now).stream()
        .sorted(Comparator.comparing(FeedRun::date).reversed())
        .map(entry -> entry.url().key())
        .distinct()
        .limit(NEWEST)
        .toList();
  }

  /**
   * The longest sequence of entries in date order that are not in the future: newest first, or
   * oldest first where that fits clearly more entries. If less than half of a feed is in date
   * order, all of its dated entries count.
   */
  private List<CandidateEntry> inDateOrder(Instant now) {
    List<CandidateEntry> dated =
        entries.stream()
            .filter(entry -> entry.published() != null && !entry.published().isAfter(now))
            .toList();
    List<CandidateEntry> newestFirst = longest(dated, Place.NEWEST_FIRST);
    List<CandidateEntry> oldestFirst = longest(dated, Place.NEWEST_FIRST.reversed());
    // A pinned entry before one that is newer makes oldest first fit one entry more.
    List<CandidateEntry> ordered =
        oldestFirst.size() > newestFirst.size() + 1 ? oldestFirst : newestFirst;
    return ordered.size() * 2 < dated.size() ? dated : ordered;
  }

  /** An entry at its place in the feed, the last of a subsequence, and what is before it there. */
  private record Place(int number, CandidateEntry entry, @Nullable Place before) {
    /** Of entries with one date, newest first, a later one follows an earlier one. */
    static final Comparator<Place> NEWEST_FIRST =
        Comparator.<Place, Instant>comparing(place -> date(place.entry))
            .reversed()
            .thenComparing(Place::number);
  }

  /** The longest subsequence in an order (patience sorting). */
  private static List<CandidateEntry> longest(
      List<CandidateEntry> entries, Comparator<Place> order) {
    TreeSet<Place> ends = new TreeSet<>(order); // of each length the one that most may extend
    for (int i = 0; i < entries.size(); i++) {
      Place before = ends.lower(new Place(i, entries.get(i), null));
      Place end = new Place(i, entries.get(i), before);
      ends.tailSet(end, true).pollFirst(); // of the same length
      ends.add(end);
    }
    Deque<CandidateEntry> longest = new ArrayDeque<>();
    for (Place at = ends.isEmpty() ? null : ends.last(); at != null; at = at.before()) {
      longest.addFirst(at.entry());
    }
    return List.copyOf(longest);
  }

  private static Instant date(CandidateEntry entry) {
    return Objects.requireNonNull(entry.published());
  }
}
