package io.github.rfiarchiver.fetch;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.CleaningRules;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedReaderTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final FetchOptions SOME =
      new FetchOptions(Optional.empty(), OptionalInt.of(1), true, false, false, 4);

  @TempDir Path folder;

  @Test
  void has_what_an_entry_carries_cleaned_before_it_is_asked_for() throws Exception {
    try (ArticleWork work = work(FetchOptions.DEFAULT)) {
      String cleaned = carried(FetchOptions.DEFAULT, work).get(10, TimeUnit.SECONDS);
      assertEquals(
          "<div>28/10/2023 - 11:22</div><img src=\"https://s.rfi.fr/media/a.jpg\">"
              + "<p><strong>导语在此。</strong></p><div><p>一。</p></div>",
          cleaned);
    }
  }

  @Test
  void cleans_nothing_beforehand_where_the_run_takes_only_some() throws Exception {
    try (ArticleWork work = work(SOME)) {
      CompletableFuture<String> cleaned = carried(SOME, work);
      // What is begun later is done later: one article after the other.
      carried(FetchOptions.DEFAULT, work).get(10, TimeUnit.SECONDS);
      assertFalse(cleaned.isDone());
    }
  }

  private ArticleWork work(FetchOptions options) {
    return new ArticleWork(
        new Accession(new Archive(folder), Optional.empty(), new TestClock()),
        new ArticleCleaner(CleaningRules.builtIn()),
        FeedReaderTest::unreachable,
        options,
        new TestClock());
  }

  /** What comes of the article that the only entry of a feed carries. */
  private static CompletableFuture<String> carried(FetchOptions options, ArticleWork work)
      throws InterruptedException {
    byte[] feed =
        feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。")).getBytes(StandardCharsets.UTF_8);
    Reading reading =
        new FeedReader(FeedReaderTest::unreachable, options, new Said(), work)
            .read(
                new FeedSource.Local("feed.xml", () -> new ByteArrayInputStream(feed)),
                FeedState.unknown("feed.xml"),
                DATE);
    Candidate candidate = (Candidate) ((Reading.Read) reading).feed().entries().get(0);
    return candidate.article().orElseThrow().cleaned();
  }

  private static Outcome unreachable(Request request) {
    throw new AssertionError(request.address());
  }
}
