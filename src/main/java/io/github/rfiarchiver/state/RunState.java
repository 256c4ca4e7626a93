package io.github.rfiarchiver.state;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.feed.FeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The state files of an archive: the pending entries, the state of each feed and news list, where
 * the news lists are, the backfill journal and the completeness report.
 */
public record RunState(Archive archive) {
  private static final String PENDING = "pending.json";
  private static final String NEWS_LISTS = "news-lists.json";
  static final String BACKFILL = "backfill";
  private static final String COMPLETENESS = "completeness.json";

  /**
   * The pending entries, and the last ones that were given up.
   *
   * @throws ArchiveException where the file cannot be read or is malformed: it is never replaced
   *     then, since it may list entries that no feed lists any more
   */
  public List<PendingEntry> pending() throws ArchiveException {
    return parsed(PENDING, PendingEntry::parseAll).orElse(List.of());
  }

  /**
   * How many pages are known from the site's own list alone, and neither archived nor given up.
   * Other commands may have archived one since, and leave the pending entries as they are.
   */
  public int listedAlone(Instant now) throws ArchiveException {
    int count = 0;
    for (PendingEntry entry : pending()) {
      if (FeedSource.named(entry.listing().feed()) instanceof FeedSource.NewsList
          && !entry.isGivenUp(now)
          && !archive.holds(entry.url())) {
        count++;
      }
    }
    return count;
  }

  /**
   * The state of a feed, as of now. Of a document that is not fetched, nothing is stored.
   *
   * @throws ArchiveException where its file cannot be read or is malformed
   */
  public FeedState feed(FeedSource source, Instant now) throws ArchiveException {
    Optional<FeedState> known =
        source instanceof FeedSource.Document
            ? Optional.empty()
            : object(file(source), json -> FeedState.parse(json, now));
    return known
        .filter(state -> state.url().equals(source.name()))
        .orElseGet(() -> FeedState.unknown(source.name()));
  }

  /**
   * The states of all feeds that were ever fetched, as of now, sorted by URL; none of news lists.
   *
   * @throws ArchiveException where the file of one cannot be read or is malformed
   */
  public List<FeedState> feeds(Instant now) throws ArchiveException {
    List<FeedState> feeds = new ArrayList<>();
    for (String name : archive.stateNames("feed-.*\\.json")) {
      object(name, json -> FeedState.parse(json, now)).ifPresent(feeds::add);
    }
    feeds.sort(Comparator.comparing(FeedState::url));
    return feeds;
  }

  /**
   * What backfill has been answered; empty where it has not run.
   *
   * @throws ArchiveException where its file cannot be understood
   */
  public Optional<BackfillJournal> backfill() throws ArchiveException {
    return parsed(BACKFILL, BackfillJournal::parse);
  }

  /**
   * The last completeness report; empty where none was made.
   *
   * @throws ArchiveException where its file cannot be understood
   */
  public Optional<CompletenessReport> completeness() throws ArchiveException {
    return object(COMPLETENESS, CompletenessReport::parse);
  }

  /**
   * Where the news lists of the site are; empty where they were not looked for.
   *
   * @throws ArchiveException where its file cannot be understood
   */
  public Optional<NewsLists> newsLists() throws ArchiveException {
    return object(NEWS_LISTS, NewsLists::parse);
  }

  private interface Parser<J, T> {
    T parse(J json) throws MalformedException;
  }

  private <T> Optional<T> object(String name, Parser<JsonObject, T> parser)
      throws ArchiveException {
    return parsed(name, text -> parser.parse(Json.object(text)));
  }

  private <T> Optional<T> parsed(String name, Parser<String, T> parser) throws ArchiveException {
    Optional<String> text = archive.state(name);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text.get()));
    } catch (MalformedException e) {
      throw new ArchiveException(
          archive.statePath(name),
          "cannot be understood; repair it, or move it away (what it lists is forgotten then)",
          e);
    }
  }

  /** Stores the pending entries, unless the file lists these already. */
  public void store(ArchiveWriter writer, Collection<PendingEntry> pending)
      throws ArchiveException {
    JsonArray array = new JsonArray(pending.stream().map(PendingEntry::json).toList());
    String text = JsonWriter.indent("  ").string().value(array).done() + "\n";
    if (!text.equals(archive.state(PENDING).orElse("[]\n"))) {
      writer.writeState(PENDING, text);
    }
  }

  /** Stores the state of a feed. */
  public void store(ArchiveWriter writer, FeedState feed) throws ArchiveException {
    writer.writeState(file(FeedSource.named(feed.url())), JsonWriter.string(feed.json()) + "\n");
  }

  public void store(ArchiveWriter writer, NewsLists lists) throws ArchiveException {
    writer.writeState(NEWS_LISTS, JsonWriter.string(lists.json()) + "\n");
  }

  /** Stores a report without the lock, in one step. */
  public void store(CompletenessReport report) throws ArchiveException {
    ArchiveWriter.replaceState(archive, COMPLETENESS, JsonWriter.string(report.json()) + "\n");
  }

  private static String file(FeedSource source) {
    String key = Objects.requireNonNull(source.url()).key();
    return source instanceof FeedSource.NewsList list
        ? "sitemap-" + list.edition() + "-" + key + ".json"
        : "feed-" + key + ".json";
  }
}
