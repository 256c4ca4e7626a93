package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.clean.EntryBody;
import io.github.rfiarchiver.feed.FeedEntry;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.PendingEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An article that may be archived, as far as it is known before its page is fetched.
 *
 * @param url its page; two candidates with equal URLs are the same article
 * @param source the feed that lists it; null for a page that the user names
 * @param guid what distinguishes it from the other entries of its feed; empty where it has none
 * @param headline as its feed gives it, cleaned; may be empty
 * @param published as its feed gives it
 * @param content the article, where the entry carries it; null for a summary entry
 * @param author the name of its author, as its feed gives it; null where it gives none
 * @param audio the URLs of its sounds, as its feed gives them
 * @param dates all dates that its entries show: the feed's, the URL's, the printed one
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
  public CandidateEntry {
    audio = List.copyOf(audio);
    dates = List.copyOf(dates);
  }

  /**
   * An article as its entry carries it.
   *
   * @param html as the feed gives it
   * @param base what relative URLs in it are relative to
   */
  record Content(String html, ArticleUrl base) {
    /** The printed date that the article opens with. */
    @Nullable Instant printed() {
      return PrintedDate.opening(html).orElse(null);
    }
  }

  /** A page that the user names. */
  static CandidateEntry page(ArticleUrl url) {
    return new CandidateEntry(url, null, "", "", null, null, null, List.of(), List.of());
  }

  /** The same entry as one that does not carry its article. */
  CandidateEntry withoutContent() {
    return summary(url, source, headline, published, author, audio);
  }

  /** An entry that does not carry its article. */
  static CandidateEntry summary(
      ArticleUrl url,
      @Nullable FeedSource source,
      String headline,
      @Nullable Instant published,
      @Nullable String author,
      List<String> audio) {
    List<Instant> dates = dates(published, url, null);
    return new CandidateEntry(url, source, "", headline, published, null, author, audio, dates);
  }

  /** An entry that is pending. */
  public static CandidateEntry of(PendingEntry pending) {
    return summary(
        pending.address(),
        FeedSource.named(pending.feed()),
        pending.headline(),
        pending.published().orElse(null),
        null,
        List.of());
  }

  /**
   * An entry of a feed.
   *
   * @throws MalformedException where it has no URL that could be archived
   */
  public static CandidateEntry of(FeedSource source, FeedEntry entry) throws MalformedException {
    if (entry.link() == null) {
      throw new MalformedException(entry.name(), "has no http or https URL; it is not archived");
    }
    ArticleUrl url = url(entry.link(), entry);
    String body = entry.body();
    Content content =
        body != null
                && !EntryBody.isLedeAlone(body)
                && (entry.bodyIsContent() || EntryBody.carriesArticle(body))
            ? new Content(body, base(entry, url))
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
        dates(entry.published(), url, content));
  }

  private static ArticleUrl url(String link, FeedEntry entry) throws MalformedException {
    try {
      return ArticleUrl.of(link);
    } catch (MalformedException e) {
      throw new MalformedException(entry.name(), "is not archived: " + e.getMessage(), e);
    }
  }

  private static ArticleUrl base(FeedEntry entry, ArticleUrl url) {
    try {
      return entry.bodyBase() == null ? url : ArticleUrl.of(entry.bodyBase());
    } catch (MalformedException e) {
      return url; // a wrong xml:base is no reason to lose the entry
    }
  }

  private static List<Instant> dates(
      @Nullable Instant published, ArticleUrl url, @Nullable Content content) {
    return Stream.of(
            published, url.dayStart().orElse(null), content == null ? null : content.printed())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * The candidates of several feeds by article, in the order in which they are first listed. Of the
   * entries of one article, those of the first feed that carries it are taken, one a guid, the
   * oldest first; undated ones last, and those of one date as they are listed. Where none carries
   * it, they are merged into one.
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
    List<CandidateEntry> selected = new ArrayList<>();
    selected.add(
        group.stream().filter(e -> e != first).reduce(first, CandidateEntry::withTraitsOf));
    selected.addAll(texts.subList(Math.min(1, texts.size()), texts.size()));
    return List.copyOf(selected);
  }

  private static List<CandidateEntry> texts(List<CandidateEntry> group) {
    Map<String, CandidateEntry> byGuid = new LinkedHashMap<>();
    FeedSource carrier = null;
    for (CandidateEntry entry : group) {
      if (entry.content != null && (carrier == null || carrier.equals(entry.source))) {
        carrier = entry.source;
        byGuid.putIfAbsent(entry.guid, entry);
      }
    }
    return byGuid.values().stream()
        .sorted(Comparator.comparing(entry -> entry.dateOr(Instant.MAX)))
        .toList();
  }

  /** This entry, with what it lacks and another entry of the same article has. */
  private CandidateEntry withTraitsOf(CandidateEntry other) {
    List<Instant> all = new ArrayList<>(dates);
    all.addAll(other.dates);
    return new CandidateEntry(
        url,
        isOnFeedsHost() || !other.isOnFeedsHost() ? source : other.source,
        guid,
        headline.isEmpty() ? other.headline : headline,
        published == null ? other.published : published,
        content,
        author == null ? other.author : author,
        audio.isEmpty() ? other.audio : audio,
        all);
  }

  /** The date: the feed's, else the printed one, else the URL's, else another. */
  Instant dateOr(Instant otherwise) {
    Instant printed = content == null ? null : content.printed();
    return published != null
        ? published
        : printed != null ? printed : url.dayStart().orElse(otherwise);
  }

  /** Whether its page is on the host of the feed that lists it. */
  boolean isOnFeedsHost() {
    return source != null && source.host().filter(url.host()::equals).isPresent();
  }
}
