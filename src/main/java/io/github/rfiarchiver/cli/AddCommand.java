package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveLockedException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleSaver;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.query.Format;
import io.github.rfiarchiver.run.AddRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code add}: archives single pages. */
@Command(
    header =
        """
        Archives single articles by the URLs of their pages.

          rfi-archiver add https://www.rfi.fr/cn/中国/20231028-…
          rfi-archiver add --print markdown URL      archive it and read it
          rfi-archiver backfill --since 30d --dry-run | rfi-archiver add --rate 12 -
        """)
final class AddCommand extends NetworkCommand {
  /** The largest batch of pages from standard input. */
  private static final int BATCH = 32;

  @Mixin private final ParallelOption parallel = new ParallelOption();
  @Mixin private final RateOption rate = new RateOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "URLs of article pages; - reads them from standard input, one a line.")
  private final List<String> urls = new ArrayList<>();

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      description =
          "Print the articles, known ones too, instead of paths: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format format;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Fetch and print, but write nothing.")
  private boolean dryRun;

  /** Whether the last batch could not be saved whole. */
  private boolean isFailing;

  /** Why a batch could not; the end of the run says it. */
  private @Nullable ArchiveException failure;

  @Override
  @SuppressWarnings("try") // the watchdog watches until it is closed
  public Integer call() throws ArchiverException, InterruptedException {
    Set<ArticleUrl> pages = new LinkedHashSet<>(); // nothing is fetched twice
    for (String url : urls) {
      if (!url.equals(DASH)) {
        pages.add(FeedNames.url(url));
      }
    }
    boolean isReading = urls.contains(DASH);
    boolean isShared = isReading && !raw; // raw captures are written under the lock
    Archive archive = program.archive();
    Deadline deadline = deadline(null);
    Contexts contexts = contexts(archive, deadline, rate.limit(program, 0), false);
    int atATime = parallel.parallel();
    int failed;
    try (Watchdog watchdog = Watchdog.over(deadline, console());
        ArchiveWriter writer = dryRun || isShared ? null : ArchiveWriter.open(archive);
        RunListener listener = new RunListener(console(), dryRun ? null : "add", format, true)) {
      ArticleSaver saver =
          isShared && !dryRun
              ? batchSaver(archive, deadline)
              : new ArticleStore(archive, writer, clock());
      AddRun run = new AddRun(contexts.of(listener, raw(writer)), saver, atATime);
      failed = add(run, List.copyOf(pages)) + (isReading ? addRead(run, pages) : 0);
      if (writer != null) {
        writer.sync();
      }
    }
    if (failure != null) {
      throw failure;
    }
    return ExitStatus.of(failed > 0).status();
  }

  /**
   * Adds pages from standard input as they come: the lines that are available form a batch, which
   * waits for the next line only if that has begun.
   *
   * @param seen the pages that were added before
   * @return how many lines and pages have no article
   */
  private int addRead(AddRun run, Set<ArticleUrl> seen)
      throws ArchiveException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(console().input(), StandardCharsets.UTF_8));
    List<ArticleUrl> batch = new ArrayList<>();
    int failed = 0;
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        try {
          ArticleUrl page =
              line.isBlank() ? null : FeedNames.url(line.replaceFirst("^\uFEFF", "").strip());
          if (page != null && seen.add(page)) {
            batch.add(page);
          }
        } catch (UsageException e) {
          failed++;
          console().failure(e.subject(), e.reason() + "; the line is skipped");
        }
        if (batch.size() == BATCH || !in.ready()) {
          failed += add(run, batch);
          batch.clear();
        }
      }
    } catch (IOException e) {
      failed++;
      console().failure(Terminal.STANDARD_INPUT, ArchiveException.reasonOf(e));
    }
    return failed + add(run, batch);
  }

  /**
   * Adds a batch. An article that cannot be saved costs no later batch.
   *
   * @throws ArchiveException if the next batch fails as well
   */
  private int add(AddRun run, List<ArticleUrl> batch)
      throws ArchiveException, InterruptedException {
    try {
      int failed = run.add(batch);
      isFailing = false;
      return failed;
    } catch (ArchiveException e) {
      if (isFailing || e instanceof ArchiveLockedException) {
        throw e;
      }
      isFailing = true;
      failure = e;
      return 0;
    }
  }
}
