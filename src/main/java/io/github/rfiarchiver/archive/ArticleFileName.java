package io.github.rfiarchiver.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an article's file: {@code 20231028T094502Z-b81ed83301.txt}, or that of a revision:
 * {@code 20231028T094502Z-b81ed83301.r20231029T050000Z.txt}. They sort by date, key, and moment of
 * the revision, the first text before its revisions.
 *
 * @param published the article's date, to the second, in UTC
 * @param key the article's key, 10 hex digits
 * @param revised the moment when a revision was kept, to the second; empty for the first text
 */
public record ArticleFileName(Instant published, String key, Optional<Instant> revised)
    implements Comparable<ArticleFileName> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{8}T\\d{6}Z)-([0-9a-f]{10})(?:\\.r(\\d{8}T\\d{6}Z))?\\.txt");
  private static final Comparator<ArticleFileName> ORDER =
      Comparator.comparing(ArticleFileName::published)
          .thenComparing(ArticleFileName::key)
          .thenComparing(name -> name.revised().orElse(Instant.MIN));

  public ArticleFileName {
    published = published.truncatedTo(ChronoUnit.SECONDS);
    revised = revised.map(moment -> moment.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The name that a text is, where it is one. */
  public static Optional<ArticleFileName> parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ArticleFileName(
              moment(form.group(1)),
              form.group(2),
              Optional.ofNullable(form.group(3)).map(ArticleFileName::moment)));
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are no date
    }
  }

  /** The name that a revision of the same article has. */
  public ArticleFileName revisedAt(Instant moment) {
    return new ArticleFileName(published, key, Optional.of(moment));
  }

  /** The month whose folder holds the file, in UTC. */
  public YearMonth month() {
    return YearMonth.from(published.atZone(ZoneOffset.UTC));
  }

  /** Whether it names a later text of an article. */
  public boolean isRevision() {
    return revised.isPresent();
  }

  @Override
  public int compareTo(ArticleFileName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return stamp(published)
        + "-"
        + key
        + revised.map(moment -> ".r" + stamp(moment)).orElse("")
        + ".txt";
  }

  private static Instant moment(String stamp) {
    return LocalDateTime.of(
            number(stamp, 0, 4),
            number(stamp, 4, 6),
            number(stamp, 6, 8),
            number(stamp, 9, 11),
            number(stamp, 11, 13),
            number(stamp, 13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  /**
   * By hand: a walk over an archive writes every name once, and a formatter takes ten times as
   * long.
   */
  private static String stamp(Instant moment) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder stamp = new StringBuilder(16);
    append(stamp, time.getYear(), 4);
    append(stamp, time.getMonthValue(), 2);
    append(stamp, time.getDayOfMonth(), 2);
    stamp.append('T');
    append(stamp, time.getHour(), 2);
    append(stamp, time.getMinute(), 2);
    append(stamp, time.getSecond(), 2);
    return stamp.append('Z').toString();
  }

  private static void append(StringBuilder out, int number, int digits) {
    String text = Integer.toString(number);
    for (int i = text.length(); i < digits; i++) {
      out.append('0');
    }
    out.append(text);
  }

  private static int number(String stamp, int from, int to) {
    return Integer.parseInt(stamp, from, to, 10);
  }
}
