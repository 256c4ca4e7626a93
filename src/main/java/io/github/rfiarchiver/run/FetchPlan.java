package io.github.rfiarchiver.run;

import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.state.PendingEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The third step of a run: which candidates are processed, and in which order. Pure.
 *
 * @param entries the candidates to process, those of one article in sequence
 * @param pending the pending entries, without those in the archive, and with those whose host asks
 *     for a pause
 * @param known how many listed articles are in the archive and need no processing
 * @param skipped why listed or pending articles are not processed, a clause each
 */
record FetchPlan(
    List<CandidateEntry> entries,
    PendingEntries pending,
    int known,
    Map<ArticleUrl, String> skipped) {
  /**
   * Entries that failed in so many runs come last, as do those that no feed lists: the circuit
   * breaker skips a host after three failures, and the same three entries must not block all others
   * for ever.
   */
  private static final int TRIES_IN_FRONT = 3;

  FetchPlan {
    entries = List.copyOf(entries);
  }

  /**
   * Plans a run: the pending entries first, then the entries of the feeds.
   *
   * @param listed the entries of the feeds, {@linkplain CandidateEntry#grouped by article}
   * @param pending is not changed
   * @param known the articles in the archive
   * @param deferred the names of the feeds whose servers ask for a pause
   */
  static FetchPlan of(
      Map<ArticleUrl, List<CandidateEntry>> listed,
      PendingEntries pending,
      Set<ArticleUrl> known,
      Set<String> deferred,
      FetchOptions options) {
    PendingEntries after = pending.copy();
    Map<ArticleUrl, List<CandidateEntry>> rest = new LinkedHashMap<>(listed);
    rest.values().removeIf(entries -> entries.stream().noneMatch(e -> isLateEnough(e, options)));
    Set<String> deferredHosts = options.force() ? Set.of() : pending.deferredHosts();
    List<CandidateEntry> first = new ArrayList<>();
    List<CandidateEntry> last = new ArrayList<>();
    for (PendingEntry entry : pending.all()) {
      ArticleUrl url = entry.url();
      List<CandidateEntry> texts = rest.getOrDefault(url, List.of(CandidateEntry.of(entry)));
      if (known.contains(url)) {
        after.archived(url);
        rest.put(url, texts);
        continue;
      }
      rest.remove(url);
      boolean isTried =
          options.pages()
              && (options.refetchesKnown()
                  || !pending.isGivenUp(url)
                  || (!entry.wasRequested() && texts.get(0).isOnFeedsHost()))
              && (options.force() || !deferred.contains(entry.feed()))
              && !deferredHosts.contains(url.host());
      if (isTried || texts.get(0).content() != null) {
        boolean isUrgent = entry.tries() < TRIES_IN_FRONT && !texts.get(0).isListedAlone();
        (isUrgent ? first : last).addAll(texts);
      }
    }
    rest.values().removeIf(entries -> waits(entries.get(0), deferredHosts, known, options, after));
    List<CandidateEntry> all = new ArrayList<>(first);
    int done = 0;
    for (List<CandidateEntry> entries : limited(List.copyOf(rest.values()), known, options)) {
      if (isDone(entries.get(0), known, options)) {
        done++;
      } else {
        all.addAll(entries);
      }
    }
    all.addAll(last);
    Map<ArticleUrl, String> skipped = new LinkedHashMap<>();
    listed.forEach((url, entries) -> skipped.put(url, reason(url, entries, known, options)));
    after.all().forEach(entry -> skipped.put(entry.url(), after.state(entry.url())));
    all.forEach(entry -> skipped.remove(entry.url()));
    return new FetchPlan(all, after, done, skipped);
  }

  private static String reason(
      ArticleUrl url, List<CandidateEntry> entries, Set<ArticleUrl> known, FetchOptions options) {
    return known.contains(url)
        ? "skipped: it is in the archive"
        : entries.stream().anyMatch(e -> isLateEnough(e, options))
            ? "skipped: --limit is reached"
            : "skipped: it is older than --since";
  }

  /** Whether a candidate waits for its host, and so becomes pending. */
  private static boolean waits(
      CandidateEntry entry,
      Set<String> deferredHosts,
      Set<ArticleUrl> known,
      FetchOptions options,
      PendingEntries pending) {
    boolean waits =
        options.pages()
            && entry.content() == null
            && deferredHosts.contains(entry.url().host())
            && !known.contains(entry.url());
    if (waits) {
      pending.defer(entry, "its host asks to wait (Retry-After)");
    }
    return waits;
  }

  /** Whether there is nothing to do: a summary entry of an archived article. */
  private static boolean isDone(CandidateEntry entry, Set<ArticleUrl> known, FetchOptions options) {
    return entry.content() == null && !options.refetchesKnown() && known.contains(entry.url());
  }

  private static boolean isLateEnough(CandidateEntry entry, FetchOptions options) {
    Instant since = Objects.requireNonNullElse(options.since(), Instant.MIN);
    return entry.published() == null || !entry.published().isBefore(since);
  }

  /** Applies the limit: the newest articles that are not in the archive. */
  private static List<List<CandidateEntry>> limited(
      List<List<CandidateEntry>> articles, Set<ArticleUrl> known, FetchOptions options) {
    if (options.limit() == null) {
      return articles;
    }
    return articles.stream()
        .filter(entries -> !known.contains(entries.get(0).url()))
        .sorted(
            Comparator.comparing(
                entries -> entries.get(0).published(),
                Comparator.nullsLast(Comparator.reverseOrder())))
        .limit(options.limit())
        .toList();
  }
}
