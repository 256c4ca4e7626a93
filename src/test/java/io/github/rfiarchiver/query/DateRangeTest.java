package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateRangeTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2024-03-01T12:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "2023-10-28, 2023-10-28T00:00:00Z, 2023-10-29T00:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "2023-12, 2023-12-01T00:00:00Z, 2024-01-01T00:00:00Z",
    "2023-10-28T09:45:02Z, 2023-10-28T09:45:02Z, 2023-10-28T09:45:03Z",
    "2023-10-28T09:45:02+08:00, 2023-10-28T01:45:02Z, 2023-10-28T01:45:03Z",
    "2023-10-28T09:45, 2023-10-28T09:45:00Z, 2023-10-28T09:45:01Z",
    "36h, 2024-02-29T00:00:00Z, 2024-03-01T12:00:00Z",
    "7d, 2024-02-23T12:00:00Z, 2024-03-01T12:00:00Z",
    "90m, 2024-03-01T10:30:00Z, 2024-03-01T12:00:00Z",
    "2w, 2024-02-16T12:00:00Z, 2024-03-01T12:00:00Z",
    "3mo, 2023-12-01T12:00:00Z, 2024-03-01T12:00:00Z",
    "1y, 2023-03-01T12:00:00Z, 2024-03-01T12:00:00Z",
    "2023, 2023-01-01T00:00:00Z, 2024-01-01T00:00:00Z",
    "2023/11, 2023-11-01T00:00:00Z, 2023-12-01T00:00:00Z",
    "2023-1, 2023-01-01T00:00:00Z, 2023-02-01T00:00:00Z",
    "2023/11/01, 2023-11-01T00:00:00Z, 2023-11-02T00:00:00Z",
    "2023-11-7, 2023-11-07T00:00:00Z, 2023-11-08T00:00:00Z",
    "2023/1/1, 2023-01-01T00:00:00Z, 2023-01-02T00:00:00Z",
    "today, 2024-03-01T00:00:00Z, 2024-03-02T00:00:00Z",
    "tomorrow, 2024-03-02T00:00:00Z, 2024-03-03T00:00:00Z",
    "yesterday, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "2023-10-28 09:45, 2023-10-28T09:45:00Z, 2023-10-28T09:45:01Z",
    "2023-10-28 09:45+08, 2023-10-28T01:45:00Z, 2023-10-28T01:45:01Z",
    "2023-10-28T09:45:02+0800, 2023-10-28T01:45:02Z, 2023-10-28T01:45:03Z",
    "2023-10-28T09:45-0330, 2023-10-28T13:15:00Z, 2023-10-28T13:15:01Z",
  })
  void reads_years_months_days_seconds_and_durations(String text, Instant start, Instant end)
      throws Exception {
    assertEquals(new DateRange(start, end), DateRange.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "202",
        "2023-13",
        "2023/11-01",
        "2023-00",
        "20231028",
        "999999999999y",
        "Heute",
        "2023-02-29",
        "28/10/2023",
        "2023-10-28T25:00:00Z",
        "7",
        "d",
        "-7d",
        "7s",
        "昨天",
        "2023-10-28T",
        "2023-10-28T09:45+25",
        "9999999999w"
      })
  void rejects_other_forms_and_lists_the_valid_ones(String text) {
    MalformedException e = assertThrows(MalformedException.class, () -> DateRange.parse(text, NOW));
    assertTrue(String.valueOf(e.getMessage()).startsWith(text + ": is not a "), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("2023-10-28, 2023-10, 2023, today"));
    assertEquals(text, e.subject());
  }

  @ParameterizedTest
  @CsvSource({
    "2023-10-28, 2023-10-27T16:00:00Z, 2023-10-28T16:00:00Z",
    "2023-10, 2023-09-30T16:00:00Z, 2023-10-31T16:00:00Z",
    "2023, 2022-12-31T16:00:00Z, 2023-12-31T16:00:00Z",
    "today, 2024-03-01T16:00:00Z, 2024-03-02T16:00:00Z",
    "yesterday, 2024-02-29T16:00:00Z, 2024-03-01T16:00:00Z",
    "2023-10-28T09:45, 2023-10-28T01:45:00Z, 2023-10-28T01:45:01Z",
    "2023-10-28T09:45Z, 2023-10-28T09:45:00Z, 2023-10-28T09:45:01Z",
    "1y, 2023-03-01T23:00:00Z, 2024-03-01T23:00:00Z",
  })
  void takes_dates_without_a_zone_in_that_of_the_user(String text, Instant start, Instant end)
      throws Exception {
    Instant evening = Instant.parse("2024-03-01T23:00:00Z"); // the next day in Shanghai
    Clock clock = Clock.fixed(evening, ZoneId.of("Asia/Shanghai"));
    assertEquals(new DateRange(start, end), DateRange.parse(text, clock));
  }

  @Test
  void a_day_is_as_long_as_it_is_in_its_zone() throws Exception {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneId.of("Europe/Paris"));
    DateRange day = DateRange.parse("2023-10-29", clock);
    assertEquals(Duration.ofHours(25), Duration.between(day.start(), day.end()));
  }

  @Test
  void reports_a_day_that_does_not_exist() {
    MalformedException e =
        assertThrows(MalformedException.class, () -> DateRange.parse("2023-02-29", NOW));
    assertTrue(String.valueOf(e.getMessage()).contains("is not a valid date"), e.getMessage());
  }
}
