package io.github.rfiarchiver.run;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.TestClock;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.CleaningRules;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpFetcher;
import io.github.rfiarchiver.http.HttpLimits;
import io.github.rfiarchiver.http.Proxies;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.http.RetryingFetcher;
import io.github.rfiarchiver.state.FeedState;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.RunState;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs over the feeds of a loopback server, and over documents at hand, into an archive. */
public final class TestRun implements AutoCloseable {
  /** A nightly run: everything new, four pages at a time. */
  public static final FetchOptions DEFAULT =
      new FetchOptions(null, null, true, false, false, 4, null);

  public static final FetchOptions FORCE = new FetchOptions(null, null, true, false, true, 4, null);

  /** For runs over documents: whatever is requested fails the test. */
  static final Fetcher NO_REQUESTS =
      request -> {
        throw new AssertionError("requested " + request.url());
      };

  final Path folder;
  public final LoopbackServer site = new LoopbackServer();
  public final TestClock clock = new TestClock();
  public final RecordingListener said = new RecordingListener();
  private final Map<String, DocumentOpener> documents = new HashMap<>();
  private Path root;
  private Clock runsClock = clock;
  private Duration timeout = Duration.ofSeconds(20);
  private @Nullable Fetcher fetcher;

  public TestRun(Path folder) {
    this.folder = folder;
    this.root = folder;
  }

  /** Finds the archive by another path from now on: one on a disk that fails. */
  TestRun into(Path archive) {
    root = archive;
    return this;
  }

  TestRun under(Clock other) {
    runsClock = other;
    return this;
  }

  /** Fetches by another fetcher from now on, which is not polite. */
  TestRun fetching(Fetcher other) {
    fetcher = other;
    return this;
  }

  /** Lets a request take so long. */
  TestRun timeout(Duration time) {
    timeout = time;
    return this;
  }

  /** A document at hand, which no server has. */
  FeedSource document(String name, DocumentOpener opener) {
    documents.put(name, opener);
    return new FeedSource.Document(name);
  }

  FeedSource document(String name, byte[] bytes) {
    return document(name, document -> new ByteArrayInputStream(bytes));
  }

  FeedSource document(String name, String text) {
    return document(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A feed of the loopback server. */
  FeedSource web(String path) {
    return FeedSource.named(site.url(path));
  }

  public FetchReport run(String... paths) throws Exception {
    return run(DEFAULT, Deadline.NONE, paths);
  }

  public FetchReport run(FetchOptions options, Deadline deadline, String... paths)
      throws Exception {
    return run(options, deadline, Arrays.stream(paths).map(this::web).toList(), false);
  }

  public FetchReport run(List<FeedSource> sources) throws Exception {
    return run(DEFAULT, Deadline.NONE, sources, false);
  }

  public FetchReport run(
      FetchOptions options, Deadline deadline, List<FeedSource> sources, boolean byDefault)
      throws Exception {
    Archive archive = new Archive(root);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      return run(archive, writer, options, deadline, sources, byDefault);
    }
  }

  /** A run that writes nothing. */
  FetchReport dryRun(String path) throws Exception {
    return dryRun(DEFAULT, path);
  }

  FetchReport dryRun(FetchOptions options, String path) throws Exception {
    return run(new Archive(root), null, options, Deadline.NONE, List.of(web(path)), false);
  }

  private FetchReport run(
      Archive archive,
      @Nullable ArchiveWriter writer,
      FetchOptions options,
      Deadline deadline,
      List<FeedSource> sources,
      boolean byDefault)
      throws Exception {
    said.lines.clear();
    said.saved.clear();
    return new FetchRun(
            new RunContext(
                archive,
                fetcher == null ? politeFetcher() : fetcher,
                new PageExtractor(new ArticleCleaner(CleaningRules.builtIn())),
                said,
                runsClock,
                deadline),
            new ArticleStore(archive, writer, runsClock),
            writer,
            this::open,
            options)
        .run(sources, byDefault);
  }

  /** Each run has its own: it skips hosts for the rest of its run. */
  private Fetcher politeFetcher() {
    return new RetryingFetcher(
        httpFetcher(),
        pause -> {},
        (host, why, cause) -> said.failure(host, "left: " + why, cause),
        false);
  }

  HttpFetcher httpFetcher() {
    return new HttpFetcher(
        new HttpLimits(timeout, 64 << 20), Proxies.NONE, "test", clock, null, RateLimit.NONE);
  }

  private InputStream open(FeedSource.Document document) throws IOException {
    DocumentOpener opener = documents.get(document.name());
    if (opener == null) {
      throw new FileNotFoundException(document.name());
    }
    return opener.open(document);
  }

  public List<Article> archived() throws Exception {
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

  public Path state(String name) {
    return folder.resolve(".rfi-archiver").resolve(name);
  }

  /** What is remembered of a feed of the loopback server. */
  FeedState remembered(String path) throws Exception {
    return new RunState(new Archive(folder)).feed(web(path), Instant.MAX);
  }

  List<PendingEntry> pending() throws Exception {
    return new RunState(new Archive(folder)).pending();
  }

  @Override
  public void close() {
    site.close();
  }
}
