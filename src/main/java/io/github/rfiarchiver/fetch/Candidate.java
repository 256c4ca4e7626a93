package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.EntryBody;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.MalformedAddressException;
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
 * @param headline as that entry gives it, cleaned; may be empty
 * @param published as that entry gives it
 * @param article the article, where an entry carries it; a summary is left out
 * @param dates all dates that the entries show: the feed's, the address's, the printed one
 */
record Candidate(
    Address address,
    String feed,
    String headline,
    Optional<Instant> published,
    Optional<EntryArticle> article,
    List<Instant> dates)
    implements Listed {
  static final Comparator<Candidate> NEWEST_FIRST =
      (one, other) ->
          other.published().orElse(Instant.MIN).compareTo(one.published().orElse(Instant.MIN));

  Candidate {
    dates = List.copyOf(dates);
  }

  /** An entry that waits for its page, as a candidate. */
  static Candidate of(Pending pending) {
    return new Candidate(
        pending.address(),
        pending.feed(),
        pending.headline(),
        pending.published(),
        Optional.empty(),
        Stream.of(pending.published(), pending.address().dayStart())
            .flatMap(Optional::stream)
            .toList());
  }

  /** An entry as a candidate. */
  static Candidate of(String feed, Entry entry, String link) throws MalformedAddressException {
    Address address = Address.of(link);
    Optional<EntryArticle> article =
        entry
            .content()
            .or(() -> Optional.of(entry.description()).filter(EntryBody::carriesArticle))
            .map(html -> new EntryArticle(html, address));
    return new Candidate(
        address,
        feed,
        entry.titleIsMarkup() ? Headline.ofMarkup(entry.title()) : Headline.clean(entry.title()),
        entry.published(),
        article,
        Stream.of(entry.published(), address.dayStart(), article.flatMap(EntryArticle::printed))
            .flatMap(Optional::stream)
            .toList());
  }

  /**
   * The candidates of several feeds, in the order in which their articles are first listed. Of the
   * entries with one key, the first that carries its article is taken.
   */
  static List<Candidate> grouped(List<Candidate> entries) {
    Map<Address, Candidate> groups = new LinkedHashMap<>();
    entries.forEach(entry -> groups.merge(entry.address(), entry, Candidate::and));
    return List.copyOf(groups.values());
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
        taken.headline.isEmpty() ? (taken == this ? other.headline : headline) : taken.headline,
        taken.published.or(() -> published).or(() -> other.published),
        taken.article,
        all);
  }

  /** Whether its page is on the host of the feed that lists it. */
  boolean isOnFeedsHost() {
    try {
      return Address.of(feed).host().equals(address.host());
    } catch (MalformedAddressException e) {
      return false; // a feed at hand has no host
    }
  }
}
