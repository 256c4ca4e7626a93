package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.raw.WarcItem;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.BaseUrl;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.Validators;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The entries of captured feeds and pages, from all captured feeds, redirects and the metadata of
 * this program. A text has what it lacks from the feeds that were captured within the time of a
 * run, so that the order of the captures does not matter.
 */
final class CapturedFeeds {
  private static final Pattern ROOT =
      Pattern.compile(
          "<(?:!doctype\\s+html|html|(?<feed>(?:\\w+:)?(?:rss|feed|rdf)))[\\s>]",
          Pattern.CASE_INSENSITIVE);
  private static final int START = 4096;

  /** Types of what may hold such a tag and is neither: pictures do in their metadata. */
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "(?i)\\s*(?:(?:image|audio|video|font)/.*|\\S*/(?:pdf|css|json|\\S*javascript)\\b.*)");

  /** Captures of feeds that are no further apart are of one run, which reads all feeds at first. */
  private static final Duration RUN = Duration.ofMinutes(10);

  private final Set<String> hosts =
      new HashSet<>(Set.of(FeedSource.named(FeedSource.MIRROR).host().orElseThrow()));

  /** The entries that metadata gives, by the record IDs of their pages. */
  private final Map<String, CandidateEntry> byCapture = new HashMap<>();

  /** What the feeds give of each article, without its text, and when. */
  private final Map<ArticleUrl, Map<CandidateEntry, Set<Instant>>> listings = new HashMap<>();

  /** The URLs that redirect to each URL. */
  private final Map<ArticleUrl, Set<ArticleUrl>> redirects = new HashMap<>();

  /** Whether a response holds a feed. */
  static boolean isFeed(CapturedResponse response) {
    Matcher root = root(response);
    return root.find() && root.group("feed") != null;
  }

  /** Whether a response holds a page. */
  static boolean isPage(CapturedResponse response) {
    Matcher root = root(response);
    return root.find() && root.group("feed") == null;
  }

  private static Matcher root(CapturedResponse response) {
    String type = Objects.requireNonNullElse(response.contentType(), "");
    boolean isRead = response.hasDocument() && !OTHER_TYPE.matcher(type).matches();
    int length = isRead ? Math.min(response.body().length, START) : 0;
    String start = new String(response.body(), 0, length, StandardCharsets.ISO_8859_1);
    return ROOT.matcher(start.replace("\0", "")); // UTF-16 reads like ASCII then
  }

  /** A document as a captured feed with its entries. */
  static FeedRun read(String url, byte[] document, @Nullable String charset) {
    return FeedReader.read(
        FeedSource.named(url),
        FeedState.unknown(url),
        new FeedResult.Fetched(document, charset, Validators.NONE, Duration.ZERO));
  }

  /** Takes in what a captured feed lists. */
  void add(CapturedResponse feed) {
    FeedRun read = read(feed.url(), feed.body(), feed.charset());
    if (read.isParsed()) {
      read.source().host().ifPresent(hosts::add);
    }
    for (CandidateEntry entry : read.entries()) {
      listings
          .computeIfAbsent(entry.url(), url -> new HashMap<>())
          .computeIfAbsent(entry.withoutContent(), summary -> new HashSet<>())
          .add(feed.captured());
    }
  }

  /** The full-text entries of a feed, after all feeds were added. */
  List<CandidateEntry> texts(FeedRun feed, Instant captured) {
    return CandidateEntry.withText(feed.entries()).stream()
        .map(text -> text.completedBy(listed(Set.of(text.url()), captured, RUN)))
        .toList();
  }

  /** What feeds list under some URLs, captured no further than this from a time; nearest first. */
  private List<CandidateEntry> listed(Set<ArticleUrl> urls, Instant time, Duration furthest) {
    return urls.stream()
        .flatMap(url -> listings.getOrDefault(url, Map.of()).entrySet().stream())
        .filter(listing -> distance(listing.getValue(), time).compareTo(furthest) <= 0)
        .sorted(
            Comparator.<Map.Entry<CandidateEntry, Set<Instant>>, Duration>comparing(
                    listing -> distance(listing.getValue(), time))
                .thenComparing(listing -> listing.getKey().toString()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Duration distance(Set<Instant> captures, Instant time) {
    return Collections.min(captures.stream().map(at -> Duration.between(at, time).abs()).toList());
  }

  /**
   * Takes in a redirect or metadata; other records are ignored.
   *
   * @return what is wrong with metadata of this program, as a clause
   */
  Optional<String> note(WarcItem item) {
    try {
      if (item instanceof ArticleMetadata metadata) {
        byCapture.put(metadata.capture(), Provenance.entry(metadata));
      } else if (item instanceof CapturedResponse response
          && response.status() / 100 == 3
          && response.location() != null) {
        ArticleUrl from = ArticleUrl.of(response.url());
        Optional<String> to = new BaseUrl(response.url(), false).resolve(response.location());
        if (to.isPresent()) {
          redirects.computeIfAbsent(ArticleUrl.of(to.get()), url -> new HashSet<>()).add(from);
        }
      }
    } catch (MalformedException e) {
      return item instanceof ArticleMetadata ? Optional.of(e.reason()) : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * The entry of a captured page; empty if the capture does not belong here: no metadata names it,
   * no captured feed lists it or what redirects to it, and its host is neither rfi.fr or below it,
   * nor the mirror, nor the host of a captured feed.
   */
  Optional<CandidateEntry> entry(WarcItem item) {
    CapturedResponse response = item instanceof CapturedResponse page ? page : null;
    if (response != null && byCapture.containsKey(response.recordId())) {
      return Optional.ofNullable(byCapture.get(response.recordId()));
    }
    // Of a record that cannot be used, it only counts whether it has an entry, not which.
    Instant time = response == null ? Instant.EPOCH : response.captured();
    Optional<ArticleUrl> url = ArticleUrl.parse(item.url());
    Set<ArticleUrl> seen = new HashSet<>();
    Set<ArticleUrl> nearest = url.map(Set::of).orElse(Set.of());
    while (seen.addAll(nearest)) {
      List<CandidateEntry> found = listed(nearest, time, ChronoUnit.FOREVER.getDuration());
      if (!found.isEmpty()) {
        return Optional.of(found.get(0).completedBy(found));
      }
      nearest =
          nearest.stream()
              .flatMap(at -> redirects.getOrDefault(at, Set.of()).stream())
              .collect(Collectors.toSet());
    }
    return url.filter(own -> ArticleUrl.isRfi(own.host()) || hosts.contains(own.host()))
        .map(CandidateEntry::page);
  }
}
