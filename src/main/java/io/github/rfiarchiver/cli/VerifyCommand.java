package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.RawStore;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.archive.SplitArticle;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.render.JsonLine;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.CleanCheck;
import io.github.rfiarchiver.query.Duplicates;
import io.github.rfiarchiver.query.OrderedParallel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify}: damaged files, and files that the current rules would change. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Checks every file of the archive, and prints a line for each finding.",
      "",
      "  rfi-archiver verify && echo intact",
      "  rfi-archiver verify --repair               one first text for every article",
      "  rfi-archiver verify --clean                junk and duplicates as well",
      "  rfi-archiver verify --rules my.rules       junk by rules of your own",
      "  rfi-archiver verify --format json | jq -r .path",
      ""
    })
final class VerifyCommand implements Callable<Integer> {
  private final RfiArchiver program;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--repair",
      fallbackValue = "true",
      description =
          "Turn the second first text of an article into a revision of the first. Nothing"
              + " else is changed.")
  private boolean repair;

  @Option(
      names = "--clean",
      fallbackValue = "true",
      description =
          "Also report files that hold what the current rules remove, and articles with"
              + " different keys and the same text. Implied by --rules.")
  private boolean clean;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or json: one object a finding.")
  private ReportFormat format = ReportFormat.TEXT;

  @Mixin private final CleaningOptions cleaning = new CleaningOptions();

  VerifyCommand(RfiArchiver program) {
    this.program = program;
  }

  @Override
  public Integer call() throws ArchiveException, UsageException {
    Terminal console = program.console();
    boolean thorough = clean || isGiven("--rules");
    ArticleCleaner cleaner = thorough ? cleaning.cleaner() : null;
    Archive archive = program.existingArchive();
    Tally tally = new Tally();
    if (repair) {
      repair(archive, tally);
      archive = new Archive(archive.root());
    }
    try (Progress progress = console.openProgress(null)) {
      verify(archive, cleaner, tally, progress);
    }
    if (thorough && !console.isClosed()) {
      for (List<ArticleFileName> group : Duplicates.of(archive)) {
        tally.count(group, archive);
      }
    }
    console.flush();
    if (!console.isClosed()) {
      console.notice("verify", tally.summary());
    }
    return ExitStatus.of(!tally.isEmpty()).status();
  }

  private void verify(
      Archive archive, @Nullable ArticleCleaner cleaner, Tally tally, Progress progress)
      throws ArchiveException {
    Terminal console = program.console();
    if (progress.isOpen()) {
      try (Stream<Path> contents = archive.contents()) {
        progress.begin((int) contents.count() + RawStore.files(archive).size(), "files");
      }
    }
    try (Stream<Path> contents = archive.contents()) {
      Iterator<Finding> findings =
          OrderedParallel.stream(
                  contents.iterator(), file -> Optional.of(finding(archive, file, cleaner)))
              .iterator();
      while (!console.isClosed() && findings.hasNext()) {
        tally.count(findings.next(), archive);
        progress.finish(1);
      }
    }
    for (Path capture : RawStore.files(archive)) {
      if (!console.isClosed()) {
        tally.count(new Finding(capture, RawStore.problem(capture).orElse(null), null), archive);
        progress.finish(1);
      }
    }
    if (!console.isClosed()) {
      for (SplitArticle split : SplitArticle.in(archive)) {
        tally.count(split, archive);
      }
    }
  }

  /** Opens the archive for writing only if there is something to repair. */
  private void repair(Archive archive, Tally tally) throws ArchiveException {
    if (SplitArticle.in(archive).isEmpty()) {
      return;
    }
    Archive locked =
        new Archive(archive.root()); // sees what others wrote before this run got the lock
    try (ArchiveWriter writer = ArchiveWriter.open(locked)) {
      for (SplitArticle split : SplitArticle.in(locked)) {
        for (SplitArticle.Renamed renamed : split.repair(locked, writer)) {
          tally.count(renamed, split, locked);
        }
      }
    }
  }

  /** Whether the option is on the command line, not in the configuration. */
  private boolean isGiven(String option) {
    return Objects.requireNonNull(spec).commandLine().getParseResult().hasMatchedOption(option);
  }

  /**
   * The findings in one file.
   *
   * @param problem the damage, or null
   * @param junk what cleaning would change, or null; not checked in a damaged file
   */
  private record Finding(Path file, @Nullable String problem, @Nullable String junk) {}

  private static Finding finding(Archive archive, Path file, @Nullable ArticleCleaner cleaner) {
    Optional<String> problem = archive.problem(file);
    return problem.isPresent() || cleaner == null
        ? new Finding(file, problem.orElse(null), null)
        : new Finding(file, null, junk(archive, file, cleaner).orElse(null));
  }

  private static Optional<String> junk(Archive archive, Path file, ArticleCleaner cleaner) {
    return article(archive, file).flatMap(article -> CleanCheck.in(article, cleaner));
  }

  /** The article in a file; empty where it is damaged. */
  private static Optional<Article> article(Archive archive, Path file) {
    return ArticleFileName.parse(String.valueOf(file.getFileName()))
        .map(name -> SavedText.read(archive, name))
        .filter(SavedText.Whole.class::isInstance)
        .map(text -> ((SavedText.Whole) text).article());
  }

  private static Optional<String> language(Archive archive, @Nullable Path file) {
    return Optional.ofNullable(file)
        .flatMap(path -> article(archive, path))
        .map(article -> article.address().language());
  }

  /** Counts the findings, and prints each at once. */
  private final class Tally {
    private int files;
    private int damaged;
    private int unclean;
    private int doubles;
    private int repaired;

    void count(Finding finding, Archive archive) {
      files++;
      damaged += finding.problem() == null ? 0 : 1;
      unclean += finding.junk() == null ? 0 : 1;
      if (finding.problem() != null) {
        print(archive, finding.file(), "damage", finding.problem(), null);
      } else if (finding.junk() != null) {
        print(archive, finding.file(), "junk", finding.junk(), null);
      }
    }

    void count(SplitArticle split, Archive archive) {
      Path first = archive.path(split.first());
      for (ArticleFileName name : split.later()) {
        damaged++;
        String what =
            "is a second first text of the article in "
                + first
                + (repair
                    ? "; not repaired, since it or one of its revisions is damaged"
                    : "; verify --repair makes it a revision");
        print(archive, archive.path(name), "split", what, first);
      }
    }

    void count(SplitArticle.Renamed renamed, SplitArticle split, Archive archive) {
      repaired++;
      Path to = archive.path(renamed.to());
      String what = "is now a revision of " + archive.path(split.first()) + ": " + to;
      print(archive, archive.path(renamed.from()), "repaired", what, to);
    }

    void count(List<ArticleFileName> sameText, Archive archive) {
      Path first = archive.path(sameText.get(0));
      for (ArticleFileName name : sameText.subList(1, sameText.size())) {
        doubles++;
        print(archive, archive.path(name), "duplicate", "has the same text as " + first, first);
      }
    }

    /**
     * @param other the other file that the finding is about; null without one
     */
    private void print(
        Archive archive, Path file, String finding, String reason, @Nullable Path other) {
      if (format == ReportFormat.TEXT) {
        program.console().print(file + ": " + reason + "\n");
        return;
      }
      JsonObject json = new JsonObject();
      json.put("path", file.toString());
      json.put("language", language(archive, file).or(() -> language(archive, other)).orElse(null));
      json.put("finding", finding);
      json.put("reason", reason);
      json.put("other", other == null ? null : other.toString());
      program.console().print(JsonLine.of(json) + "\n");
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
          + (doubles == 0 ? "" : ", " + doubles + " with the text of another");
    }
  }
}
