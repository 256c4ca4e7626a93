package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of a date on the command line: a month, a day, a second, or a duration back from now.
 * All dates of the command line are parsed here. Without a zone they are UTC.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record DateRange(Instant start, Instant end) {
  /** The accepted forms, for messages and help. */
  public static final String FORMS =
      "2023-10-28, 2023-10, 2023-10-28T09:45:02Z, or a time back from now: 36h, 7d, 2w";

  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d\\d");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern LOCAL = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+");
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.+");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([hdw])");
  private static final DateTimeFormatter STRICT_DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.STRICT);

  public DateRange {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("a range that ends before it starts");
    }
  }

  private static final String HINT = "; a date is " + FORMS;

  /**
   * Parses a date.
   *
   * @param now the end of a range that is given as a duration
   * @throws MalformedException where the text has none of the {@linkplain #FORMS forms}, or is not
   *     a valid date; its message lists the forms
   */
  public static DateRange parse(String text, Instant now) throws MalformedException {
    try {
      if (MONTH.matcher(text).matches()) {
        YearMonth month = YearMonth.parse(text);
        return days(month.atDay(1), month.plusMonths(1).atDay(1));
      }
      if (DAY.matcher(text).matches()) {
        LocalDate day = LocalDate.parse(text, STRICT_DAY);
        return days(day, day.plusDays(1));
      }
      if (MOMENT.matcher(text).matches()) {
        Instant second =
            LOCAL.matcher(text).matches()
                ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
        return new DateRange(second, second.plusSeconds(1));
      }
      Matcher duration = DURATION.matcher(text);
      if (duration.matches()) {
        return new DateRange(now.minus(duration(duration)), now);
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedException(text, "is not a valid date" + HINT);
    }
    throw new MalformedException(text, "is not a date" + HINT);
  }

  /** Whether a text has the form of a month, a day or a second, valid or not. */
  static boolean looksLikeOne(String text) {
    return MONTH.matcher(text).matches()
        || DAY.matcher(text).matches()
        || MOMENT.matcher(text).matches();
  }

  private static DateRange days(LocalDate first, LocalDate behind) {
    return new DateRange(
        first.atStartOfDay(ZoneOffset.UTC).toInstant(),
        behind.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static Duration duration(Matcher duration) {
    long count = Long.parseLong(duration.group(1));
    return switch (duration.group(2)) {
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(Math.multiplyExact(count, 7));
    };
  }
}
