package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.article.PublishedDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dates of feeds: RFC 822 with the years of RFC 2822 (RSS), and the W3C's profile of ISO 8601
 * (Atom, Dublin Core), both read leniently. Rome's own reader tries some thirty masks on each date,
 * most of the time that a large feed takes, and reads 31 February and microseconds as other
 * moments.
 */
final class FeedDate {
  private static final String TIME = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,12}))?)?";
  private static final String ZONE =
      " ?([A-Za-z]{1,5})? ?(?:([+-])(\\d{1,2}):?(\\d{2})?)?(?: ?\\(.*\\))?";
  private static final Pattern RFC_822 =
      Pattern.compile(
          "(?:\\p{L}+\\.?,? ?)?(\\d{1,2})[ -](?:(\\p{L}{3,9})\\.?|(\\d{1,2})月)[ ,-]{1,2}(\\d{4}|\\d{2}),?(?: "
              + TIME
              + ZONE
              + ")?");
  private static final Pattern ISO_8601 =
      Pattern.compile(
          "(\\d{4})(?:[-/](\\d{1,2})(?:[-/](\\d{1,2})(?:[Tt ] ?" + TIME + ZONE + ")?)?)?");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u3000]+");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** Hours from UTC. RFC 822 names the American ones; the European are the site's own. */
  private static final Map<String, Integer> ZONES =
      Map.of(
          "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7,
          "CET", 1, "CEST", 2);

  private FeedDate() {}

  /**
   * The moment that a text names, to the millisecond. A date without a zone, or with one that no
   * RFC names, is in UTC (RFC 2822, section 4.3); a day without a time begins at 00:00.
   *
   * @return empty where it names none, or one that {@linkplain PublishedDate#isPossible no article}
   *     can have
   */
  static Optional<Instant> parse(String text) {
    String date = BLANKS.matcher(text).replaceAll(" ").strip();
    Matcher iso = ISO_8601.matcher(date);
    if (iso.matches()) {
      return moment(
          number(iso.group(1), 0), number(iso.group(2), 1), number(iso.group(3), 1), iso, 4);
    }
    Matcher rfc = RFC_822.matcher(date);
    if (!rfc.matches()) {
      return Optional.empty();
    }
    int month =
        rfc.group(2) == null
            ? number(rfc.group(3), 0)
            : MONTHS.indexOf(rfc.group(2).substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
    int year = number(rfc.group(4), 0);
    if (rfc.group(4).length() == 2) {
      year += year < 50 ? 2000 : 1900; // RFC 2822, section 4.3
    }
    return moment(year, month, number(rfc.group(1), 0), rfc, 5);
  }

  /**
   * @param time the number of the first group of {@link #TIME}; those of {@link #ZONE} follow
   */
  private static Optional<Instant> moment(int year, int month, int day, Matcher form, int time) {
    String fraction = form.group(time + 3) == null ? "" : form.group(time + 3);
    int millis = Integer.parseInt((fraction + "000").substring(0, 3));
    int second = Math.min(number(form.group(time + 2), 0), 59); // a leap second has no Instant
    try {
      return Optional.of(
              LocalDateTime.of(
                      year,
                      month,
                      day,
                      number(form.group(time), 0),
                      number(form.group(time + 1), 0),
                      second)
                  .toInstant(offset(form, time + 4))
                  .plusMillis(millis))
          .filter(PublishedDate::isPossible);
    } catch (DateTimeException e) {
      return Optional.empty(); // 31 February, or 25:00: no moment
    }
  }

  /** {@code GMT+8} is taken as what it is meant to be, eight hours east. */
  private static ZoneOffset offset(Matcher form, int zone) {
    String name = form.group(zone) == null ? "" : form.group(zone).toUpperCase(Locale.ROOT);
    if (form.group(zone + 1) == null) {
      return ZoneOffset.ofHours(ZONES.getOrDefault(name, 0));
    }
    int minutes = number(form.group(zone + 2), 0) * 60 + number(form.group(zone + 3), 0);
    return ZoneOffset.ofTotalSeconds((form.group(zone + 1).equals("-") ? -60 : 60) * minutes);
  }

  private static int number(@Nullable String digits, int without) {
    return digits == null ? without : Integer.parseInt(digits);
  }
}
