package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.EntryBody;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.feed.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An article that feeds list: one candidate for all entries that have its key.
 *
 * @param feed the address of the feed whose entry is taken
 * @param guid what tells that entry from the others of its feed
 * @param headline as that entry gives it, cleaned; may be empty
 * @param published as that entry gives it
 * @param article the article, where an entry carries it; a summary is left out
 * @param dates all dates that the entries show: the feed's, the address's, the printed one
 * @param later more articles that the same feed lists with this key, each in an entry of its own,
 *     in the order of their dates: to be kept after this one, as its revisions
 */
record Candidate(
    Address address,
    String feed,
    String guid,
    String headline,
    Optional<Instant> published,
    Optional<EntryArticle> article,
    List<Instant> dates,
    List<Candidate> later)
    implements Listed {
  static final Comparator<Candidate> NEWEST_FIRST =
      (one, other) ->
          other.published().orElse(Instant.MIN).compareTo(one.published().orElse(Instant.MIN));

  Candidate {
    dates = List.copyOf(dates);
    later = List.copyOf(later);
  }

  /** An entry that waits for its page, as a candidate. */
  static Candidate of(Pending pending) {
    return new Candidate(
        pending.address(),
        pending.feed(),
        "",
        pending.headline(),
        pending.published(),
        Optional.empty(),
        Stream.of(pending.published(), pending.address().dayStart())
            .flatMap(Optional::stream)
            .toList(),
        List.of());
  }

  /** An entry as a candidate. */
  static Candidate of(String feed, Entry entry, String link) throws MalformedException {
    Address address = Address.of(link);
    Optional<EntryArticle> article =
        entry
            .content()
            .or(() -> Optional.of(entry.description()).filter(EntryBody::carriesArticle))
            .map(html -> new EntryArticle(html, address));
    return new Candidate(
        address,
        feed,
        entry.guid(),
        entry.titleIsMarkup() ? Headline.ofMarkup(entry.title()) : Headline.clean(entry.title()),
        entry.published(),
        article,
        Stream.of(entry.published(), address.dayStart(), article.flatMap(EntryArticle::printed))
            .flatMap(Optional::stream)
            .toList(),
        List.of());
  }

  /**
   * The candidates of several feeds, in the order in which their articles are first listed. Of the
   * entries with one key, those of the first feed that carries the article are taken: the oldest as
   * the candidate, those with other guids as its {@link #later} texts.
   */
  static List<Candidate> grouped(List<Candidate> entries) {
    Map<Address, List<Candidate>> groups = new LinkedHashMap<>();
    entries.forEach(
        entry -> groups.computeIfAbsent(entry.address(), key -> new ArrayList<>()).add(entry));
    return groups.values().stream().map(Candidate::merged).toList();
  }

  private static Candidate merged(List<Candidate> entries) {
    List<Candidate> texts = texts(entries);
    if (texts.size() < 2) {
      return entries.stream().reduce(Candidate::and).orElseThrow();
    }
    List<Candidate> oldestFirst = new ArrayList<>(texts.subList(0, 1));
    entries.stream().filter(entry -> entry != texts.get(0)).forEach(oldestFirst::add);
    return oldestFirst.stream()
        .reduce(Candidate::and)
        .orElseThrow()
        .followedBy(texts.subList(1, texts.size()));
  }

  /**
   * The entries of the first feed that carries the article, one a guid, the oldest first; undated
   * ones last, and those of one date as they are listed.
   */
  private static List<Candidate> texts(List<Candidate> entries) {
    Map<String, Candidate> byGuid = new LinkedHashMap<>();
    String feed = null;
    for (Candidate entry : entries) {
      if (entry.article().isPresent() && (feed == null || feed.equals(entry.feed()))) {
        feed = entry.feed();
        byGuid.putIfAbsent(entry.guid(), entry);
      }
    }
    return byGuid.values().stream()
        .sorted(Comparator.comparing(entry -> entry.dateWithoutPage(Instant.MAX)))
        .toList();
  }

  private Candidate followedBy(List<Candidate> texts) {
    return new Candidate(address, feed, guid, headline, published, article, dates, texts);
  }

  /** The article's date where no page gives one: printed, else in the address, else now. */
  Instant dateWithoutPage(Instant now) {
    return published
        .or(() -> article.flatMap(EntryArticle::printed))
        .or(address::dayStart)
        .orElse(now);
  }

  private Candidate and(Candidate other) {
    Candidate taken = article.isEmpty() && other.article.isPresent() ? other : this;
    List<Instant> all = new ArrayList<>(dates);
    all.addAll(other.dates);
    return new Candidate(
        address,
        taken.isOnFeedsHost() || !other.isOnFeedsHost() ? taken.feed : other.feed,
        taken.guid,
        taken.headline.isEmpty() ? (taken == this ? other.headline : headline) : taken.headline,
        taken.published.or(() -> published).or(() -> other.published),
        taken.article,
        all,
        List.of());
  }

  /** Whether its page is on the host of the feed that lists it. */
  boolean isOnFeedsHost() {
    try {
      return Address.of(feed).host().equals(address.host());
    } catch (MalformedException e) {
      return false; // a feed at hand has no host
    }
  }
}
