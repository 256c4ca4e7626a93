package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedEntry;
import io.github.rfiarchiver.feed.FeedParser;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.feed.ParsedFeed;
import io.github.rfiarchiver.source.Sitemap;
import io.github.rfiarchiver.state.FeedState;
import java.util.ArrayList;
import java.util.List;

/** The second step of a run: parses the fetched feeds. Pure. */
final class FeedReader {
  private FeedReader() {}

  /**
   * One feed with its entries. An invalid feed costs no other feed, and an invalid entry no other
   * entry.
   *
   * @param before its stored state
   * @param result the result of fetching it; it becomes a failure if the document is not a feed
   */
  static FeedRun read(FeedSource source, FeedState before, FeedResult result) {
    if (!(result instanceof FeedResult.Fetched fetched)) {
      return FeedRun.withoutEntries(source, before, result);
    }
    try {
      if (source instanceof FeedSource.NewsList list) {
        return new FeedRun(
            source, before, fetched.parsed(), listed(list, fetched), List.of(), List.of());
      }
      ParsedFeed feed = FeedParser.parse(fetched.bytes(), fetched.charset(), source.name());
      List<CandidateEntry> entries = new ArrayList<>();
      List<FeedRun.InvalidEntry> invalid = new ArrayList<>();
      for (FeedEntry entry : feed.entries()) {
        try {
          entries.add(CandidateEntry.of(source, entry));
        } catch (MalformedException e) {
          invalid.add(new FeedRun.InvalidEntry(entry, e.reason()));
        } catch (RuntimeException | StackOverflowError e) {
          invalid.add(new FeedRun.InvalidEntry(entry, "cannot be read: " + e));
        }
      }
      return new FeedRun(source, before, fetched.parsed(), entries, invalid, feed.notices());
    } catch (MalformedException e) {
      return failed(source, before, e.reason(), e);
    } catch (StackOverflowError e) {
      return failed(source, before, "is nested too deeply", e);
    } catch (OutOfMemoryError e) {
      // Its memory is free again, so the other feeds can be read.
      return failed(source, before, "does not fit into memory", e);
    } catch (RuntimeException e) {
      return failed(source, before, "cannot be read: " + e, e);
    }
  }

  /** What a news list names of its edition. */
  private static List<CandidateEntry> listed(FeedSource.NewsList list, FeedResult.Fetched fetched)
      throws MalformedException {
    List<CandidateEntry> entries = new ArrayList<>();
    for (Sitemap.ListedUrl listed : Sitemap.parse(list.name(), fetched.bytes()).urls()) {
      // The list is one source among others; backfill names what is wrong with it.
      ArticleUrl.parse(listed.url())
          .filter(url -> url.edition().equals(list.edition()))
          .map(url -> CandidateEntry.listed(url, list, listed.newsDate()))
          .ifPresent(entries::add);
    }
    return entries;
  }

  private static FeedRun failed(
      FeedSource source, FeedState before, String reason, Throwable cause) {
    return FeedRun.withoutEntries(source, before, new FeedResult.Failed(reason, null, cause));
  }
}
