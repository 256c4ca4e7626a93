package io.github.rfiarchiver.run;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do.
 *
 * @param since entries dated before it are left aside; those without a date are not
 * @param limit how many new articles are archived at the most, the newest first
 * @param pages whether pages are fetched for summaries
 * @param refresh whether the pages of known articles are fetched again
 * @param force whether validators and waiting times are ignored, and known pages fetched again
 * @param parallel how many pages are asked for at a time
 * @param site the site whose own list of its latest articles is read where a feed is on its host;
 *     null to read none
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
      throw new IllegalArgumentException("at least one page at a time, and no limit below zero");
    }
  }

  /**
   * Whether the run deals with everything that a feed lists, so that its validators may be stored.
   */
  boolean isWhole() {
    return since.isEmpty() && limit.isEmpty() && pages;
  }

  /** Whether pages of known articles are asked for again. */
  boolean refetchesKnown() {
    return refresh || force;
  }

  /** Whether requests for feeds carry the validators that are stored. */
  boolean isConditional() {
    return !refresh && !force;
  }
}
