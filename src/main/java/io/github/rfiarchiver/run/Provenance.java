package io.github.rfiarchiver.run;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.NewArticle;
import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.state.PendingEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /** What the feed of an entry gives, which its page does not. */
  static NewArticle.Origin of(CandidateEntry entry) {
    List<HttpHeader> fields = new ArrayList<>();
    add(fields, FEED, entry.feed());
    add(fields, HEADLINE, entry.headline());
    add(fields, PUBLISHED, entry.published());
    add(fields, AUTHOR, entry.author());
    entry.audio().forEach(url -> add(fields, AUDIO, url));
    return new NewArticle.Origin(entry.url().toString(), fields);
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
      PendingEntry.Listing listing =
          new PendingEntry.Listing(
              headline == null ? "" : headline,
              published == null ? null : Instant.parse(published),
              "",
              page.field(AUTHOR),
              page.fields().stream().filter(f -> f.is(AUDIO)).map(HttpHeader::value).toList());
      return CandidateEntry.summary(
          ArticleUrl.of(page.url()), feed == null ? null : FeedSource.named(feed), listing);
    } catch (DateTimeException e) {
      throw new MalformedException(page.url(), "has an invalid date", e);
    }
  }
}
