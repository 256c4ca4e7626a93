package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.Deadline;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.http.HttpResult.Failure;
import io.github.rfiarchiver.http.HttpResult.Kind;
import io.github.rfiarchiver.http.RetryingFetcher;
import io.github.rfiarchiver.state.PendingEntry;
import io.github.rfiarchiver.state.Validators;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A month of runs against a site that publishes, edits and fails at random. */
class NightlyRunsTest {
  private static final String MIRROR = "https://mirror.example/rss.xml";
  private static final String SITE = "https://www.rfi.fr/cn/rss";
  private static final int LISTED_AT_A_TIME = 4;
  private static final int NIGHTS = 30;

  /** More than any server asks to wait. */
  private static final int GOOD_NIGHTS = 10;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void what_a_feed_lists_once_is_archived_or_was_gone_for_three_days(
      long seed, @TempDir Path folder) throws Exception {
    try (TestRun test = new TestRun(folder)) {
      Site site = new Site(new Random(seed), test);
      List<FeedSource> feeds = List.of(FeedSource.named(MIRROR), FeedSource.named(SITE));
      for (int night = 0; night < NIGHTS + GOOD_NIGHTS; night++) {
        site.begin(night < NIGHTS);
        test.fetching(new RetryingFetcher(site, pause -> {}, (host, why, cause) -> {}, false))
            .run(TestRun.DEFAULT, Deadline.NONE, feeds, false);
        site.end();
      }
      Map<String, String> archived =
          test.archived().stream()
              .collect(
                  Collectors.toMap(
                      article -> article.url().toString(), Article::body, String::concat));
      Map<String, PendingEntry> left =
          test.pending().stream().collect(Collectors.toMap(e -> e.url().toString(), e -> e));
      List<String> lost = new ArrayList<>();
      for (Story story : site.stories.values()) {
        boolean isGivenUp = left.containsKey(story.url) && story.goneDays.size() >= 3;
        if (story.isListed && !archived.containsKey(story.url) && !isGivenUp) {
          lost.add(story.url);
        }
        story.textsOfRuns.stream()
            .filter(text -> !archived.getOrDefault(story.url, "").contains(text))
            .forEach(lost::add);
      }
      assertFalse(archived.isEmpty());
      assertEquals(List.of(), lost);
    }
  }

  private static final class Story {
    final String url;
    final Instant date;
    final boolean isMirrored;
    final Set<LocalDate> goneDays = new HashSet<>();

    /** Those that the mirror gave to a run whose time was not over. */
    final Set<String> textsOfRuns = new LinkedHashSet<>();

    boolean isListed;
    private int edits;

    Story(int number, Instant date, boolean isMirrored) {
      String day = PublishedDate.day(date).toString().replace("-", "");
      this.url = "https://www.rfi.fr/cn/shijie/" + day + "-" + number;
      this.date = date;
      this.isMirrored = isMirrored;
    }

    String text() {
      return "河边的第" + edits + "份报告，" + url + "：水位在夜里又高了一些，桥暂时不通。";
    }
  }

  /** The mirror, with the texts of two stories of three, and the site, with summaries and pages. */
  private static final class Site implements Fetcher {
    final Map<String, Story> stories = new LinkedHashMap<>();
    private final Random random;
    private final TestRun test;
    private boolean isBad;
    private int requestsLeft;
    private boolean isCut;

    Site(Random random, TestRun test) {
      this.random = random;
      this.test = test;
    }

    /** A bad night: stories are published and edited, servers fail, and some runs are cut. */
    void begin(boolean bad) {
      isBad = bad;
      isCut = bad && random.nextBoolean();
      requestsLeft = isCut ? 2 + random.nextInt(5) : Integer.MAX_VALUE;
      for (int i = bad ? random.nextInt(5) : 0; i > 0; i--) {
        Instant date = test.clock.instant().minus(Duration.ofMinutes(random.nextInt(700)));
        Story story = new Story(stories.size(), date, random.nextInt(3) > 0);
        stories.put(story.url, story);
      }
      stories.values().forEach(story -> story.edits += bad && random.nextInt(40) == 0 ? 1 : 0);
    }

    /** Sometimes the clock jumps by up to a year, back or forward. */
    void end() {
      boolean jumps = isBad && random.nextInt(6) == 0;
      test.clock.pass(Duration.ofDays(jumps ? random.nextInt(730) - 365 : 0));
      test.clock.pass(isBad ? Duration.ofMinutes(60 + random.nextInt(1500)) : Duration.ofDays(1));
    }

    @Override
    public synchronized HttpResult fetch(HttpRequest request) {
      Story story = stories.get(request.url());
      if (requestsLeft-- <= 0) {
        return new Failure(Kind.OUT_OF_TIME, "was not requested in time");
      }
      HttpResult failure = isBad ? failure(request.url(), story) : null;
      if (failure != null) {
        return failure;
      }
      return story == null
          ? list(request)
          : document(request.url(), page(story.url, "报告", story.date, story.text()), "");
    }

    private @Nullable HttpResult failure(String url, @Nullable Story story) {
      return switch (random.nextInt(12)) {
        case 0 -> new Failure(Kind.SERVER, 500, "answered 500", null, null);
        case 1 -> new Failure(Kind.REFUSED, 403, "answered 403", null, null);
        case 2 -> {
          Duration wait = Duration.ofMinutes(random.nextInt(3000));
          yield new Failure(Kind.REFUSED, 429, "answered 429", wait, null);
        }
        case 3 -> document(url, story == null ? "<rss><channel><item>" : "<p>Forbidden", "");
        case 4 -> {
          if (story == null) {
            yield null;
          }
          story.goneDays.add(PublishedDate.day(test.clock.instant()));
          yield new Failure(Kind.GONE, 404, "answered 404", null, null);
        }
        default -> null;
      };
    }

    private HttpResult list(HttpRequest request) {
      boolean isMirror = request.url().equals(MIRROR);
      List<Story> newest =
          stories.values().stream()
              .filter(story -> story.isMirrored || !isMirror)
              .sorted(Comparator.comparing((Story story) -> story.date).reversed())
              .limit(LISTED_AT_A_TIME)
              .toList();
      String xml =
          feed(
              newest.stream()
                  .map(
                      story ->
                          isMirror
                              ? item(story.url, "报告", story.date, story.text())
                              : summary(story.url, "报告", story.date))
                  .toList());
      String tag = '"' + Integer.toHexString(xml.hashCode()) + '"';
      if (tag.equals(request.validators().etag())) {
        return new HttpResult.Unchanged(Duration.ZERO);
      }
      for (Story story : newest) {
        story.isListed = true;
        if (isMirror && !isCut) {
          story.textsOfRuns.add(story.text());
        }
      }
      return document(request.url(), xml, tag);
    }

    private static HttpResult document(String url, String text, String tag) {
      Validators validators = tag.isEmpty() ? Validators.NONE : new Validators(tag, null);
      return HttpResult.Document.of(
          text.getBytes(StandardCharsets.UTF_8), "utf-8", url, validators);
    }
  }
}
