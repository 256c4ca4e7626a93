package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.archive.raw.Captures.bytes;
import static io.github.rfiarchiver.archive.raw.Captures.captured;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.archive.ArticleSpool;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.CleaningRules;
import io.github.rfiarchiver.article.clean.PageExtractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRunTest {
  private static final String PAGE = "https://www.rfi.fr/cn/a";
  private static final String DATE = "2023-10-28T10:00:00Z";

  @TempDir Path folder;
  private final List<String> failures = new ArrayList<>();

  @Test
  void a_file_that_becomes_unreadable_between_the_passes_is_a_failure() throws Exception {
    Path file = capture();
    assertEquals(0, imported(file, () -> Files.delete(file)));
    assertEquals(List.of(file + ": does not exist"), failures);
  }

  @Test
  void a_file_that_only_the_first_pass_cannot_read_is_a_failure() throws Exception {
    Path file = capture();
    byte[] captured = Files.readAllBytes(file);
    Files.delete(file);
    imported(file, () -> Files.write(file, captured));
    assertEquals(List.of(file + ": does not exist"), failures);
  }

  @Test
  void a_damaged_file_is_reported_once_though_both_passes_find_the_damage() throws Exception {
    Path file = capture();
    Files.write(file, bytes(Files.readString(file) + "WARC/1.0\r\nbroken"));
    assertEquals(1, imported(file, () -> {}));
    assertEquals(1, failures.size(), failures.toString());
  }

  private Path capture() throws IOException {
    String html = page(PAGE, "甲", Instant.parse(DATE), "一。", "二。");
    return Files.write(
        folder.resolve("x.warc"), captured(PAGE, DATE, "Content-Type: text/html\r\n", bytes(html)));
  }

  private interface Event {
    void happen() throws IOException;
  }

  /** Reads a file of captures; returns the number of articles in it. */
  private int imported(Path file, Event betweenPasses) throws Exception {
    Listener listener =
        new Listener() {
          @Override
          public void begin(int count, String unit) {
            try {
              if (unit.equals("MiB (articles)")) {
                betweenPasses.happen();
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void saved(SaveResult.Saved article) {}

          @Override
          public void notice(String subject, String what) {}

          @Override
          public void failure(String subject, String what, @Nullable Throwable cause) {
            failures.add(subject + ": " + what);
          }
        };
    PageExtractor extractor = new PageExtractor(new ArticleCleaner(CleaningRules.builtIn()));
    try (ArticleSpool spool = new ArticleSpool(null)) {
      new ImportRun(extractor, spool, listener).read(List.of(file));
      return spool.size();
    }
  }
}
