package io.github.rfiarchiver.run;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The options of a run.
 *
 * @param since entries with an earlier date are skipped; undated entries are not
 * @param limit the most new articles to archive, the newest ones
 * @param pages whether the pages of summary entries are fetched
 * @param refresh whether the pages of known articles are fetched again
 * @param force whether validators and waiting times are ignored, and known pages fetched again
 * @param parallel how many pages are fetched at a time
 * @param site the site whose news list is read if a feed is on its host; null to read none
 */
public record FetchOptions(
    Optional<Instant> since,
    OptionalInt limit,
    boolean pages,
    boolean refresh,
    boolean force,
    int parallel,
    @Nullable ArticleUrl site) {
  /** A nightly run: everything new, four pages at a time. */
  public static final FetchOptions DEFAULT =
      new FetchOptions(Optional.empty(), OptionalInt.empty(), true, false, false, 4);

  /** A run that reads no list of the site. */
  public FetchOptions(
      Optional<Instant> since,
      OptionalInt limit,
      boolean pages,
      boolean refresh,
      boolean force,
      int parallel) {
    this(since, limit, pages, refresh, force, parallel, null);
  }

  public FetchOptions {
    if (parallel < 1 || limit.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "at least one page at a time, and a limit of at least zero");
    }
  }

  /** Whether the run processes all entries of a feed, so that its validators may be stored. */
  boolean isWhole() {
    return since.isEmpty() && limit.isEmpty() && pages;
  }

  /** Whether the pages of known articles are fetched again. */
  boolean refetchesKnown() {
    return refresh || force;
  }

  /** Whether requests for feeds are conditional. */
  boolean isConditional() {
    return !refresh && !force;
  }
}
