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
import java.util.function.Predicate;
import java.util.stream.Stream;

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
   * Entries that failed in so many runs come last, as do those of a news list alone: the circuit
   * breaker skips a host after three failures, and the same three entries must not block all others
   * for ever.
   */
  private static final int TRIES_IN_FRONT = 3;

  /**
   * Plans a run: the pending entries first, then the entries of the feeds, then the pending entries
   * that failed in several runs or that the news list alone has.
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
    return new Planner(listed, pending.copy(), known, deferred, options).plan();
  }

  /** Plans one run; {@code after} becomes the pending entries of the plan. */
  private record Planner(
      Map<ArticleUrl, List<CandidateEntry>> listed,
      PendingEntries after,
      Set<ArticleUrl> known,
      Set<String> deferred,
      FetchOptions options) {
    FetchPlan plan() {
      Map<ArticleUrl, List<CandidateEntry>> fresh = new LinkedHashMap<>(listed);
      fresh.values().removeIf(this::isTooOld);
      List<CandidateEntry> first = new ArrayList<>();
      List<CandidateEntry> last = new ArrayList<>();
      Set<String> deferredHosts = options.force() ? Set.of() : after.deferredHosts();
      for (PendingEntry entry : after.all()) {
        List<CandidateEntry> group = fresh.get(entry.url());
        if (group == null || group.get(0).isListedAlone() || !group.get(0).isObtainable()) {
          group = List.of(CandidateEntry.of(entry)); // a feed may have listed it before
        }
        if (known.contains(entry.url())) {
          after.archived(entry.url());
          fresh.put(entry.url(), group);
          continue;
        }
        fresh.remove(entry.url());
        CandidateEntry candidate = group.get(0);
        after.defer(candidate, entry.reason());
        if (candidate.content() != null || isRetried(entry, candidate, deferredHosts)) {
          boolean isUrgent = entry.tries() < TRIES_IN_FRONT && !candidate.isListedAlone();
          (isUrgent ? first : last).addAll(group);
        }
      }
      for (List<CandidateEntry> group : List.copyOf(fresh.values())) {
        CandidateEntry candidate = group.get(0);
        if (needsPage(candidate) && deferredHosts.contains(candidate.url().host())) {
          after.defer(candidate, "its host asks to wait (Retry-After)");
          fresh.remove(candidate.url());
        }
      }
      List<List<CandidateEntry>> chosen = limited(List.copyOf(fresh.values()));
      List<List<CandidateEntry>> processed =
          chosen.stream().filter(group -> !isDone(group.get(0), deferredHosts)).toList();
      List<CandidateEntry> all = new ArrayList<>(first);
      processed.forEach(all::addAll);
      all.addAll(last);
      return new FetchPlan(all, after, chosen.size() - processed.size(), skipped(all));
    }

    /** Whether the page of a pending entry is tried again. */
    private boolean isRetried(PendingEntry old, CandidateEntry latest, Set<String> deferredHosts) {
      boolean isGivenUp = after.isGivenUp(old.url()) && !options.force();
      boolean isNewOnFeedsHost = !old.wasRequested() && latest.isOnFeedsHost();
      return options.pages()
          && (!isGivenUp || isNewOnFeedsHost)
          && (options.force() || !deferred.contains(old.listing().feed()))
          && !deferredHosts.contains(old.url().host());
    }

    private boolean needsPage(CandidateEntry candidate) {
      return options.pages() && candidate.content() == null && !known.contains(candidate.url());
    }

    /** Whether it is a summary entry of an archived article whose page is not fetched again. */
    private boolean isDone(CandidateEntry candidate, Set<String> deferredHosts) {
      return candidate.content() == null
          && known.contains(candidate.url())
          && (!options.refetchesKnown() || deferredHosts.contains(candidate.url().host()));
    }

    private boolean isTooOld(List<CandidateEntry> group) {
      Instant since = Objects.requireNonNullElse(options.since(), Instant.MIN);
      return group.stream()
          .allMatch(each -> each.published() != null && each.published().isBefore(since));
    }

    /** Applies the limit: of the articles that are not in the archive, the newest. */
    private List<List<CandidateEntry>> limited(List<List<CandidateEntry>> articles) {
      if (options.limit() == null) {
        return articles;
      }
      Predicate<List<CandidateEntry>> isKnown = group -> known.contains(group.get(0).url());
      Stream<List<CandidateEntry>> newest =
          articles.stream()
              .filter(isKnown.negate())
              .sorted(
                  Comparator.comparing(
                      group -> group.get(0).published(),
                      Comparator.nullsLast(Comparator.reverseOrder())))
              .limit(options.limit());
      return Stream.concat(newest, articles.stream().filter(isKnown)).toList();
    }

    /** Why the others are not processed. */
    private Map<ArticleUrl, String> skipped(List<CandidateEntry> processed) {
      Map<ArticleUrl, String> skipped = new LinkedHashMap<>();
      listed.forEach((url, group) -> skipped.put(url, reason(url, group)));
      after.all().forEach(entry -> skipped.put(entry.url(), after.state(entry)));
      processed.forEach(candidate -> skipped.remove(candidate.url()));
      return skipped;
    }

    private String reason(ArticleUrl url, List<CandidateEntry> group) {
      if (known.contains(url)) {
        return "skipped: it is in the archive";
      }
      return "skipped: " + (isTooOld(group) ? "it is older than --since" : "--limit is reached");
    }
  }
}
