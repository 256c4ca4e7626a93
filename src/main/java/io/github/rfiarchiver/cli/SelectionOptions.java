package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.query.SearchPattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose articles, the same for all commands that read several. */
final class SelectionOptions {
  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only articles from this date on: " + DateRange.FORMS + ".")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "Only articles before this date; the date itself is not included.")
  private @Nullable String until;

  @Option(
      names = "--match",
      paramLabel = "REGEX",
      description = "Only articles whose headline matches this regular expression.")
  private @Nullable String match;

  @Option(
      names = "--section",
      paramLabel = "NAME",
      description = "Only articles of this section of the site: 国际, or 专栏检索/法国世界报.")
  private @Nullable String section;

  @Option(names = "--reverse", description = "Newest first (default: oldest first).")
  private boolean reverse;

  @Option(
      names = {"-L", "--limit"},
      paramLabel = "N",
      description = "Show at most N articles.")
  private @Nullable Long limit;

  @Option(
      names = "--all-revisions",
      description = "All saved texts of an article (default: the newest only).")
  private boolean allRevisions;

  /**
   * The filter of the options.
   *
   * @param program knows the time from which durations count back, and the user's time zone
   */
  ArticleFilter selection(RfiArchiver program) throws UsageException {
    return new ArticleFilter(
        program.start("--since", since).orElse(null),
        program.start("--until", until).orElse(null),
        headline(),
        section,
        reverse,
        allRevisions);
  }

  /** The maximum number of articles, at least 0. Damaged files do not count. */
  long limit() throws UsageException {
    if (limit != null && limit < 0) {
      throw new UsageException("--limit", limit + " is below zero");
    }
    return limit == null ? Long.MAX_VALUE : limit;
  }

  /** Whether all texts of an article are selected. */
  boolean allRevisions() {
    return allRevisions;
  }

  /** Says what was probably meant by an unknown section that no article has; reads all articles. */
  void explainNothing(Archive archive, Terminal console) throws ArchiveException {
    Set<String> names = new TreeSet<>(FeedNames.sections());
    if (section == null || names.contains(section)) {
      return;
    }
    ArticleFilter.ALL
        .texts(archive, ArticleFilter.ALL.names(archive), SelectionOptions::section)
        .flatMap(Optional::stream)
        .forEach(
            name -> {
              names.add(name);
              names.addAll(List.of(name.split("/")));
            });
    String meant = names.contains(section) ? "" : Suggestions.question(section, names);
    if (!meant.isEmpty()) {
      console.notice("--section", "no article is in section " + section + meant);
    }
  }

  private static Optional<String> section(SavedText text) {
    return text instanceof SavedText.Whole whole
        ? whole.article().url().section()
        : Optional.empty();
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
