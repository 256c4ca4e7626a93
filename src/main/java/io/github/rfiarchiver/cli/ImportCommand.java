package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.ArticleSpool;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.run.ImportRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: cleans and archives files in the seed format, and raw captures. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Cleans and archives files in the seed format and WARC files.",
      "",
      "  rfi-archiver import ~/rfi-seeds            a folder, with all that is below it",
      "  rfi-archiver import a.txt b.md             single files",
      "  rfi-archiver import crawl.warc.gz          captures, by any program",
      "  rfi-archiver import --rederive --rules my.rules DIR/raw",
      "                                             raw captures again, with new rules",
      ""
    })
final class ImportCommand implements Callable<Integer> {
  /** How many files are in memory at a time: folders may hold tens of thousands. */
  private static final int BATCH = 256;

  private final RfiArchiver program;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  @Mixin private final PageOptions cleaning = new PageOptions();

  @Option(
      names = "--rederive",
      fallbackValue = "true",
      description =
          "Extract and clean raw captures again. A body that differs from all saved texts"
              + " becomes a revision.")
  private boolean rederive;

  @Option(
      names = {"-n", "--dry-run"},
      fallbackValue = "true",
      description = "With --rederive: print the changes as a unified diff; write nothing.")
  private boolean dryRun;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, or folders: of these, the .txt, .md, .warc and .warc.gz files.")
  private final List<String> paths = new ArrayList<>();

  ImportCommand(RfiArchiver program) {
    this.program = program;
  }

  @Override
  public Integer call() throws UsageException, ArchiveException, InterruptedException {
    if (dryRun && !rederive) {
      throw new UsageException("--dry-run", "needs --rederive");
    }
    Terminal console = program.console();
    Archive archive = dryRun ? program.existingArchive() : program.archive();
    PageExtractor extractor = cleaning.extractor();
    SeedFiles files = SeedFiles.below(paths(), console);
    counts.put(Outcome.FAILED, files.unreadable());
    try (ArchiveWriter writer = dryRun ? null : ArchiveWriter.open(archive)) {
      try {
        if (rederive) {
          refuseTexts(files);
        } else {
          importTexts(files, archive, writer, extractor.cleaner());
        }
        if (!files.warcs().isEmpty()) {
          importCaptures(files.warcs(), archive, writer, extractor);
        }
      } finally {
        summary(); // also if the archive cannot be written
      }
      if (writer != null) {
        writer.sync();
      }
    }
    return ExitStatus.of(count(Outcome.FAILED) > 0).status();
  }

  private void refuseTexts(SeedFiles files) throws UsageException {
    for (Path path : paths()) {
      if (files.firsts().contains(path) || files.revisions().contains(path)) {
        program
            .console()
            .failure(path.toString(), "is not a WARC file; --rederive reads only these");
        counts.merge(Outcome.FAILED, 1, Integer::sum);
      }
    }
  }

  private void importTexts(
      SeedFiles files, Archive archive, @Nullable ArchiveWriter writer, ArticleCleaner cleaner)
      throws ArchiveException {
    Terminal console = program.console();
    @Nullable ArchiveException failure = null;
    ArticleStore store = new ArticleStore(archive, writer, program.environment().clock());
    Importer importer = new Importer(store, cleaner, console);
    // A revision is saved beside its first text, which therefore comes first.
    try (Progress progress =
        console.openProgress(() -> RunListener.interrupted("import", count(Outcome.NEW)))) {
      progress.begin(files.firsts().size() + files.revisions().size(), "files");
      for (List<Path> pass : List.of(files.firsts(), files.revisions())) {
        for (int i = 0; i < pass.size(); i += BATCH) {
          List<Path> batch = pass.subList(i, Math.min(pass.size(), i + BATCH));
          for (Imported imported : importer.take(batch)) {
            counts.merge(told(imported, console), 1, Integer::sum);
            failure = failure == null ? imported.failure() : failure;
          }
          if (failure != null) {
            throw failure;
          }
          progress.finish(batch.size());
        }
      }
    }
  }

  private void importCaptures(
      List<Path> files, Archive archive, @Nullable ArchiveWriter writer, PageExtractor extractor)
      throws ArchiveException, InterruptedException {
    Clock clock = program.environment().clock();
    try (ArticleSpool spool = new ArticleSpool(writer);
        CaptureListener listener =
            new CaptureListener(program.console(), dryRun ? archive : null, counts)) {
      ImportRun run = new ImportRun(extractor, spool, listener);
      counts.merge(Outcome.FAILED, run.read(files), Integer::sum);
      run.save(() -> new ArticleStore(archive, writer, clock, rederive), rederive);
    }
  }

