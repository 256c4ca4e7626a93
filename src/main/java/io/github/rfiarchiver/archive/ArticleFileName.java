package io.github.rfiarchiver.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an article's file: {@code 20231028T094502Z-b81ed83301.txt}, or that of a revision:
 * {@code 20231028T094502Z-b81ed83301.r20231029T050000Z.txt}. Names sort by date, key, and time of
 * the revision, the first text before its revisions.
 *
 * @param published the article's date, to the second, in UTC
 * @param key the article's key: 10 hex digits, or 16 where another article had these 10 first
 * @param revised when a revision was saved, to the second, in UTC; null for the first text
 */
public record ArticleFileName(Instant published, String key, @Nullable Instant revised)
    implements Comparable<ArticleFileName> {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{8}T\\d{6}Z)-([0-9a-f]{10}|[0-9a-f]{16})(?:\\.r(\\d{8}T\\d{6}Z))?\\.txt");

  /** A time in a file name, to the second, in UTC. */
  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private static final int SHORT_KEY = 10;

  private static final Comparator<ArticleFileName> ORDER =
      Comparator.comparing(ArticleFileName::published)
          .thenComparing(ArticleFileName::key)
          .thenComparing(
              ArticleFileName::revised, Comparator.nullsFirst(Comparator.naturalOrder()));

  public ArticleFileName {
    published = published.truncatedTo(ChronoUnit.SECONDS);
    revised = revised == null ? null : revised.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The name of a first text. */
  public ArticleFileName(Instant published, String key) {
    this(published, key, null);
  }

  /** Parses a file name; empty where it has another form, or contains an impossible date. */
  public static Optional<ArticleFileName> parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      String revised = form.group(3);
      return Optional.of(
          new ArticleFileName(
              moment(form.group(1)), form.group(2), revised == null ? null : moment(revised)));
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are not a date, as in 20230230T000000Z
    }
  }

  /** The first 10 digits of the key, which two articles may share. */
  public String shortKey() {
    return key.substring(0, SHORT_KEY);
  }

  /** Whether the key has 16 digits. */
  boolean hasLongKey() {
    return key.length() > SHORT_KEY;
  }

  /** The name of a revision of the same article that is saved at {@code moment}. */
  public ArticleFileName revisedAt(Instant moment) {
    return new ArticleFileName(published, key, moment);
  }

  /** The name of the same revision, saved one second later. */
  ArticleFileName oneSecondLater() {
    return revisedAt(Objects.requireNonNull(revised).plusSeconds(1));
  }

  /** The month whose folder holds the file, in UTC. */
  public YearMonth month() {
    return YearMonth.from(published.atZone(ZoneOffset.UTC));
  }

  /** Whether it names a revision. */
  public boolean isRevision() {
    return revised != null;
  }

  @Override
  public int compareTo(ArticleFileName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return STAMP.format(published)
        + "-"
        + key
        + (revised == null ? "" : ".r" + STAMP.format(revised))
        + ".txt";
  }

  private static Instant moment(String stamp) {
    return STAMP.parse(stamp, Instant::from);
  }
}
