package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleSpool;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.run.ImportRun;
import io.github.rfiarchiver.run.SeedImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: cleans and archives files in the seed format, and raw captures. */
@Command(
    header =
        """
        Cleans and archives files in the seed format and WARC files.

          rfi-archiver import ~/rfi-seeds            a folder, with all that is below it
          rfi-archiver import a.txt b.md             single files
          rfi-archiver import crawl.warc.gz          captures, by any program
          rfi-archiver import --rederive --rules my.rules DIR/raw
                                                     raw captures again, with new rules
        """)
final class ImportCommand extends Subcommand {
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
    Archive archive = dryRun ? program.existingArchive() : program.archive();
    PageExtractor extractor = cleaning.extractor();
    try (ImportListener listener = new ImportListener(console(), archive, dryRun)) {
      SeedFiles files = new SeedFiles(paths, listener);
      try (ArchiveWriter writer = dryRun ? null : ArchiveWriter.open(archive)) {
        Supplier<ArticleStore> stores = () -> new ArticleStore(archive, writer, clock(), rederive);
        try {
          if (rederive) {
            refuseTexts(files, listener);
          } else {
            SeedImport texts = new SeedImport(extractor.cleaner(), stores);
            listener.begin(files.firsts().size() + files.revisions().size(), "files");
            texts.run(files.firsts(), listener::imported);
            texts.run(files.revisions(), listener::imported); // beside the first texts, saved now
          }
          if (!files.warcs().isEmpty()) {
            try (ArticleSpool spool = new ArticleSpool(writer)) {
              ImportRun captures = new ImportRun(extractor, spool, listener);
              captures.read(files.warcs());
              captures.save(stores);
            }
          }
        } finally {
          listener.end(); // also if the archive cannot be written
        }
        if (writer != null) {
          writer.sync();
        }
      }
      return ExitStatus.of(listener.hasFailed()).status();
    }
  }

  private void refuseTexts(SeedFiles files, ImportListener listener) {
    for (Path path : paths) {
      if (files.firsts().contains(path) || files.revisions().contains(path)) {
        String what =
            Files.notExists(path)
                ? "does not exist"
                : "is not a WARC file; --rederive reads only these";
        listener.failure(path.toString(), what, null);
      }
    }
  }
}
