package io.github.rfiarchiver.source;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * Days in a row, whatever the zone; none where {@code until} is not after {@code since}.
 *
 * @param since the first day
 * @param until the day after the last
 */
public record Span(LocalDate since, LocalDate until) {
  static Span of(LocalDate day) {
    return new Span(day, day.plusDays(1));
  }

  static Span of(YearMonth month) {
    return new Span(month.atDay(1), month.plusMonths(1).atDay(1));
  }

  public boolean contains(LocalDate day) {
    return !day.isBefore(since) && day.isBefore(until);
  }

  /** Whether it holds a day of a month in which another span begins. */
  boolean touchesMonthOf(Span other) {
    Span month = of(YearMonth.from(other.since));
    return month.since.isBefore(until) && since.isBefore(month.until);
  }

  public List<LocalDate> days() {
    return since.isBefore(until) ? since.datesUntil(until).toList() : List.of();
  }
}
