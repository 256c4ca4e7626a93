package io.github.rfiarchiver.run;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.StandInSite;
import io.github.rfiarchiver.StandInWayback;
import io.github.rfiarchiver.TestClock;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.LockWait;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.CleaningRules;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpFetcher;
import io.github.rfiarchiver.http.HttpLimits;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.Proxies;
import io.github.rfiarchiver.http.RateLimit;
import io.github.rfiarchiver.http.RetryingFetcher;
import io.github.rfiarchiver.source.BackfillScope;
import io.github.rfiarchiver.source.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Backfills from a stand-in for the site, on a clock that moves only where the run sleeps. */
final class TestBackfill implements AutoCloseable {
  final TestClock clock = new TestClock();
  final StandInSite site = new StandInSite(clock);
  final StandInWayback wayback = new StandInWayback(clock);
  final RecordingListener said = new RecordingListener();
  final List<Duration> sleeps = new ArrayList<>();
  final Path folder;
  String edition = "cn";
  Deadline deadline = Deadline.NONE;
  boolean asksSite = true;
  @Nullable String asksWayback;
  private Span span = span("2023-10-01", "2023-10-29");

  TestBackfill(Path folder) {
    this.folder = folder;
  }

  static Span span(String since, String until) {
    return new Span(LocalDate.parse(since), LocalDate.parse(until));
  }

  TestBackfill over(String since, String until) {
    span = span(since, until);
    return this;
  }

  BackfillReport run() throws Exception {
    return backfill(folder, fetcher -> fetcher).run(false);
  }

  BackfillReport restart() throws Exception {
    return backfill(folder, fetcher -> fetcher).run(true);
  }

  BackfillRun.Checked check() throws Exception {
    BackfillRun run = backfill(folder, fetcher -> fetcher);
    BackfillRun.Checked checked = run.check();
    run.store(checked.completeness());
    return checked;
  }

  /** A run into an archive, which sends its requests through another fetcher. */
  BackfillRun backfill(Path archive, UnaryOperator<Fetcher> through) throws ArchiveException {
    said.lines.clear();
    said.saved.clear();
    RateLimit rate = RateLimit.perMinute(12, clock, this::sleep);
    Fetcher http =
        new HttpFetcher(
            new HttpLimits(Duration.ofSeconds(20), 64 << 20),
            Proxies.NONE,
            "test",
            clock,
            null,
            rate);
    Fetcher retrying = new RetryingFetcher(through.apply(http), this::sleep, said, true);
    Archive into = new Archive(archive);
    return new BackfillRun(
        new RunContext(
            into,
            retrying,
            new PageExtractor(new ArticleCleaner(CleaningRules.builtIn())),
            said,
            clock,
            deadline),
        new BackfillTask(
            new BackfillScope(url(""), edition, span),
            asksSite,
            asksWayback,
            new BatchSaver(
                into, () -> new LockWait(Duration.ofDays(1), this::sleep, () -> {}), clock),
            rate));
  }

  /** A run that is killed before its nth request. */
  void killBefore(int request, Path archive) throws ArchiveException {
    AtomicInteger sent = new AtomicInteger();
    BackfillRun killed =
        backfill(
            archive,
            fetcher ->
                (HttpRequest asked) -> {
                  if (sent.incrementAndGet() == request) {
                    throw new InterruptedException("killed");
                  }
                  return fetcher.fetch(asked);
                });
    assertThrows(InterruptedException.class, () -> killed.run(false));
  }

  private void sleep(Duration time) {
    sleeps.add(time);
    clock.pass(time);
  }

  ArticleUrl url(String path) {
    try {
      return ArticleUrl.of(site.url(path));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts articles into the archive, as an earlier run would have. */
  void hold(List<String> paths) throws Exception {
    Archive archive = new Archive(folder);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      List<NewArticle> articles = new ArrayList<>();
      for (String path : paths) {
        Instant date = url(path).dayStart().orElse(Instant.parse("2023-10-15T00:00:00Z"));
        articles.add(
            NewArticle.of(new Article("题" + path, url(path), date, "<p>旧文" + path + "</p>"), null));
      }
      new ArticleStore(archive, writer, clock).save(articles);
    }
  }

  /** The paths of the articles in the archive, sorted. */
  List<String> held() throws Exception {
    Archive archive = new Archive(folder);
    List<String> held = new ArrayList<>();
    for (var name : archive.names().toList()) {
      held.add(path(archive.read(name).url()));
    }
    return held.stream().distinct().sorted().toList();
  }

  String path(ArticleUrl url) {
    return url.toString().substring(site.url("").length());
  }

  @Override
  public void close() {
    site.close();
    wayback.close();
  }
}
