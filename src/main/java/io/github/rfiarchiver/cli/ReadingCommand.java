package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.DateRange;
import io.github.rfiarchiver.query.SearchPattern;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A command that prints articles of an archive, with the options that choose them. Damaged files
 * are reported on standard error, and the rest is printed.
 */
abstract class ReadingCommand extends Subcommand {
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
  boolean allRevisions;

  /** How many articles were printed. */
  long printed;

  private boolean hasFailed;

  /** The filter of the options. */
  ArticleFilter selection() throws UsageException {
    Instant first = program.parsed("--since", since, DateRange::start);
    Instant end = program.parsed("--until", until, DateRange::start);
    if (first != null && end != null && end.isBefore(first)) {
      throw new UsageException("--until", until + " is before " + since + ", the --since date");
    }
    if (limit() < 0) {
      throw new UsageException("--limit", limit + " is below zero");
    }
    SearchPattern headline =
        program.parsed("--match", match, (regex, clock) -> SearchPattern.regex(regex, false));
    return new ArticleFilter(first, end, headline, section, reverse, allRevisions);
  }

  /** The maximum number of articles. Damaged files do not count. */
  long limit() {
    return limit == null ? Long.MAX_VALUE : limit;
  }

  /** The output of one file, printed in its turn. Thread-safe if {@code printing} is. */
  Runnable step(SavedText text, Function<SavedText.Whole, Runnable> printing) {
    if (text instanceof SavedText.Whole whole) {
      Runnable print = printing.apply(whole);
      return () -> {
        print.run();
        printed++;
      };
    }
    SavedText.Damaged damaged = (SavedText.Damaged) text;
    return () -> failed(damaged.path().toString(), damaged.reason());
  }

  /** Prints the files in their order, up to the limit; stops when the pipe is closed. */
  void print(Stream<Runnable> steps) {
    Iterator<Runnable> rest = steps.iterator();
    while (printed < limit() && !console().isClosed() && rest.hasNext()) {
      rest.next().run();
    }
  }

  /** Reports a failure; the rest is done. */
  void failed(String subject, String reason) {
    hasFailed = true;
    console().failure(subject, reason);
  }

  /**
   * The exit status of what was printed; where nothing was, a section without articles is reported.
   */
  ExitStatus ended(Archive archive) throws ArchiveException {
    if (isEmpty() && section != null) {
      reportSection(archive, section);
    }
    return ExitStatus.of(hasFailed);
  }

  /** Reports a section that no article has; reads the articles up to the first one that has it. */
  private void reportSection(Archive archive, String given) throws ArchiveException {
    Set<String> names = new TreeSet<>();
    boolean isOfAny =
        ArticleFilter.ALL
            .texts(archive, ArticleFilter.ALL.names(archive), text -> text)
            .filter(SavedText.Whole.class::isInstance)
            .flatMap(text -> ((SavedText.Whole) text).article().url().section().stream())
            .flatMap(name -> Stream.concat(Stream.of(name), Stream.of(name.split("/"))))
            .peek(names::add)
            .anyMatch(given::equals);
    if (!isOfAny) {
      names.addAll(FeedNames.sections());
      String meant = names.contains(given) ? "" : Suggestions.question(given, names);
      console().notice("--section", "no article is in section " + given + meant);
    }
  }

  /** Whether nothing was printed, and nothing failed. */
  boolean isEmpty() {
    return printed == 0 && !hasFailed;
  }
}
