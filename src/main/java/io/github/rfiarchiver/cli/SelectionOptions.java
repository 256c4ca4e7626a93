package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.query.SearchPattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which articles are wanted: the same options for every command that reads several. */
final class SelectionOptions {
  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only articles from then on: " + DateRange.FORMS + ".")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "Only articles before then; the date itself is not included.")
  private @Nullable String until;

  @Option(
      names = "--match",
      paramLabel = "REGEX",
      description = "Only articles whose headline this regular expression finds.")
  private @Nullable String match;

  @Option(
      names = "--section",
      paramLabel = "NAME",
      description = "Only articles of this section of the site: 国际, or 专栏检索/法国世界报.")
  private @Nullable String section;

  @Option(
      names = "--reverse",
      fallbackValue = "true",
      description = "The latest first; otherwise the earliest.")
  private boolean reverse;

  @Option(names = "--limit", paramLabel = "N", description = "Show at most N articles.")
  private @Nullable Long limit;

  @Option(
      names = "--all-revisions",
      fallbackValue = "true",
      description = "All texts of an article; otherwise its newest alone.")
  private boolean allRevisions;

  /**
   * The articles that the options name.
   *
   * @param now what durations are counted back from
   */
  ArticleFilter selection(Instant now) throws UsageException {
    if (limit != null && limit < 0) {
      throw new UsageException("--limit", limit + " is below zero");
    }
    return new ArticleFilter(
        Dates.start("--since", since, now).orElse(null),
        Dates.start("--until", until, now).orElse(null),
        headline(),
        section,
        reverse,
        limit == null ? ArticleFilter.UNLIMITED : limit,
        allRevisions);
  }

  private @Nullable SearchPattern headline() throws UsageException {
    if (match == null) {
      return null;
    }
    try {
      return SearchPattern.regex(match, false);
    } catch (MalformedException e) {
      throw new UsageException(
          "--match", match.isEmpty() ? "is empty" : e.subject() + ": " + e.reason());
    }
  }
}
