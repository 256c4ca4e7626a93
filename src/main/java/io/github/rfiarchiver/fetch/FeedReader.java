package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.feed.Entry;
import io.github.rfiarchiver.feed.Feed;
import io.github.rfiarchiver.feed.FeedParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads feeds, each only as often as it and its server allow. */
final class FeedReader implements AutoCloseable {
  /** The size of the largest array that Java makes. */
  private static final long MOST = Integer.MAX_VALUE - 8;

  /** How many characters of an entry a message quotes. */
  private static final int LONGEST_QUOTE = 80;

  private final Fetcher fetcher;
  private final FetchOptions options;
  private final Listener listener;
  private final ArticleWork work;
  private final MemoryBudget memory = MemoryBudget.ofHeap();
  private final List<MemoryBudget.Reservation> kept = new ArrayList<>();

  FeedReader(Fetcher fetcher, FetchOptions options, Listener listener, ArticleWork work) {
    this.fetcher = fetcher;
    this.options = options;
    this.listener = listener;
    this.work = work;
  }

  /**
   * Reads one feed.
   *
   * @param state what is remembered of it
   * @param now the time of the run
   */
  Reading read(FeedSource source, FeedState state, Instant now) throws InterruptedException {
    try {
      return reading(source, state, now);
    } catch (StackOverflowError e) {
      return failed(source, "is nested too deeply to be read", e);
    } catch (OutOfMemoryError e) {
      // What was read of it is free again, so the other feeds can be read.
      return failed(source, "does not fit into memory", e);
    } catch (RuntimeException e) {
      return failed(source, "cannot be read: " + e, e);
    }
  }

  private static Reading failed(FeedSource source, String reason, Throwable cause) {
    return new Reading.Failed(source, reason, Optional.empty(), Optional.of(cause));
  }

  private Reading reading(FeedSource source, FeedState state, Instant now)
      throws InterruptedException {
    if (source instanceof FeedSource.Local local) {
      return local(local);
    }
    if (!options.force()) {
      Optional<Instant> notBefore = state.waitsUntil(now);
      if (notBefore.isPresent()) {
        return new Reading.Waiting(source, notBefore.get());
      }
      Optional<Instant> fresh = state.isFreshUntil(now);
      if (fresh.isPresent()) {
        listener.notice(
            source.name(),
            "is fresh until " + fresh.get() + ", as its server says; --force asks all the same");
        return new Reading.Fresh(source);
      }
    }
    Validators validators = options.isConditional() ? state.validators() : Validators.NONE;
    Outcome outcome = fetcher.fetch(Request.feed(source.name(), validators));
    if (outcome instanceof Outcome.Unchanged unchanged) {
      return new Reading.Unchanged(source, unchanged.maxAge());
    }
    if (outcome instanceof Outcome.Failure failure) {
      if (failure.kind() == Outcome.Kind.OUT_OF_TIME) {
        return new Reading.OutOfTime(source);
      }
      return new Reading.Failed(source, failure.reason(), failure.retryAfter(), Optional.empty());
    }
    Outcome.Document document = (Outcome.Document) outcome;
    document
        .movedTo()
        .ifPresent(
            to ->
                listener.notice(
                    source.name(),
                    "moved for good to " + to + "; ask for that address from now on"));
    try (document) {
      return parse(
          source, document.bytes(), document.charset(), document.validators(), document.maxAge());
    }
  }

  /** Gives back the memory that was reserved for the entries, which are not used any more. */
  @Override
  public void close() {
    kept.forEach(MemoryBudget.Reservation::close);
  }

  private Reading local(FeedSource.Local source) {
    try (InputStream in = source.opener().open()) {
      // One byte more than can be parsed: then it is refused.
      byte[] bytes = in.readNBytes((int) Math.min(MOST, memory.largestDocument() + 1));
      return parse(source, bytes, Optional.empty(), Validators.NONE, Duration.ZERO);
    } catch (IOException e) {
      return new Reading.Failed(
          source, ArchiveException.reason(e), Optional.empty(), Optional.of(e));
    }
  }

  private Reading parse(
      FeedSource source,
      byte[] bytes,
      Optional<String> charset,
      Validators validators,
      Duration maxAge) {
    Optional<MemoryBudget.Reservation> room = memory.reserveFeed(bytes);
    if (room.isEmpty()) {
      return new Reading.Failed(
          source, memory.tooLarge(bytes.length), Optional.empty(), Optional.empty());
    }
    kept.add(room.get());
    SortedMap<Integer, String> notes = new TreeMap<>(); // a feed that is repaired is read twice
    try {
      Feed<Listed> feed =
          FeedParser.parse(
              bytes, charset, source.name(), entry -> listed(source.name(), entry, notes));
      feed.problems().forEach(problem -> listener.warning(source.name(), problem));
      notes.values().forEach(note -> listener.warning(source.name(), note));
      return new Reading.Read(source, feed, validators, maxAge);
    } catch (MalformedException e) {
      return new Reading.Failed(source, e.reason(), Optional.empty(), Optional.of(e));
    }
  }

  /**
   * An entry, while its feed is still read: what it carries is cleaned in the meantime.
   *
   * @param notes takes what is to be reported of the entry, by its number
   */
  private Listed listed(String feed, Entry entry, Map<Integer, String> notes) {
    String name =
        "entry "
            + entry.number()
            + (entry.title().isBlank() ? "" : " (" + shortened(entry.title().strip()) + ")");
    if (entry.link().isEmpty()) {
      return new Listed.Unusable(name + " has no http or https address, so it cannot be archived");
    }
    List<String> problems = new ArrayList<>();
    entry
        .unreadableDate()
        .ifPresent(d -> problems.add("has a date that cannot be read: " + shortened(d)));
    if (entry.isTooDeep()) {
      problems.add("is nested too deeply, so its page is fetched");
    }
    try {
      return candidate(feed, entry.isTooDeep() ? entry.withoutTexts() : entry, problems);
    } catch (MalformedException e) {
      return new Listed.Unusable(name + " cannot be archived: " + e.getMessage());
    } catch (RuntimeException e) {
      return new Listed.Unusable(name + " cannot be archived: " + e);
    } finally {
      if (!problems.isEmpty()) {
        notes.put(entry.number(), name + " " + String.join("; ", problems));
      }
    }
  }

  private Candidate candidate(String feed, Entry entry, List<String> problems)
      throws MalformedException {
    try {
      return candidate(feed, entry);
    } catch (RuntimeException | StackOverflowError e) {
      problems.add("cannot be read (" + e.getClass().getSimpleName() + "), so its page is fetched");
      return candidate(feed, entry.withoutTexts());
    }
  }

  private Candidate candidate(String feed, Entry entry) throws MalformedException {
    Candidate candidate = Candidate.of(feed, entry, entry.link().orElseThrow());
    if (options.isWhole()) {
      work.prepare(candidate);
    }
    return candidate;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
