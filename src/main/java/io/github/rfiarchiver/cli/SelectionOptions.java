package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.cli.Options.Flag;
import io.github.rfiarchiver.cli.Options.Value;
import io.github.rfiarchiver.reading.Period;
import io.github.rfiarchiver.reading.SearchPattern;
import io.github.rfiarchiver.reading.Selection;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Which articles are wanted: the same options for every command that reads several. */
final class SelectionOptions {
  private final Value<String> since;
  private final Value<String> until;
  private final Value<String> match;
  private final Value<String> section;
  private final Flag reverse;
  private final Value<Long> limit;
  private final Flag allRevisions;

  SelectionOptions(Options options) {
    since =
        options.value(
            "--since", String.class, "DATE", "Only articles from then on: " + Period.FORMS + ".");
    until =
        options.value(
            "--until",
            String.class,
            "DATE",
            "Only articles before then; the date itself is not included.");
    match =
        options.value(
            "--match",
            String.class,
            "REGEX",
            "Only articles whose headline this regular expression finds.");
    section =
        options.value(
            "--section",
            String.class,
            "NAME",
            "Only articles of this section of the site: 国际, or 专栏检索/法国世界报.");
    reverse = options.flag("--reverse", "The latest first; otherwise the earliest.");
    limit = options.value("--limit", Long.class, "N", "At most so many articles.");
    allRevisions =
        options.flag("--all-revisions", "All texts of an article; otherwise its newest alone.");
  }

  /**
   * The articles that the options name.
   *
   * @param now what durations are counted back from
   */
  Selection selection(Instant now) throws UsageException {
    Optional<Long> most = limit.get();
    if (most.isPresent() && most.get() < 0) {
      throw new UsageException("--limit", most.get() + " is below zero");
    }
    return new Selection(
        Dates.start("--since", since.get(), now),
        Dates.start("--until", until.get(), now),
        headline(),
        section.get(),
        reverse.isSet(),
        most.map(OptionalLong::of).orElse(OptionalLong.empty()),
        allRevisions.isSet());
  }

  private Optional<SearchPattern> headline() throws UsageException {
    Optional<String> regex = match.get();
    if (regex.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SearchPattern.regex(regex.get(), false));
    } catch (MalformedException e) {
      throw new UsageException(
          "--match", regex.get().isEmpty() ? "is empty" : String.valueOf(e.getMessage()));
    }
  }
}
