package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.archive.raw.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata beside the raw capture of a page: its article, and the data of its feed. With it,
 * the capture gives the same article again.
 */
final class Provenance {
  private static final String FEED = "rfiArchiverFeed";
  private static final String HEADLINE = "rfiArchiverHeadline";
  private static final String PUBLISHED = "rfiArchiverPublished";
  private static final String AUTHOR = "rfiArchiverAuthor";
  private static final String AUDIO = "rfiArchiverAudio";

  private Provenance() {}

  /**
   * The fields of each entry with an article, by the URL of its page.
   *
   * @param results the results of the articles, in their order
   */
  static Map<String, List<HttpHeader>> of(List<EntryOutcome> batch, List<SaveResult> results) {
    Map<String, List<HttpHeader>> all = new HashMap<>();
    Iterator<SaveResult> result = results.iterator();
    for (EntryOutcome each : batch) {
      if (each.result() instanceof EntryResult.Extracted
          && result.next() instanceof SaveResult.Saved saved) {
        all.put(each.entry().url().toString(), fields(each.entry(), saved.path()));
      }
    }
    return all;
  }

  private static List<HttpHeader> fields(CandidateEntry entry, Path path) {
    String name = String.valueOf(path.getFileName());
    int names = path.getNameCount();
    List<HttpHeader> fields = new ArrayList<>();
    add(fields, ArticleMetadata.PATH, path.subpath(names - 3, names));
    add(fields, ArticleMetadata.KEY, ArticleFileName.parse(name).orElseThrow().key());
    add(fields, FEED, entry.source() == null ? null : entry.source().name());
    add(fields, HEADLINE, entry.headline());
    add(fields, PUBLISHED, entry.published());
    add(fields, AUTHOR, entry.author());
    entry.audio().forEach(url -> add(fields, AUDIO, url));
    return fields;
  }

  private static void add(List<HttpHeader> fields, String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      fields.add(new HttpHeader(name, value.toString()));
    }
  }

  /**
   * The entry whose page was captured.
   *
   * @throws MalformedException where the record is damaged
   */
  static CandidateEntry entry(ArticleMetadata page) throws MalformedException {
    String feed = page.field(FEED);
    String headline = page.field(HEADLINE);
    String published = page.field(PUBLISHED);
    try {
      return CandidateEntry.summary(
          ArticleUrl.of(page.url()),
          feed == null ? null : FeedSource.named(feed),
          headline == null ? "" : headline,
          published == null ? null : Instant.parse(published),
          page.field(AUTHOR),
          page.fields().stream().filter(f -> f.is(AUDIO)).map(HttpHeader::value).toList());
    } catch (DateTimeException e) {
      throw new MalformedException(page.url(), "has an invalid date", e);
    }
  }
}
