package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of a date on the command line: a year, a month, a day, a second, or a duration back
 * from now. All dates of the command line are parsed here. Without a zone they are in the user's
 * time zone.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record DateRange(Instant start, Instant end) {
  /** The accepted forms, for messages and help. */
  public static final String FORMS =
      "2023-10-28, 2023-10, 2023, today, yesterday, 2023-10-28T09:45:02Z, or a time back from"
          + " now: 90m, 36h, 7d, 2w, 3mo, 1y";

  /** A year, month or day; the parts of a month and a day may lack a leading zero. */
  private static final Pattern DAYS =
      Pattern.compile("(\\d{4})(?:([-/])(\\d{1,2})(?:\\2(\\d{1,2}))?)?");

  /** Tomorrow is the default of {@code backfill --until}. */
  private static final List<String> NAMED_DAYS = List.of("tomorrow", "today", "yesterday");

  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ].+");

  /** A duration: seconds, minutes, hours, days, weeks, months or years. */
  private static final Pattern BACK = Pattern.compile("\\d{1,9}(?:[smhdwy]|mo)");

  /** Of a duration: one of more digits may not be countable. */
  private static final int LONGEST_TEXT = "99999mo".length();

  private static final int LONGEST_DAYS = 36_500;

  /** Of a selector too, which is a date but no duration. */
  static final String HINT = "; a date is " + FORMS + " (for --since and --until only)";

  /**
   * Parses a date.
   *
   * @param clock the end of a range that is given as a duration, and the user's time zone; the zone
   *     is not looked up for a duration
   * @throws MalformedException where the text has none of the {@linkplain #FORMS forms}, or is not
   *     a valid date; its message lists the forms
   */
  public static DateRange parse(String text, Clock clock) throws MalformedException {
    try {
      int daysBefore = NAMED_DAYS.indexOf(text);
      if (daysBefore >= 0) {
        return of(LocalDate.now(clock).plusDays(1 - daysBefore), Period.ofDays(1), clock.getZone());
      }
      Matcher days = DAYS.matcher(text);
      if (days.matches()) {
        return of(
            LocalDate.of(number(days, 1), number(days, 3), number(days, 4)),
            days.group(3) == null
                ? Period.ofYears(1)
                : days.group(4) == null ? Period.ofMonths(1) : Period.ofDays(1),
            clock.getZone());
      }
      if (MOMENT.matcher(text).matches()) {
        Instant second = moment(text.replace(' ', 'T'), clock.getZone());
        return new DateRange(second, second.plusSeconds(1));
      }
      if (BACK.matcher(text).matches() && !text.endsWith("s")) { // days need no seconds
        return back(text, clock);
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedException(text, "is not a valid date" + HINT);
    }
    throw new MalformedException(text, "is not a date" + HINT);
  }

  /** The start of a {@linkplain #parse parsed} date. */
  public static Instant start(String text, Clock clock) throws MalformedException {
    return parse(text, clock).start;
  }

  /**
   * Parses a duration, such as {@code 90m} or {@code 2w}; a month and a year have the days of the
   * last one.
   *
   * @throws MalformedException where it is none, is zero, or is not less than 100 years
   */
  public static Duration duration(String text, Clock clock) throws MalformedException {
    if (BACK.matcher(text).matches() && text.length() <= LONGEST_TEXT) {
      DateRange range = back(text, clock);
      Duration length = Duration.between(range.start(), range.end());
      if (!length.isZero() && length.toDays() < LONGEST_DAYS) {
        return length;
      }
    }
    throw new MalformedException(
        text, "is not a duration; write a number and s, m, h, d, w, mo or y, such as 90m");
  }

  private static DateRange back(String text, Clock clock) {
    TemporalAmount length = // in the forms of ISO 8601: PT90M, P3M
        text.matches(".*(?:s|\\dm|h)")
            ? Duration.parse("PT" + text)
            : Period.parse("P" + text.replace("mo", "m"));
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return new DateRange(now.minus(length).toInstant(), now.toInstant());
  }

  /** Whether a text has the form of a year, a month, a day or a second, valid or not. */
  static boolean looksLikeOne(String text) {
    return NAMED_DAYS.contains(text)
        || DAYS.matcher(text).matches()
        || MOMENT.matcher(text).matches();
  }

  private static DateRange of(LocalDate first, Period length, ZoneId zone) {
    return new DateRange(
        first.atStartOfDay(zone).toInstant(), first.plus(length).atStartOfDay(zone).toInstant());
  }

  /** A number of the date; 1 if it is absent: the first month, the first day. */
  private static int number(Matcher date, int group) {
    return date.group(group) == null ? 1 : Integer.parseInt(date.group(group));
  }

  /** A time in ISO 8601, with an offset or in the zone. */
  private static Instant moment(String text, ZoneId zone) {
    String offset = text.replaceFirst("([+-]\\d\\d)$", "$1:00"); // +08, +0800, +08:00
    return DateTimeFormatter.ISO_DATE_TIME
        .withZone(zone)
        .parse(offset.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"), Instant::from);
  }
}
