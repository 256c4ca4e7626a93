package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.CleaningRules;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs over the feeds of a loopback server, into an archive. */
final class TestRun implements AutoCloseable {
  static final FetchOptions FORCE =
      new FetchOptions(Optional.empty(), OptionalInt.empty(), true, false, true, 4);

  final Path folder;
  final LoopbackServer site = new LoopbackServer();
  final TestClock clock = new TestClock();
  final Said said = new Said();

  TestRun(Path folder) {
    this.folder = folder;
  }

  FetchReport run(String... paths) throws Exception {
    return run(FetchOptions.DEFAULT, Deadline.NONE, paths);
  }

  FetchReport run(FetchOptions options, Deadline deadline, String... paths) throws Exception {
    HttpFetcher http =
        new HttpFetcher(
            new HttpLimits(Duration.ofSeconds(20), 64 << 20), Proxies.NONE, "test", clock);
    Fetcher polite =
        new PoliteFetcher(
            http, pause -> {}, (host, why) -> said.failure(host, "left: " + why, Optional.empty()));
    return run(options, deadline, polite, paths);
  }

  FetchReport run(FetchOptions options, Deadline deadline, Fetcher fetcher, String... paths)
      throws Exception {
    List<FeedSource> sources = new ArrayList<>();
    for (String path : paths) {
      sources.add(new FeedSource.Web(site.url(path)));
    }
    return run(options, deadline, fetcher, sources, clock);
  }

  /** Runs over a source, and then over a feed at hand. */
  FetchReport run(FeedSource first, String feed) throws Exception {
    Fetcher none =
        request -> {
          throw new IllegalStateException("nothing is fetched");
        };
    FeedSource second =
        new FeedSource.Local(
            "at hand", () -> new ByteArrayInputStream(feed.getBytes(StandardCharsets.UTF_8)));
    return run(FetchOptions.DEFAULT, Deadline.NONE, none, List.of(first, second), clock);
  }

  /** Runs over a feed at hand, under a clock. */
  FetchReport run(String feed, Clock clock) throws Exception {
    Fetcher none =
        request -> {
          throw new IllegalStateException("nothing is fetched");
        };
    FeedSource source =
        new FeedSource.Local(
            "at hand", () -> new ByteArrayInputStream(feed.getBytes(StandardCharsets.UTF_8)));
    return run(FetchOptions.DEFAULT, Deadline.NONE, none, List.of(source), clock);
  }

  private FetchReport run(
      FetchOptions options,
      Deadline deadline,
      Fetcher fetcher,
      List<FeedSource> sources,
      Clock clock)
      throws Exception {
    said.lines.clear();
    said.kept.clear();
    Archive archive = new Archive(folder);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      return new FetchJob(
              archive,
              Optional.of(writer),
              fetcher,
              new ArticleCleaner(CleaningRules.builtIn()),
              options,
              said,
              clock,
              deadline)
          .run(sources, false);
    }
  }

  List<Article> archived() throws Exception {
    Archive archive = new Archive(folder);
    List<Article> articles = new ArrayList<>();
    for (ArticleFileName name : archive.names().toList()) {
      articles.add(archive.read(name));
    }
    return articles;
  }

  List<String> headlines() throws Exception {
    return archived().stream().map(Article::headline).sorted().toList();
  }

  Path state(String name) {
    return folder.resolve(".rfi-archiver").resolve(name);
  }

  @Override
  public void close() {
    site.close();
  }
}
