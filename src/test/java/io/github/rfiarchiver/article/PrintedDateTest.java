package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedDateTest {
  @Test
  void is_one_hour_ahead_of_utc_in_winter_and_two_in_summer() {
    assertEquals(moment("2026-01-15T07:30:00Z"), PrintedDate.parse("15/01/2026 - 08:30"));
    assertEquals(moment("2026-07-15T06:30:00Z"), PrintedDate.parse("15/07/2026 - 08:30"));
  }

  @Test
  void follows_daylight_saving_time() {
    assertEquals(moment("2026-03-29T00:59:00Z"), PrintedDate.parse("29/03/2026 - 01:59"));
    assertEquals(moment("2026-03-29T01:00:00Z"), PrintedDate.parse("29/03/2026 - 03:00"));
    assertEquals(moment("2026-10-25T02:00:00Z"), PrintedDate.parse("25/10/2026 - 03:00"));
  }

  @Test
  void accepts_any_whitespace() {
    assertEquals(
        moment("2026-01-15T07:30:00Z"), PrintedDate.parse(" 15/01/2026\u00a0-\u300008:30 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-15",
        "15/01/2026",
        "31/02/2026 - 08:30",
        "15/01/2026 - 25:00",
        "15/01/2026 - 08:30:00"
      })
  void rejects_other_forms(String text) {
    assertEquals(Optional.empty(), PrintedDate.parse(text));
  }

  @Test
  void is_at_the_start_of_the_mirror_s_bodies() {
    assertEquals(
        moment("2026-01-15T07:30:00Z"),
        PrintedDate.opening("\n<div class=\"x\"> 15/01/2026 - 08:30\u00a0</div><p>桥</p>"));
    assertTrue(PrintedDate.opens("<div>15/01/2026 - 08:30</div>"));
    assertTrue(PrintedDate.opens("<DIV>15/01/2026&nbsp;-&nbsp;08:30</DIV>"));
    assertFalse(PrintedDate.opens("<p>桥</p><div>15/01/2026 - 08:30</div>"));
    assertFalse(PrintedDate.opens("<div>15/01/2026 - 08:30 更新</div>"));
  }

  private static Optional<Instant> moment(String iso8601) {
    return Optional.of(Instant.parse(iso8601));
  }
}
