package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.rfiarchiver.archive.ArticleFileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
  @TempDir private Path folder;
  private TestArchive files;

  @BeforeEach
  void open() {
    files = new TestArchive(folder);
  }

  @Test
  void counts_articles_revisions_bytes_and_days() throws Exception {
    ArticleFileName first = files.add("2023-08-30T10:00:00Z", "", "a", "<p>一</p>");
    files.revise(first, "2023-08-31T00:00:00Z", "", "a", "<p>一一</p>");
    files.add("2023-08-30T23:59:59Z", "", "b", "<p>二</p>");
    ArticleFileName last = files.add("2023-10-02T00:00:00Z", "", "c", "<p>三</p>");
    Statistics statistics = Statistics.of(files.archive(), ZoneOffset.UTC);
    assertEquals(3, statistics.articles());
    assertEquals(1, statistics.revisions());
    assertEquals(
        files.archive().names().mapToLong(name -> size(files.archive().path(name))).sum(),
        statistics.bytes());
    assertEquals(first.published(), statistics.first());
    assertEquals(last.published(), statistics.last());
    assertEquals(
        Map.of(YearMonth.of(2023, 8), 2, YearMonth.of(2023, 9), 0, YearMonth.of(2023, 10), 1),
        statistics.perMonth());
    Statistics.EmptyDays gap =
        new Statistics.EmptyDays(LocalDate.parse("2023-08-31"), LocalDate.parse("2023-10-01"));
    assertEquals(List.of(gap), statistics.emptyDays());
    assertEquals(32, gap.days());
    assertEquals(
        List.of(0, 1, 0),
        List.copyOf(statistics.lastDays(3, LocalDate.parse("2023-10-03")).values()));
  }

  @Test
  void has_no_dates_for_an_empty_archive() throws Exception {
    Statistics statistics = Statistics.of(files.archive(), ZoneOffset.UTC);
    assertEquals(0, statistics.articles());
    assertNull(statistics.first());
    assertEquals(List.of(), statistics.emptyDays());
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
