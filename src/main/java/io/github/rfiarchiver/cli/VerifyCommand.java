package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SplitArticle;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.cli.Options.Flag;
import io.github.rfiarchiver.reading.ArchivedText;
import io.github.rfiarchiver.reading.Duplicates;
import io.github.rfiarchiver.reading.InOrder;
import io.github.rfiarchiver.reading.Junk;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code verify}: what is damaged in the archive, and what better rules would change. */
final class VerifyCommand extends ArchiverCommand {
  private final Flag clean =
      options.flag(
          "--clean",
          "Also name files that hold what the present rules would take out, and articles under"
              + " different keys that say the same. Implied by --rules.");

  private final Flag repair =
      options.flag(
          "--repair",
          "Where an article has a second first text, make that a revision of the first. Nothing"
              + " else is changed.");

  private final CleaningOptions cleaning = new CleaningOptions(options);

  VerifyCommand(RfiArchiver program) {
    super(
        program,
        "verify",
        "Checks every file of the archive, and prints a line for each finding.",
        "",
        "  rfi-archiver verify && echo sound",
        "  rfi-archiver verify --repair               one first text for every article",
        "  rfi-archiver verify --clean                junk and duplicates as well",
        "  rfi-archiver verify --rules my.rules       junk by rules of one's own",
        "");
  }

  @Override
  public Integer call() throws ArchiveException, UsageException {
    Console console = program.console();
    boolean thorough = clean.isSet() || options.isGiven("--rules");
    Optional<ArticleCleaner> cleaner =
        thorough ? Optional.of(cleaning.cleaner()) : Optional.empty();
    Archive archive = program.existingArchive();
    Tally tally = new Tally();
    if (repair.isSet()) {
      repair(archive, tally);
      archive = new Archive(archive.root());
    }
    verify(archive, cleaner, tally);
    if (thorough && !console.isClosed()) {
      for (List<ArticleFileName> group : Duplicates.of(archive)) {
        tally.count(group, archive, console);
      }
    }
    console.flush();
    if (!console.isClosed()) {
      console.notice("verify", tally.summary());
    }
    return (tally.isEmpty() ? ExitCode.OK : ExitCode.FAILED).status();
  }

  private void verify(Archive archive, Optional<ArticleCleaner> cleaner, Tally tally)
      throws ArchiveException {
    Console console = program.console();
    try (Stream<Path> contents = archive.contents()) {
      Iterator<Finding> findings =
          InOrder.stream(contents.iterator(), file -> Optional.of(finding(archive, file, cleaner)))
              .iterator();
      while (!console.isClosed() && findings.hasNext()) {
        tally.count(findings.next(), console);
      }
    }
    if (!console.isClosed()) {
      for (SplitArticle split : SplitArticle.in(archive)) {
        tally.count(split, archive, repair.isSet(), console);
      }
    }
  }

  /** Opens the archive for writing only where there is something to repair. */
  private void repair(Archive archive, Tally tally) throws ArchiveException {
    if (SplitArticle.in(archive).isEmpty()) {
      return;
    }
    Archive locked = new Archive(archive.root()); // sees what others wrote before the lock was had
    try (ArchiveWriter writer = ArchiveWriter.open(locked)) {
      for (SplitArticle split : SplitArticle.in(locked)) {
        for (SplitArticle.Renamed renamed : split.repair(locked, writer)) {
          tally.count(renamed, split, locked, program.console());
        }
      }
    }
  }

  /**
   * What was found in a file.
   *
   * @param problem the damage
   * @param junk what cleaning would change; not asked for where the file is damaged
   */
  private record Finding(Path file, Optional<String> problem, Optional<String> junk) {}

  private static Finding finding(Archive archive, Path file, Optional<ArticleCleaner> cleaner) {
    Optional<String> problem = archive.problem(file);
    return new Finding(
        file,
        problem,
        problem.isPresent()
            ? Optional.empty()
            : cleaner.flatMap(rules -> junk(archive, file, rules)));
  }

  private static Optional<String> junk(Archive archive, Path file, ArticleCleaner cleaner) {
    return ArticleFileName.parse(String.valueOf(file.getFileName()))
        .map(name -> ArchivedText.read(archive, name))
        .filter(ArchivedText.Whole.class::isInstance)
        .flatMap(text -> Junk.in(((ArchivedText.Whole) text).article(), cleaner));
  }

  /** What was found so far; every finding is printed as it comes. */
  private static final class Tally {
    private int files;
    private int damaged;
    private int unclean;
    private int doubles;
    private int repaired;

    void count(Finding finding, Console console) {
      files++;
      damaged += finding.problem().isPresent() ? 1 : 0;
      unclean += finding.junk().isPresent() ? 1 : 0;
      finding
          .problem()
          .or(finding::junk)
          .ifPresent(what -> console.print(finding.file() + ": " + what + "\n"));
    }

    void count(SplitArticle split, Archive archive, boolean left, Console console) {
      Path first = archive.path(split.first());
      for (ArticleFileName name : split.later()) {
        damaged++;
        console.print(
            archive.path(name)
                + ": is a second first text of the article in "
                + first
                + (left
                    ? "; it is not repaired, since it or a revision of it is damaged"
                    : "; verify --repair makes it a revision")
                + "\n");
      }
    }

    void count(SplitArticle.Renamed renamed, SplitArticle split, Archive archive, Console console) {
      repaired++;
      console.print(
          archive.path(renamed.from())
              + ": is now a revision of "
              + archive.path(split.first())
              + ": "
              + archive.path(renamed.to())
              + "\n");
    }

    void count(List<ArticleFileName> sameText, Archive archive, Console console) {
      Path first = archive.path(sameText.get(0));
      for (ArticleFileName name : sameText.subList(1, sameText.size())) {
        doubles++;
        console.print(archive.path(name) + ": says the same as " + first + "\n");
      }
    }

    boolean isEmpty() {
      return damaged + unclean + doubles == 0;
    }

    String summary() {
      return files
          + " files, "
          + (isEmpty() ? "nothing wrong" : damaged + " damaged")
          + (repaired == 0 ? "" : ", " + repaired + " repaired")
          + (unclean == 0 ? "" : ", " + unclean + " not clean")
          + (doubles == 0 ? "" : ", " + doubles + " that say the same as another");
    }
  }
}
