package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: cleans and archives files in the seed format, and raw captures. */
@Command(
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
final class ImportCommand extends Subcommand {
  /** How many files are in memory at a time: folders may hold tens of thousands. */
  private static final int BATCH = 256;

  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  @Mixin private final PageOptions cleaning = new PageOptions();

  @Option(
      names = "--rederive",
      description =
          "Extract and clean raw captures again. A body that differs from all saved texts"
              + " becomes a revision.")
  private boolean rederive;

  @Option(
      names = {"-n", "--dry-run"},
      description = "With --rederive: print the changes as a unified diff; write nothing.")
  private boolean dryRun;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, or folders: of these, the .txt, .md, .warc and .warc.gz files.")
  private final List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() throws ArchiverException, InterruptedException {
    if (dryRun && !rederive) {
      throw new UsageException("--dry-run", "needs --rederive");
    }
    if (paths.contains(Path.of(""))) { // the folder of the shell, to Java
      throw new UsageException("PATH", "is empty; name a file or a folder");
    }
    Terminal console = program.console;
    Archive archive = dryRun ? program.existingArchive() : program.archive();
    PageExtractor extractor = cleaning.extractor();
    SeedFiles files = new SeedFiles(paths, console);
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

  private void refuseTexts(SeedFiles files) {
    for (Path path : paths) {
      if (files.firsts().contains(path) || files.revisions().contains(path)) {
        program.console.failure(path.toString(), "is not a WARC file; --rederive reads only these");
        counts.merge(Outcome.FAILED, 1, Integer::sum);
      }
    }
  }

  private void importTexts(
      SeedFiles files, Archive archive, @Nullable ArchiveWriter writer, ArticleCleaner cleaner)
      throws ArchiveException {
    ArticleStore store = new ArticleStore(archive, writer, program.environment.clock());
    // A revision is saved beside its first text, which therefore comes first.
    try (Progress progress =
        program.console.openProgress(() -> RunListener.interrupted("import", count(Outcome.NEW)))) {
      progress.begin(files.firsts().size() + files.revisions().size(), "files");
      for (List<Path> pass : List.of(files.firsts(), files.revisions())) {
        for (int i = 0; i < pass.size(); i += BATCH) {
          List<Path> batch = pass.subList(i, Math.min(pass.size(), i + BATCH));
          importBatch(batch, store, cleaner);
          progress.finish(batch.size());
        }
      }
    }
  }

  /** The earliest of several texts of one article comes first: it gives the others their date. */
  private void importBatch(List<Path> files, ArticleStore store, ArticleCleaner cleaner)
      throws ArchiveException {
    List<Text> texts =
        files.parallelStream()
            .map(file -> read(file, cleaner))
            .collect(Collectors.groupingBy(Text::group, LinkedHashMap::new, Collectors.toList()))
            .values()
            .stream()
            .flatMap(same -> same.stream().sorted(Text.EARLIEST_FIRST))
            .toList();
    Iterator<SaveResult> results =
        store.save(texts.stream().flatMap(text -> text.offer().stream()).toList()).iterator();
    ArchiveException failure = null;
    for (Text text : texts) {
      Outcome outcome = Outcome.FAILED;
      SaveResult result = text.article() == null ? null : results.next();
      if (result == null) {
        program.console.failure(text.file().toString(), text.problem() + "; not imported");
      } else if (result instanceof SaveResult.Saved saved) {
        outcome = told(text.file(), saved);
      } else if (failure == null) {
        failure = ((SaveResult.Failed) result).cause();
      }
      counts.merge(outcome, 1, Integer::sum);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void importCaptures(
      List<Path> files, Archive archive, @Nullable ArchiveWriter writer, PageExtractor extractor)
      throws ArchiveException, InterruptedException {
    Clock clock = program.environment.clock();
    try (ArticleSpool spool = new ArticleSpool(writer);
        CaptureListener listener =
            new CaptureListener(program.console, dryRun ? archive : null, counts)) {
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
    String known = count(Outcome.KNOWN) + " known, " + count(Outcome.FAILED) + " failed";
    program.console.notice("import", count(Outcome.NEW) + what + known);
  }

  private Outcome told(Path file, SaveResult.Saved saved) {
    program.console.explain(file.toString(), RunListener.outcome(saved));
    if (saved instanceof SaveResult.Unchanged) {
      return Outcome.KNOWN;
    }
    program.console.printPath(saved.path());
    return Outcome.NEW;
  }

  /** The result of one text. */
  enum Outcome {
    NEW,
    KNOWN,
    FAILED
  }

  /** A file that was read: its cleaned article, or why it has none. */
  private record Text(Path file, @Nullable Article article, @Nullable String problem) {
    static final Comparator<Text> EARLIEST_FIRST =
        Comparator.comparing(r -> r.article() == null ? Instant.MIN : r.article().published());

    Object group() {
      return article == null ? file : article.address();
    }

    Optional<NewArticle> offer() {
      Optional<ArticleFileName> name = ArticleFileName.parse(String.valueOf(file.getFileName()));
      return Optional.ofNullable(article)
          .map(text -> NewArticle.of(text, name.map(ArticleFileName::revised).orElse(null)));
    }
  }

  private Text read(Path file, ArticleCleaner cleaner) {
    try {
      return new Text(file, article(file, cleaner), null);
    } catch (MalformedException e) {
      return new Text(file, null, e.reason());
    } catch (IOException e) {
      return new Text(file, null, ArchiveException.reason(e));
    } catch (RuntimeException | StackOverflowError e) {
      program.console.trace(e);
      return new Text(file, null, "cannot be cleaned: " + e);
    }
  }

  private static Article article(Path file, ArticleCleaner cleaner)
      throws IOException, MalformedException {
    String name = file.toString();
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(ArticleFile.LARGEST + 1); // a pipe has no known size
    }
    if (bytes.length > ArticleFile.LARGEST) {
      throw new MalformedException(name, ArticleFile.TOO_LARGE);
    }
    if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
      throw new MalformedException(name, "does not end in a line feed: it may be cut off");
    }
    Article cleaned = SeedFiles.cleaned(ArticleFile.parse(name, bytes), cleaner);
    if (ArticleFile.isTooLarge(cleaned)) { // a character may become a reference
      throw new MalformedException(name, ArticleFile.TOO_LARGE);
    }
    return cleaned;
  }
}
