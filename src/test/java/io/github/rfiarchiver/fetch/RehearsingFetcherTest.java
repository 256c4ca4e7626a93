package io.github.rfiarchiver.fetch;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.CleaningRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RehearsingFetcherTest {
  private static final String ENTRY =
      item("https://www.rfi.fr/cn/a", "甲", Instant.parse("2023-10-28T09:45:02Z"), "一。", "二。");
  private static final Outcome ANSWER = new Outcome.Failure(Outcome.Kind.OTHER, "is not there");

  private final List<String> asked = new ArrayList<>();
  private final List<Integer> rehearsals = new ArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Test
  void rehearses_to_the_end_while_the_first_document_is_waited_for_and_never_again()
      throws Exception {
    String sample = feed(Collections.nCopies(500, ENTRY)); // enough to be seen at work
    Fetcher fetcher =
        new RehearsingFetcher(
            this::answerWhenRehearsed,
            () -> sample.getBytes(StandardCharsets.UTF_8),
            new ArticleCleaner(CleaningRules.builtIn()));
    assertEquals(ANSWER, fetcher.fetch(Request.feed("https://a/", Validators.NONE)));
    assertEquals(ANSWER, fetcher.fetch(Request.feed("https://b/", Validators.NONE)));
    assertEquals(List.of("https://a/", "https://b/"), asked);
    assertEquals(List.of(1, 0), rehearsals);
    assertEquals(List.of(), failures);
  }

  private Outcome answerWhenRehearsed(Request request) throws InterruptedException {
    asked.add(request.address());
    List<Thread> running =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("rehearsal"))
            .toList();
    rehearsals.add(running.size());
    for (Thread rehearsal : running) {
      rehearsal.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
      rehearsal.join();
    }
    return ANSWER;
  }
}
