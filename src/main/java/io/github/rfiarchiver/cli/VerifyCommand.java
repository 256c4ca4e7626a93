package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.RawStore;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.archive.SplitArticle;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.Duplicates;
import io.github.rfiarchiver.query.OrderedParallel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify}: damaged files, and files that the current rules would change. */
@Command(
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
final class VerifyCommand extends Subcommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--repair",
      description =
          "Turn the second first text of an article into a revision of the first. Nothing"
              + " else is changed.")
  private boolean repair;

  @Option(
      names = "--clean",
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

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private int files;

  private enum Kind {
    DAMAGE,
    SPLIT,
    REPAIRED,
    JUNK,
    DUPLICATE
  }

  /**
   * @param other the other file that it is about; null without one
   */
  private record Finding(Kind kind, Path file, String reason, @Nullable Path other) {}

  @Override
  public Integer call() throws ArchiverException {
    Terminal console = program.console;
    // Rules in the configuration do not count.
    boolean isGiven = spec.commandLine().getParseResult().hasMatchedOption("--rules");
    ArticleCleaner cleaner = clean || isGiven ? cleaning.cleaner() : null;
    Archive archive = program.existingArchive();
    if (repair) {
      repair(archive);
      archive = new Archive(archive.root());
    }
    try (Progress progress = console.openProgress(null)) {
      verify(archive, cleaner, progress);
    }
    if (cleaner != null && !console.isClosed()) {
      for (List<ArticleFileName> group : Duplicates.of(archive)) {
        Path first = archive.path(group.get(0));
        String what = "has the same text as " + first;
        for (ArticleFileName name : group.subList(1, group.size())) {
          report(archive, new Finding(Kind.DUPLICATE, archive.path(name), what, first));
        }
      }
    }
    console.flush();
    if (!console.isClosed()) {
      console.notice("verify", summary());
    }
    return ExitStatus.of(hasFindings()).status();
  }

  private void verify(Archive archive, @Nullable ArticleCleaner cleaner, Progress progress)
      throws ArchiveException {
    Set<Path> captures = new LinkedHashSet<>(RawStore.files(archive));
    if (progress.isOpen()) {
      try (Stream<Path> contents = archive.contents()) {
        progress.begin((int) contents.count() + captures.size(), "files");
      }
    }
    try (Stream<Path> contents = archive.contents()) {
      Iterator<Optional<Finding>> findings =
          OrderedParallel.stream(
                  Stream.concat(contents, captures.stream()).iterator(),
                  file ->
                      Optional.of(
                          captures.contains(file)
                              ? damage(file, RawStore.problem(file))
                              : finding(archive, file, cleaner)))
              .iterator();
      while (!program.console.isClosed() && findings.hasNext()) {
        findings.next().ifPresent(finding -> report(archive, finding));
        files++;
        progress.finish(1);
      }
    }
    for (SplitArticle split :
        program.console.isClosed() ? List.<SplitArticle>of() : SplitArticle.in(archive)) {
      Path first = archive.path(split.first());
      String what =
          "is a second first text of the article in "
              + first
              + (repair
                  ? "; not repaired, since it or one of its revisions is damaged"
                  : "; verify --repair makes it a revision");
      for (ArticleFileName name : split.later()) {
        report(archive, new Finding(Kind.SPLIT, archive.path(name), what, first));
      }
    }
  }

  /** Opens the archive for writing only if there is something to repair. */
  private void repair(Archive archive) throws ArchiveException {
    if (SplitArticle.in(archive).isEmpty()) {
      return;
    }
    Archive locked =
        new Archive(archive.root()); // sees what others wrote before this run got the lock
    try (ArchiveWriter writer = ArchiveWriter.open(locked)) {
      for (SplitArticle split : SplitArticle.in(locked)) {
        for (SplitArticle.Renamed renamed : split.repair(locked, writer)) {
          Path to = locked.path(renamed.to());
          String what = "is now a revision of " + locked.path(split.first()) + ": " + to;
          report(locked, new Finding(Kind.REPAIRED, locked.path(renamed.from()), what, to));
        }
      }
    }
  }

  /**
   * @param cleaner null where junk is not looked for
   */
  private static Optional<Finding> finding(
      Archive archive, Path file, @Nullable ArticleCleaner cleaner) {
    Optional<Finding> damage = damage(file, archive.problem(file));
    return damage.isPresent() || cleaner == null ? damage : junk(archive, file, cleaner);
  }

  private static Optional<Finding> damage(Path file, Optional<String> problem) {
    return problem.map(what -> new Finding(Kind.DAMAGE, file, what, null));
  }

  /** What cleaning would change in a file that is whole. */
  private static Optional<Finding> junk(Archive archive, Path file, ArticleCleaner cleaner) {
    return article(archive, file)
        .map(
            article -> {
              try {
                String cleaned = cleaner.clean(article.body(), article.address());
                int less = article.body().length() - cleaned.length();
                return cleaned.equals(article.body())
                    ? null
                    : less > 0
                        ? "holds junk: cleaned it would be "
                            + Count.of(less, "character", "characters")
                            + " shorter"
                        : "would be cleaned differently";
              } catch (MalformedException e) {
                return e.reason();
              }
            })
        .map(junk -> new Finding(Kind.JUNK, file, junk, null));
  }

  /** The article in a file; empty where it is damaged. */
  private static Optional<Article> article(Archive archive, Path file) {
    return ArticleFileName.parse(String.valueOf(file.getFileName()))
        .map(name -> SavedText.read(archive, name))
        .map(text -> text instanceof SavedText.Whole whole ? whole.article() : null);
  }

  /** Counts a finding, and prints it at once. */
  private void report(Archive archive, Finding finding) {
    counts.merge(finding.kind(), 1, Integer::sum);
    if (format == ReportFormat.TEXT) {
      program.console.print(finding.file() + ": " + finding.reason() + "\n");
      return;
    }
    JsonObject json = new JsonObject();
    json.put("path", finding.file().toString());
    json.put(
        "language",
        Stream.of(finding.file(), Objects.requireNonNullElse(finding.other(), finding.file()))
            .flatMap(file -> article(archive, file).stream())
            .map(article -> article.address().language())
            .findFirst()
            .orElse(null));
    json.put("finding", finding.kind().name().toLowerCase(Locale.ROOT));
    json.put("reason", finding.reason());
    json.put("other", finding.other() == null ? null : finding.other().toString());
    program.console.print(JsonRenderer.line(json) + "\n");
  }

  private int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  private boolean hasFindings() {
    return counts.keySet().stream().anyMatch(kind -> kind != Kind.REPAIRED);
  }

  private String summary() {
    int damaged = count(Kind.DAMAGE) + count(Kind.SPLIT);
    return files
        + " files, "
        + (hasFindings() ? damaged + " damaged" : "nothing wrong")
        + part(Kind.REPAIRED, " repaired")
        + part(Kind.JUNK, " not clean")
        + part(Kind.DUPLICATE, " with the text of another");
  }

  private String part(Kind kind, String what) {
    return count(kind) == 0 ? "" : ", " + count(kind) + what;
  }
}
