package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleSpool;
import io.github.rfiarchiver.archive.ArticleStore;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.archive.raw.WarcFileReader;
import io.github.rfiarchiver.archive.raw.WarcItem;
import io.github.rfiarchiver.archive.raw.WarcItem.CapturedResponse;
import io.github.rfiarchiver.archive.raw.WarcItem.SkippedRecord;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.MemoryBudget;
import io.github.rfiarchiver.state.Validators;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns captures of feeds and pages into articles, as if they had been fetched at the time of their
 * capture. All files are read twice: only after all feeds are read, it is known which pages belong
 * here, and what a feed or a page lacks and another feed has.
 */
public final class ImportRun {
  /** The largest body in bytes, however large the memory is. */
  private static final long LARGEST_BODY = 64 << 20;

  /** How many texts are saved at a time. */
  private static final int BATCH = 64;

  private final PageExtractor extractor;
  private final ArticleSpool spool;
  private final Listener listener;
  private final CapturedFeeds feeds = new CapturedFeeds();
  private final Map<String, Integer> skipped = new TreeMap<>();

  /** What is reported once: of files, reasons of unusable records, URLs of pages with notices. */
  private final Set<String> said = new HashSet<>();

  /**
   * @param spool holds the articles until all are read
   */
  public ImportRun(PageExtractor extractor, ArticleSpool spool, Listener listener) {
    this.extractor = extractor;
    this.spool = spool;
    this.listener = listener;
  }

  /**
   * Reads WARC files. What cannot be read is reported; the rest is read.
   *
   * @throws ArchiveException if the spool cannot be written
   */
  public void read(List<Path> files) throws ArchiveException, InterruptedException {
    int all = files.stream().mapToInt(WarcFileReader::mebibytes).sum();
    listener.begin(all, "MiB (feeds)");
    for (Path file : files) {
      read(file, true);
    }
    listener.begin(all, "MiB (articles)");
    for (Path file : files) {
      read(file, false);
    }
    skipped.forEach(
        (why, count) ->
            listener.notice("import", Count.of(count, "record", "records") + " skipped: " + why));
  }

  private void read(Path file, boolean isFirst) throws ArchiveException, InterruptedException {
    int size = WarcFileReader.mebibytes(file);
    int done = 0;
    int largest = (int) Math.min(LARGEST_BODY, MemoryBudget.HEAP.largestDocument());
    try (WarcFileReader reader = new WarcFileReader(file, largest)) {
      for (Optional<WarcItem> item = reader.next(); item.isPresent(); item = reader.next()) {
        if (isFirst) {
          readFeed(item.get());
        } else {
          readArticles(item.get());
        }
        int now = Math.min(size, reader.mebibytesRead());
        listener.finish(now - done);
        done = now;
      }
    } catch (MalformedException | IOException e) {
      String what =
          e instanceof MalformedException damage
              ? damage.reason()
              : ArchiveException.reasonOf((IOException) e);
      if (said.add(file + ": " + what)) { // both passes find damage
        listener.failure(file.toString(), what, e);
      }
    }
    listener.finish(size - done);
  }

  private void readFeed(WarcItem item) {
    if (item instanceof CapturedResponse feed && CapturedFeeds.isFeed(feed)) {
      if (MemoryBudget.HEAP.refusal(feed.body()).isEmpty()) {
        feeds.add(feed);
      }
    } else {
      Optional<String> problem = feeds.note(item);
      String end = "; its page alone is read";
      problem.ifPresent(why -> listener.notice(item.url(), "its metadata " + why + end));
    }
  }

  private void readArticles(WarcItem item) throws ArchiveException, InterruptedException {
    if (item instanceof SkippedRecord unusable) {
      boolean belongs = feeds.entry(item).isPresent();
      if (belongs && said.add(unusable.reason())) {
        listener.notice(
            unusable.url(), unusable.reason() + "; skipped, like other records of this kind");
      }
      skip(item.url(), belongs ? "cannot be used" : "of other hosts");
    } else if (item instanceof CapturedResponse response) {
      if (CapturedFeeds.isFeed(response)) {
        readTexts(response);
      } else {
        readPage(response);
      }
    }
  }

  private void readTexts(CapturedResponse feed) throws ArchiveException, InterruptedException {
    listener.explain(feed.url(), "is read as a feed");
    Optional<String> refusal = MemoryBudget.HEAP.refusal(feed.body());
    if (refusal.isPresent()) {
      listener.failure(feed.url(), refusal.get(), null);
      return;
    }
    FeedRun read = CapturedFeeds.read(feed.url(), feed.body(), feed.charset());
    read.problems().forEach(problem -> listener.failure(feed.url(), problem, null));
    for (CandidateEntry text : feeds.texts(read, feed.captured())) {
      take(text, feed.captured(), null);
    }
  }

  private void readPage(CapturedResponse page) throws ArchiveException, InterruptedException {
    if (page.status() / 100 == 3) {
      return;
    }
    Optional<CandidateEntry> entry = feeds.entry(page);
    if (entry.isEmpty() || !CapturedFeeds.isPage(page)) {
      String why = page.hasDocument() ? "neither feeds nor pages" : "answers other than 200";
      skip(page.url(), entry.isEmpty() ? "of other hosts" : why);
      return;
    }
    HttpResult document =
        HttpResult.Document.of(page.body(), page.charset(), page.url(), Validators.NONE);
    take(entry.get(), page.captured(), document);
  }

  private void take(CandidateEntry entry, Instant captured, @Nullable HttpResult page)
      throws ArchiveException, InterruptedException {
    EntryResult result = EntryProcessor.then(captured, extractor, page).process(entry);
    if (result instanceof EntryResult.Extracted extracted) {
      String url = entry.url().toString();
      if (!extracted.notices().isEmpty() && said.add(url)) { // once for all captures of a page
        extracted.notices().forEach(notice -> listener.notice(url, notice));
      }
      spool.add(extracted.article().article(), captured);
    } else if (result instanceof EntryResult.NoArticle why) {
      if (why.kind() == EntryResult.Kind.FAILED) {
        listener.failure(entry.url().toString(), why.reason() + "; not imported", why.cause());
      } else {
        skip(entry.url().toString(), "pages without an article");
      }
    }
  }

  private void skip(String url, String why) {
    listener.explain(url, "skipped: " + why);
    skipped.merge(why, 1, Integer::sum);
  }

  /**
   * Saves the articles, for each article the earliest capture first.
   *
   * @param stores creates a store for each batch, so that none holds all texts
   * @throws ArchiveException if an article could not be saved, after all others
   */
  public void save(Supplier<ArticleStore> stores) throws ArchiveException {
    listener.begin(spool.size(), "articles");
    ArchiveException failure = null;
    for (List<NewArticle> batch = spool.next(BATCH); !batch.isEmpty(); batch = spool.next(BATCH)) {
      IdentityHashMap<NewArticle, SaveResult> results = stores.get().save(batch);
      for (NewArticle each : batch) {
        if (results.get(each) instanceof SaveResult.Saved saved) {
          listener.saved(saved);
        } else if (results.get(each) instanceof SaveResult.Failed failed) {
          failure = failed.cause();
          String why = failure.getMessage() + "; not imported";
          listener.failure(each.article().url().toString(), why, failure);
        }
      }
      listener.finish(batch.size());
    }
    if (failure != null) {
      throw failure;
    }
  }
}
