package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateRangeTest {
  private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");

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
    "2w, 2024-02-16T12:00:00Z, 2024-03-01T12:00:00Z",
  })
  void reads_months_days_seconds_and_durations(String text, Instant start, Instant end)
      throws Exception {
    assertEquals(new DateRange(start, end), DateRange.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2023",
        "2023-13",
        "2023-02-29",
        "28/10/2023",
        "2023-10-28T25:00:00Z",
        "7",
        "d",
        "-7d",
        "7m",
        "昨天",
        "2023-10-28T",
        "9999999999w",
        "2023-1-1"
      })
  void rejects_other_forms_and_lists_the_valid_ones(String text) {
    MalformedException e = assertThrows(MalformedException.class, () -> DateRange.parse(text, NOW));
    assertTrue(String.valueOf(e.getMessage()).startsWith(text + ": is not a "), e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage()).contains("2023-10-28, 2023-10, 2023-10-28T09:45:02Z"));
    assertEquals(text, e.subject());
  }

  @Test
  void reports_a_day_that_does_not_exist() {
    MalformedException e =
        assertThrows(MalformedException.class, () -> DateRange.parse("2023-02-29", NOW));
    assertTrue(String.valueOf(e.getMessage()).contains("is not a valid date"), e.getMessage());
  }
}
