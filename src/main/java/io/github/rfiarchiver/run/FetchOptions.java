package io.github.rfiarchiver.run;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The options of a run.
 *
 * @param since entries with an earlier date are skipped, undated ones are not; null for no limit
 * @param limit the most new articles to archive, the newest ones; null for no limit
 * @param pages whether the pages of summary entries are fetched
 * @param refresh whether the pages of known articles are fetched again
 * @param force whether validators and waiting times are ignored, and known pages fetched again
 * @param parallel how many pages are fetched at a time
 * @param site the site whose news list is read if a feed is on its host; null to read none
 */
public record FetchOptions(
    @Nullable Instant since,
    @Nullable Integer limit,
    boolean pages,
    boolean refresh,
    boolean force,
    int parallel,
    @Nullable ArticleUrl site) {
  public FetchOptions {
    if (parallel < 1 || (limit != null && limit < 0)) {
      throw new IllegalArgumentException(
          "at least one page at a time, and a limit of at least zero");
    }
  }

  /** Whether the run processes all entries of a feed, so that its validators may be stored. */
  boolean isWhole() {
    return since == null && limit == null && pages;
  }

  /** Whether the pages of known articles are fetched again, and feeds without validators. */
  boolean refetchesKnown() {
    return refresh || force;
  }
}
