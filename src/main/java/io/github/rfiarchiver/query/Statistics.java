package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.RawStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts of an archive, from the names and sizes of its files.
 *
 * @param zone the time zone of the days and months
 * @param articles the number of articles
 * @param revisions the number of revisions
 * @param bytes the total size of the article files
 * @param first the date of the earliest article; null for an empty archive
 * @param last the date of the latest article; null for an empty archive
 * @param perMonth the number of articles of each month from the first to the last, including zeros
 * @param perDay the number of articles of each day that has any
 * @param raw its raw captures
 */
public record Statistics(
    ZoneId zone,
    long articles,
    long revisions,
    long bytes,
    @Nullable Instant first,
    @Nullable Instant last,
    SortedMap<YearMonth, Integer> perMonth,
    SortedMap<LocalDate, Integer> perDay,
    Raw raw) {
  private static final Pattern MONTH = Pattern.compile("/(\\d{4})/(\\d\\d)/[^/]*$");

  /** Consecutive days without an article, both inclusive. */
  public record EmptyDays(LocalDate first, LocalDate last) {
    /** The number of days, at least 1. */
    public long days() {
      return last.toEpochDay() - first.toEpochDay() + 1;
    }
  }

  /**
   * The raw captures.
   *
   * @param files how many files there are
   * @param bytes the sum of their sizes
   * @param months the months of their runs, such as {@code 2023-10}, the earliest first
   */
  public record Raw(int files, long bytes, List<String> months) {
    private static Raw of(Archive archive) throws ArchiveException {
      List<Path> files = RawStore.files(archive);
      List<String> months =
          files.stream()
              .flatMap(file -> MONTH.matcher(file.toString()).results())
              .map(month -> month.group(1) + "-" + month.group(2))
              .distinct()
              .toList();
      return new Raw(files.size(), files.stream().mapToLong(archive::size).sum(), months);
    }
  }

  /**
   * Counts the articles of an archive.
   *
   * @param zone the time zone of the days and months
   * @throws ArchiveException where its folder cannot be read
   * @throws java.io.UncheckedIOException where a month's folder, or the size of a file, cannot be
   *     read
   */
  public static Statistics of(Archive archive, ZoneId zone) throws ArchiveException {
    long texts = 0;
    long bytes = 0;
    List<ArticleFileName> articles = new ArrayList<>();
    for (YearMonth month : archive.months()) {
      List<ArticleFileName> names = archive.names(month);
      texts += names.size();
      bytes += names.parallelStream().map(archive::path).mapToLong(archive::size).sum();
      articles.addAll(ArticleFilter.ALL.select(names));
    }
    SortedMap<LocalDate, Integer> perDay = new TreeMap<>();
    SortedMap<YearMonth, Integer> perMonth = new TreeMap<>();
    for (ArticleFileName article : articles) {
      LocalDate day = LocalDate.ofInstant(article.published(), zone);
      perDay.merge(day, 1, Integer::sum);
      perMonth.merge(YearMonth.from(day), 1, Integer::sum);
    }
    if (!perMonth.isEmpty()) {
      for (YearMonth m = perMonth.firstKey(); m.isBefore(perMonth.lastKey()); m = m.plusMonths(1)) {
        perMonth.putIfAbsent(m, 0);
      }
    }
    return new Statistics(
        zone,
        articles.size(),
        texts - articles.size(),
        bytes,
        articles.isEmpty() ? null : articles.get(0).published(),
        articles.isEmpty() ? null : articles.get(articles.size() - 1).published(),
        perMonth,
        perDay,
        Raw.of(archive));
  }

  /**
   * The number of articles of each of the last {@code days} days up to {@code today}, ascending.
   */
  public SortedMap<LocalDate, Integer> lastDays(int days, LocalDate today) {
    SortedMap<LocalDate, Integer> counts = new TreeMap<>();
    today
        .minusDays(days - 1L)
        .datesUntil(today.plusDays(1))
        .forEach(day -> counts.put(day, perDay.getOrDefault(day, 0)));
    return counts;
  }

  /** The empty days between the first and the last article, ascending. */
  public List<EmptyDays> emptyDays() {
    List<EmptyDays> emptyDays = new ArrayList<>();
    LocalDate before = null;
    for (LocalDate day : perDay.keySet()) {
      if (before != null && before.plusDays(1).isBefore(day)) {
        emptyDays.add(new EmptyDays(before.plusDays(1), day.minusDays(1)));
      }
      before = day;
    }
    return emptyDays;
  }
}
