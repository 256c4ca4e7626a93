package io.github.rfiarchiver.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The name of an article's file: {@code 20231028T094502Z-b81ed83301.txt}, or that of a revision:
 * {@code 20231028T094502Z-b81ed83301.r20231029T050000Z.txt}. They sort by date, key, and moment of
 * the revision, the first text before its revisions.
 *
 * @param published the article's date, to the second, in UTC
 * @param key the article's key: 10 hex digits, or 16 where another article had these 10 first
 * @param revised the moment when a revision was kept, to the second; empty for the first text
 */
public record ArticleFileName(Instant published, String key, Optional<Instant> revised)
    implements Comparable<ArticleFileName> {
  /** The forms of names: 0 stands for a digit, k for a hex digit of the key. */
  private static final String FIRST_TEXT = "00000000T000000Z-kkkkkkkkkk.txt";

  private static final String REVISION = "00000000T000000Z-kkkkkkkkkk.r00000000T000000Z.txt";
  private static final String LONG_KEY = "kkkkkkkkkkkkkkkk";
  private static final String FIRST_TEXT_LONG = withLongKey(FIRST_TEXT);
  private static final String REVISION_LONG = withLongKey(REVISION);
  static final int KEY_START = FIRST_TEXT.indexOf('k');

  /** Where the 10 digits end that every key has. */
  static final int KEY_END = FIRST_TEXT.lastIndexOf('k') + 1;

  public ArticleFileName {
    published = published.truncatedTo(ChronoUnit.SECONDS);
    revised = revised.map(moment -> moment.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The name that a text is, where it is one. */
  public static Optional<ArticleFileName> parse(String name) {
    boolean isLong = name.length() > KEY_END && name.charAt(KEY_END) != '.';
    boolean isRevision = fits(name, isLong ? REVISION_LONG : REVISION);
    if (!isRevision && !fits(name, isLong ? FIRST_TEXT_LONG : FIRST_TEXT)) {
      return Optional.empty();
    }
    int keyEnd = isLong ? KEY_START + LONG_KEY.length() : KEY_END;
    try {
      return Optional.of(
          new ArticleFileName(
              moment(name, 0),
              name.substring(KEY_START, keyEnd),
              isRevision ? Optional.of(moment(name, keyEnd + 2)) : Optional.empty()));
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are no date
    }
  }

  /**
   * Whether a name is of a form, character by character: a walk over an archive reads every name,
   * and a regular expression takes ten times as long.
   */
  private static boolean fits(String name, String form) {
    if (name.length() != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean fits =
          switch (form.charAt(i)) {
            case '0' -> digit;
            case 'k' -> digit || (c >= 'a' && c <= 'f');
            default -> c == form.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static String withLongKey(String form) {
    return form.replaceFirst("k+", LONG_KEY);
  }

  /** The first 10 digits of the key, which two articles may share. */
  public String shortKey() {
    return key.substring(0, KEY_END - KEY_START);
  }

  /** Whether the key has 16 digits. */
  boolean hasLongKey() {
    return key.length() > KEY_END - KEY_START;
  }

  /** The name that a revision of the same article has. */
  public ArticleFileName revisedAt(Instant moment) {
    return new ArticleFileName(published, key, Optional.of(moment));
  }

  /** The month whose folder holds the file, in UTC. */
  public YearMonth month() {
    return YearMonth.from(
        LocalDateTime.ofEpochSecond(published.getEpochSecond(), 0, ZoneOffset.UTC));
  }

  /** Whether it names a later text of an article. */
  public boolean isRevision() {
    return revised.isPresent();
  }

  @Override
  public int compareTo(ArticleFileName other) {
    int order = published.compareTo(other.published);
    order = order == 0 ? key.compareTo(other.key) : order;
    return order == 0
        ? revised.orElse(Instant.MIN).compareTo(other.revised.orElse(Instant.MIN))
        : order;
  }

  @Override
  public String toString() {
    return stamp(published)
        + "-"
        + key
        + revised.map(moment -> ".r" + stamp(moment)).orElse("")
        + ".txt";
  }

  private static Instant moment(String name, int stamp) {
    return LocalDateTime.of(
            number(name, stamp, 4),
            number(name, stamp + 4, 2),
            number(name, stamp + 6, 2),
            number(name, stamp + 9, 2),
            number(name, stamp + 11, 2),
            number(name, stamp + 13, 2))
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
    if (digits > 1) {
      append(out, number / 10, digits - 1);
    }
    out.append((char) ('0' + number % 10));
  }

  private static int number(String name, int at, int digits) {
    return Integer.parseInt(name, at, at + digits, 10);
  }
}
