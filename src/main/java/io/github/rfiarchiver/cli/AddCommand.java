package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.query.Format;
import io.github.rfiarchiver.run.AddRun;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code add}: archives single pages. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Archives single articles by the URLs of their pages.",
      "",
      "  rfi-archiver add https://www.rfi.fr/cn/中国/20231028-…",
      "  rfi-archiver add --print markdown URL      archive it and read it",
      ""
    })
final class AddCommand implements Callable<Integer> {
  private final RfiArchiver program;

  @Mixin private final NetworkOptions network = new NetworkOptions();
  @Mixin private final PageOptions cleaning = new PageOptions();

  @Parameters(arity = "1..*", paramLabel = "URL", description = "Addresses of article pages.")
  private final List<String> addresses = new ArrayList<>();

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      description =
          "Print the articles, known ones too, instead of paths: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format format;

  @Option(
      names = {"-n", "--dry-run"},
      fallbackValue = "true",
      description = "Fetch and print, but write nothing.")
  private boolean dryRun;

  AddCommand(RfiArchiver program) {
    this.program = program;
  }

  @Override
  @SuppressWarnings("try") // the watchdog watches until it is closed
  public Integer call() throws UsageException, ArchiveException, InterruptedException {
    Set<ArticleUrl> pages = new LinkedHashSet<>(); // nothing is fetched twice
    for (String address : addresses) {
      pages.add(FeedNames.address(address));
    }
    Archive archive = program.archive();
    Clock clock = program.environment().clock();
    Deadline deadline = network.deadline(null);
    Fetcher fetcher = network.fetcher(program);
    PageExtractor extractor = cleaning.extractor();
    int parallel = network.parallel();
    int failed;
    try (Watchdog watchdog = Watchdog.over(deadline, program.console());
        ArchiveWriter writer = dryRun ? null : ArchiveWriter.open(archive);
        RunListener listener = new RunListener(program.console(), format, true)) {
      network.keepRaw(writer, cleaning, program);
      ArticleStore store = new ArticleStore(archive, writer, clock);
      failed =
          new AddRun(store, fetcher, extractor, parallel, deadline, listener, clock)
              .add(List.copyOf(pages));
      if (writer != null) {
        writer.sync();
      }
    }
    return ExitCode.of(failed > 0).status();
  }
}
