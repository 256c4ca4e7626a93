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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of captured pages, from captured feeds, redirects and the metadata of this program.
 * Consecutive captures of feeds are read together, as in one run, up to the first repeated one.
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

  /** Of a round: more than one run reads. Each feed is compared with all others. */
  private static final int MOST_FEEDS = 100;

  private final Set<String> hosts =
      new HashSet<>(Set.of(FeedSource.named(FeedSource.MIRROR).host().orElseThrow()));
  private final Map<String, CandidateEntry> byCapture = new HashMap<>();
  private final Map<ArticleUrl, Listed> listed = new HashMap<>();

  /** The URLs that redirect to each URL. */
  private final Map<ArticleUrl, Set<ArticleUrl>> redirects = new HashMap<>();

  private final Map<FeedSource, Instant> round = new HashMap<>();
  private final List<CandidateEntry> entries = new ArrayList<>();
  private long size;

  /** An entry, and when its feed was captured. */
  private record Listed(Instant captured, CandidateEntry entry) {
    /** The one that does not depend on the order of the captures. */
    static final BinaryOperator<Listed> EARLIER =
        BinaryOperator.minBy(
            Comparator.comparing(Listed::captured)
                .thenComparing(listed -> listed.entry.toString()));
  }

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

  /** A captured feed with its entries. */
  static FeedRun read(String url, byte[] document, @Nullable String charset) {
    return FeedReader.read(
        FeedSource.named(url),
        FeedState.unknown(url),
        new FeedResult.Fetched(document, charset, Validators.NONE, Duration.ZERO));
  }

  /** Whether the feeds captured so far are to be read before this one is added. */
  boolean endsRound(CapturedResponse feed, long largest) {
    return round.containsKey(FeedSource.named(feed.url()))
        || round.size() == MOST_FEEDS
        || size + feed.body().length > largest;
  }

  /**
   * Adds a captured feed.
   *
   * @return what cannot be read in it, a message each
   */
  List<String> add(CapturedResponse feed) {
    FeedRun read = read(feed.url(), feed.body(), feed.charset());
    if (read.isParsed()) {
      read.source().host().ifPresent(hosts::add);
      round.put(read.source(), feed.captured());
      entries.addAll(read.entries());
      size += feed.body().length;
    }
    return read.problems();
  }

  /**
   * Reads the feeds of a round together: each text has what it lacks from the other feeds.
   *
   * @return the full-text entries of all feeds, with the times of their captures
   */
  Map<CandidateEntry, Instant> endRound() {
    Map<CandidateEntry, Instant> carriers = new LinkedHashMap<>();
    entries.sort(Comparator.comparing(entry -> Objects.requireNonNull(round.get(entry.source()))));
    round.forEach(
        (feed, captured) -> {
          for (List<CandidateEntry> texts : CandidateEntry.grouped(articles(feed)).values()) {
            for (CandidateEntry entry : texts) {
              listed.merge(
                  entry.url(), new Listed(captured, entry.withoutContent()), Listed.EARLIER);
              if (entry.content() != null) {
                carriers.merge(entry, captured, BinaryOperator.minBy(Comparator.naturalOrder()));
              }
            }
          }
        });
    round.clear();
    entries.clear();
    size = 0;
    return carriers;
  }

  /** The entries of a feed, and those of other feeds for the same articles, without their texts. */
  private List<CandidateEntry> articles(FeedSource feed) {
    Set<ArticleUrl> own =
        entries.stream()
            .filter(entry -> feed.equals(entry.source()))
            .map(CandidateEntry::url)
            .collect(Collectors.toSet());
    return entries.stream()
        .filter(entry -> own.contains(entry.url()))
        .map(entry -> feed.equals(entry.source()) ? entry : entry.withoutContent())
        .toList();
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
   * The entry of a captured page; empty if the capture does not belong here: its host is neither
   * rfi.fr, nor the mirror, nor the host of a captured feed, and no metadata names it.
   */
  Optional<CandidateEntry> entry(WarcItem item) {
    if (item instanceof CapturedResponse response && byCapture.containsKey(response.recordId())) {
      return Optional.ofNullable(byCapture.get(response.recordId()));
    }
    try {
      ArticleUrl url = ArticleUrl.of(item.url());
      Set<ArticleUrl> seen = new HashSet<>();
      Set<ArticleUrl> nearest = Set.of(url);
      while (seen.addAll(nearest)) {
        Optional<Listed> found =
            nearest.stream()
                .flatMap(at -> Stream.ofNullable(listed.get(at)))
                .reduce(Listed.EARLIER);
        if (found.isPresent()) {
          return found.map(Listed::entry);
        }
        nearest =
            nearest.stream()
                .flatMap(at -> redirects.getOrDefault(at, Set.of()).stream())
                .collect(Collectors.toSet());
      }
      String host = url.host();
      boolean belongs = ArticleUrl.isRfi(host) || hosts.contains(host);
      return belongs ? Optional.of(CandidateEntry.page(url)) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
