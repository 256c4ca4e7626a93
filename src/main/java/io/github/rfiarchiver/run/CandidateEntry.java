package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.clean.EntryBody;
import io.github.rfiarchiver.feed.FeedEntry;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.state.PendingEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry that may become an article, before its page is fetched.
 *
 * @param url the URL of its page; candidates with equal URLs are the same article
 * @param source its feed; null for a page that the user names
 * @param guid its guid, else its link; empty if it is not the entry of a feed
 * @param headline the cleaned headline of its feed; may be empty
 * @param published the date in its feed
 * @param content the article of a full-text entry; null for a summary entry
 * @param author the author in its feed; null if it has none
 * @param audio the URLs of its audio enclosures
 * @param dates all dates of its entries: in the feed, printed
 */
public record CandidateEntry(
    ArticleUrl url,
    @Nullable FeedSource source,
    String guid,
    String headline,
    @Nullable Instant published,
    @Nullable Content content,
    @Nullable String author,
    List<String> audio,
    List<Instant> dates) {
  /**
   * The content of a full-text entry.
   *
   * @param html the markup of the feed
   * @param base the base URL of relative URLs in it
   */
  record Content(String html, ArticleUrl base) {}

  /** A page that the user names. */
  static CandidateEntry page(ArticleUrl url) {
    return new CandidateEntry(url, null, "", "", null, null, null, List.of(), List.of());
  }

  /** The same entry as one that does not carry its article. */
  CandidateEntry withoutContent() {
    return summary(url, source, listing());
  }

  /** An entry that does not carry its article. */
  static CandidateEntry summary(
      ArticleUrl url, @Nullable FeedSource source, PendingEntry.Listing listing) {
    Instant date = listing.published();
    List<Instant> dates = Stream.ofNullable(date).toList();
    return new CandidateEntry(
        url, source, "", listing.headline(), date, null, listing.author(), listing.audio(), dates);
  }

  /** An entry of a news list. */
  static CandidateEntry listed(ArticleUrl url, FeedSource list, @Nullable Instant date) {
    return summary(url, list, new PendingEntry.Listing("", date, list.name(), null, List.of()));
  }

  /** An entry that is pending. */
  public static CandidateEntry of(PendingEntry pending) {
    PendingEntry.Listing listing = pending.listing();
    return summary(pending.url(), FeedSource.named(listing.feed()), listing);
  }

  /** What its feed gives, for later runs. */
  PendingEntry.Listing listing() {
    return new PendingEntry.Listing(headline, published, feed(), author, audio);
  }

  /**
   * An entry of a feed.
   *
   * @throws MalformedException if it has no http or https URL
   */
  public static CandidateEntry of(FeedSource source, FeedEntry entry) throws MalformedException {
    if (entry.link() == null) {
      throw new MalformedException(entry.name(), "has no http or https URL; not archived");
    }
    ArticleUrl url = url(entry.link(), entry);
    // A wrong xml:base does not cost the entry.
    ArticleUrl base = Optional.ofNullable(entry.bodyBase()).flatMap(ArticleUrl::parse).orElse(url);
    String body = entry.body();
    Content content =
        body != null
                && !EntryBody.isLedeAlone(body)
                && (entry.bodyIsContent() || EntryBody.carriesArticle(body))
            ? new Content(body, base)
            : null;
    return new CandidateEntry(
        url,
        source,
        Objects.requireNonNullElse(entry.guid(), entry.link()),
        Headline.clean(entry.title()),
        entry.published(),
        content,
        entry.author(),
        entry.audio(),
        Stream.concat(
                Stream.ofNullable(entry.published()),
                Stream.ofNullable(content).flatMap(c -> PrintedDate.opening(c.html()).stream()))
            .toList());
  }

  private static ArticleUrl url(String link, FeedEntry entry) throws MalformedException {
    try {
      return ArticleUrl.of(link);
    } catch (MalformedException e) {
      throw new MalformedException(entry.name(), "not archived: " + e.getMessage(), e);
    }
  }

  /**
   * The candidates of several feeds, grouped by article, in the order in which they are first
   * listed. Of the entries of one article, the full-text entries of the first feed that has any are
   * taken, without repetitions, oldest first, undated ones last, entries of one date in the order
   * of the feed. Summary entries are merged into one.
   */
  static Map<ArticleUrl, List<CandidateEntry>> grouped(List<CandidateEntry> entries) {
    Map<ArticleUrl, List<CandidateEntry>> groups = new LinkedHashMap<>();
    entries.forEach(
        entry -> groups.computeIfAbsent(entry.url(), url -> new ArrayList<>()).add(entry));
    groups.replaceAll((url, group) -> selected(group));
    return groups;
  }

  private static List<CandidateEntry> selected(List<CandidateEntry> group) {
    List<CandidateEntry> texts = texts(group);
    CandidateEntry first = texts.isEmpty() ? group.get(0) : texts.get(0);
    CandidateEntry complete = group.size() == 1 ? first : first.completedBy(group);
    return Stream.concat(Stream.of(complete), texts.stream().skip(1)).toList();
  }

  /** The full-text entries of a feed, by article; the others complete the first of each article. */
  static List<CandidateEntry> withText(List<CandidateEntry> entries) {
    return grouped(entries).values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.content != null)
        .toList();
  }

  private static List<CandidateEntry> texts(List<CandidateEntry> group) {
    Map<List<String>, CandidateEntry> distinct = new LinkedHashMap<>();
    FeedSource carrier = null;
    for (CandidateEntry entry : group) {
      if (entry.content != null && (carrier == null || carrier.equals(entry.source))) {
        carrier = entry.source;
        distinct.putIfAbsent(List.of(entry.guid, entry.headline, entry.content.html()), entry);
      }
    }
    return distinct.values().stream()
        .sorted(Comparator.comparing(entry -> entry.dateOr(Instant.MAX)))
        .toList();
  }

  /**
   * This entry, with what it lacks from the first entry of the same article that has it, with the
   * dates of all, and with the first source on whose host the page is, if there is one. A news list
   * never becomes the source of a text, which is not known from the list alone.
   */
  CandidateEntry completedBy(List<CandidateEntry> group) {
    List<CandidateEntry> all = Stream.concat(Stream.of(this), group.stream()).toList();
    return new CandidateEntry(
        url,
        all.stream()
            .filter(e -> e.isOnFeedsHost() && (content == null || !e.isListedAlone()))
            .findFirst()
            .orElse(this)
            .source,
        guid,
        all.stream().map(e -> e.headline).filter(h -> !h.isEmpty()).findFirst().orElse(""),
        all.stream().flatMap(e -> Stream.ofNullable(e.published)).findFirst().orElse(null),
        content,
        all.stream().flatMap(e -> Stream.ofNullable(e.author)).findFirst().orElse(null),
        all.stream().map(e -> e.audio).filter(a -> !a.isEmpty()).findFirst().orElse(audio),
        all.stream().flatMap(e -> e.dates.stream()).distinct().toList());
  }

  /** The date: of the feed, else printed, else of the URL, else {@code otherwise}. */
  Instant dateOr(Instant otherwise) {
    return published != null
        ? published
        : dates.stream().findFirst().or(url::dayStart).orElse(otherwise);
  }

  /** The name of its source; empty if there is none. */
  String feed() {
    return source == null ? "" : source.name();
  }

  /** Whether it is known from the site's own list alone, so that nobody waits for it. */
  boolean isListedAlone() {
    return source instanceof FeedSource.NewsList;
  }

  /** The request for its page. */
  HttpRequest request() {
    return source == null
        ? HttpRequest.namedPage(url.toString())
        : HttpRequest.page(url.toString(), source.host().orElse(""));
  }

  /** Whether its feed carries the article, or allows to fetch its page. */
  boolean isObtainable() {
    return content != null || request().refusal().apply(url).isEmpty();
  }

  /** Whether its page is on the host of the feed that lists it. */
  boolean isOnFeedsHost() {
    return source != null && source.host().filter(url.host()::equals).isPresent();
  }
}