  private int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  /** Prints how many files and captures were imported. */
  private void summary() {
    String what = dryRun ? " would be new, " : " new, ";
    program
        .console()
        .notice(
            "import",
            count(Outcome.NEW)
                + what
                + count(Outcome.KNOWN)
                + " known, "
                + count(Outcome.FAILED)
                + " failed");
  }

  private List<Path> paths() throws UsageException {
    List<Path> given = new ArrayList<>();
    for (String path : paths) {
      try {
        given.add(Path.of(path));
      } catch (InvalidPathException e) {
        throw new UsageException(path, "is not a path: " + e.getReason());
      }
    }
    return given;
  }

  private static Outcome told(Imported imported, Terminal console) {
    if (imported.problem() != null) {
      console.failure(imported.file().toString(), imported.problem() + "; not imported");
      return Outcome.FAILED;
    }
    if (!(imported.result() instanceof SaveResult.Saved saved)) {
      return Outcome.FAILED; // reported when the command fails
    }
    console.explain(imported.file().toString(), RunListener.outcome(saved));
    if (saved instanceof SaveResult.Unchanged) {
      return Outcome.KNOWN;
    }
    console.printPath(saved.path());
    return Outcome.NEW;
  }

  /** The result of one text. */
  enum Outcome {
    NEW,
    KNOWN,
    FAILED
  }

  /**
   * The result of one file.
   *
   * @param result null if it has no article
   */
  private record Imported(Path file, @Nullable SaveResult result, @Nullable String problem) {
    /** Why it was not saved; null if it was. */
    @Nullable ArchiveException failure() {
      return result instanceof SaveResult.Failed failed ? failed.cause() : null;
    }
  }

  /** A file that was read: its cleaned article, or why it has none. */
  private record Ready(Path file, @Nullable Article article, @Nullable String problem) {
    static final Comparator<Ready> EARLIEST_FIRST =
        Comparator.comparing(r -> r.article() == null ? Instant.MIN : r.article().published());

    Object group() {
      return article == null ? file : article.address();
    }

    Optional<NewArticle> offer() {
      return Optional.ofNullable(article)
          .map(
              text ->
                  NewArticle.of(
                      text,
                      ArticleFileName.parse(String.valueOf(file.getFileName()))
                          .map(ArticleFileName::revised)
                          .orElse(null)));
    }
  }

  /** Imports files, many at a time. */
  private record Importer(ArticleStore store, ArticleCleaner cleaner, Terminal console) {
    /** The earliest of several texts of one article comes first: it gives the others their date. */
    List<Imported> take(List<Path> files) throws ArchiveException {
      List<Ready> all = new ArrayList<>();
      files.parallelStream()
          .map(this::read)
          .collect(Collectors.groupingBy(Ready::group, LinkedHashMap::new, Collectors.toList()))
          .values()
          .forEach(texts -> texts.stream().sorted(Ready.EARLIEST_FIRST).forEach(all::add));
      Iterator<SaveResult> results =
          store.save(all.stream().flatMap(ready -> ready.offer().stream()).toList()).iterator();
      return all.stream()
          .map(
              ready ->
                  new Imported(
                      ready.file(),
                      ready.article() == null ? null : results.next(),
                      ready.problem()))
          .toList();
    }

    private Ready read(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(ArticleFile.LARGEST + 1); // a pipe has no known size
        if (bytes.length > ArticleFile.LARGEST) {
          return new Ready(file, null, ArticleFile.TOO_LARGE);
        }
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
          String cut = "does not end in a line feed: it may be cut off";
          return new Ready(file, null, cut);
        }
        Article raw = ArticleFile.parse(file.toString(), bytes);
        Article cleaned = SeedFiles.cleaned(raw, cleaner);
        return ArticleFile.isTooLarge(cleaned) // a character may become a reference
            ? new Ready(file, null, ArticleFile.TOO_LARGE)
            : new Ready(file, cleaned, null);
      } catch (MalformedException e) {
        return new Ready(file, null, e.reason());
      } catch (IOException e) {
        return new Ready(file, null, ArchiveException.reason(e));
      } catch (RuntimeException | StackOverflowError e) {
        console.trace(e);
        return new Ready(file, null, "cannot be cleaned: " + e);
      }
    }
  }
}
