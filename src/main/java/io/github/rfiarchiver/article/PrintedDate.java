package io.github.rfiarchiver.article;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The date that the site prints above an article, {@code 28/10/2023 - 11:22}, without a zone. It is
 * local time in Europe/Paris.
 */
public final class PrintedDate {
  /** The zone of the printed date, and of the days of the site. */
  public static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  private static final String BLANKS = "(?:[\\s\\u00a0\\u3000]|&nbsp;)*+";
  private static final Pattern FORM =
      Pattern.compile("(\\d\\d)/(\\d\\d)/(\\d{4})" + BLANKS + "-" + BLANKS + "(\\d\\d):(\\d\\d)");
  private static final Pattern IN_FRONT =
      Pattern.compile("(?i)" + BLANKS + "<div[^>]*>" + BLANKS + FORM + BLANKS + "</div>");

  private PrintedDate() {}

  /** Parses a text; empty where it is not in this form or not a valid date. */
  public static Optional<Instant> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches() ? moment(form) : Optional.empty();
  }

  /**
   * The printed date at the start of a body; empty where there is none or it is not valid: not in
   * the calendar, or not in {@linkplain PublishedDate#isPossible the years of articles}.
   */
  public static Optional<Instant> opening(String body) {
    Matcher form = IN_FRONT.matcher(body);
    return form.lookingAt() ? moment(form) : Optional.empty();
  }

  /** Whether a body starts with a printed date, valid or not, as in the mirror's feed. */
  public static boolean opens(String body) {
    return IN_FRONT.matcher(body).lookingAt();
  }

  private static Optional<Instant> moment(Matcher form) {
    int[] parts = IntStream.rangeClosed(1, 5).map(i -> Integer.parseInt(form.group(i))).toArray();
    try {
      return Optional.of(
              LocalDateTime.of(parts[2], parts[1], parts[0], parts[3], parts[4])
                  .atZone(ZONE)
                  .toInstant())
          .filter(PublishedDate::isPossible);
    } catch (DateTimeException e) {
      return Optional.empty(); // 31/02 or 25:00
    }
  }
}
