package io.github.rfiarchiver.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sat, 28 Oct 2023 09:45:02 GMT       | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 09:45:02 +0000     | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 09:45:02 -0000     | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 09:45:02 Z         | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 09:45:02           | 2023-10-28T09:45:02Z",
        "28 Oct 2023 11:45:02 +0200 (CEST)   | 2023-10-28T09:45:02Z",
        "28 Oct 2023 11:45:02 CEST           | 2023-10-28T09:45:02Z",
        "Saturday, 28 October 2023 5:45 EDT  | 2023-10-28T09:45:00Z",
        "Sat, 28-Oct-23 02:45:02 PDT         | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 17:45:02 GMT+8     | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 17:45:02 +08:00    | 2023-10-28T09:45:02Z",
        "Sat, 28 Oct 2023 15:15:02 +0530     | 2023-10-28T09:45:02Z",
        "Sat 28 oct. 2023 09:45:02 GMT       | 2023-10-28T09:45:02Z",
        "周六, 28 10月 2023 09:45:02 GMT      | 2023-10-28T09:45:02Z",
        "1 Jan 99 00:00 UT                   | 1999-01-01T00:00:00Z",
        "1 Jan 2024                          | 2024-01-01T00:00:00Z",
        "Sat, 31 Dec 2016 23:59:60 GMT       | 2016-12-31T23:59:59Z",
        "2023-10-28T09:45:02Z                | 2023-10-28T09:45:02Z",
        "2023-10-28t09:45:02z                | 2023-10-28T09:45:02Z",
        "2023-10-28T09:45Z                   | 2023-10-28T09:45:00Z",
        "2023-10-28T11:45:02+02:00           | 2023-10-28T09:45:02Z",
        "2023-10-28T04:45:02-0500            | 2023-10-28T09:45:02Z",
        "2023-10-28T09:45:02.5Z              | 2023-10-28T09:45:02.500Z",
        "2023-10-28T09:45:02.123456Z         | 2023-10-28T09:45:02.123Z",
        "2023-10-28T09:45:02                 | 2023-10-28T09:45:02Z",
        "2023-10-28 17:45:02 +0800           | 2023-10-28T09:45:02Z",
        "2023/10/28 09:45                    | 2023-10-28T09:45:00Z",
        "2023-10-28                          | 2023-10-28T00:00:00Z",
        "2023-10                             | 2023-10-01T00:00:00Z",
        "2023                                | 2023-01-01T00:00:00Z",
      })
  void reads_the_forms_of_RSS_and_of_Atom(String text, Instant moment) {
    assertEquals(Optional.of(moment), FeedDate.parse(text));
  }

  @Test
  void blanks_of_all_kinds_are_one() {
    assertEquals(
        Optional.of(Instant.parse("2023-10-28T09:45:02Z")),
        FeedDate.parse("\n  Sat,\u00a028\u3000Oct  2023\t09:45:02 GMT \r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "昨天",
        "Sat, 31 Feb 2023 09:45:02 GMT",
        "28 Foo 2023 09:45:02 GMT",
        "28 13月 2023 09:45:02 GMT",
        "2023-13-01T00:00:00Z",
        "2023-10-28T25:00:00Z",
        "2023-10-28T09:45:02+99:00",
        "1698486302000",
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "9999-12-31T23:59:59Z"
      })
  void what_names_no_moment_of_publication_gives_none(String text) {
    assertEquals(Optional.empty(), FeedDate.parse(text));
  }
}
