package io.github.rfiarchiver.archive;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
 * @param article the article's date, to the second, in UTC, and its key, as all its names have them
 * @param revision when a revision was saved, as it is written; empty for the first text
 */
public record ArticleFileName(String article, String revision)
    implements Comparable<ArticleFileName> {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{8}T\\d{6}Z-(?:[0-9a-f]{10}|[0-9a-f]{16}))(?:\\.r(\\d{8}T\\d{6}Z))?\\.txt");

  /** A time in a file name, to the second, in UTC. */
  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int KEY = "20231028T094502Z-".length();
  private static final int SHORT_KEY = 10;

  /** The name of a first text. */
  public ArticleFileName(Instant published, String key) {
    this(STAMP.format(published) + "-" + key, "");
  }

  /** {@link #parse(String) Parses} the name of a file, in whatever folder it is. */
  public static Optional<ArticleFileName> parse(Path file) {
    return parse(String.valueOf(file.getFileName()));
  }

  /** Parses a file name; empty if it has another form, or contains an impossible date. */
  public static Optional<ArticleFileName> parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    ArticleFileName parsed =
        new ArticleFileName(form.group(1), Objects.requireNonNullElse(form.group(2), ""));
    try {
      parsed.published();
      parsed.revised();
      return Optional.of(parsed);
    } catch (DateTimeException e) {
      return Optional.empty(); // digits that are not a date, as in 20230230T000000Z
    }
  }

  /** The article's date, to the second, in UTC. */
  public Instant published() {
    return moment(article);
  }

  /** The article's key: 10 hex digits, or 16 where another article had these 10 first. */
  public String key() {
    return article.substring(KEY);
  }

  /** What a file name has in the place of the {@link #shortKey}; empty if it is too short. */
  static String shortKeyIn(String name) {
    return name.length() < KEY + SHORT_KEY ? "" : name.substring(KEY, KEY + SHORT_KEY);
  }

  /** The first 10 digits of the key, which two articles may share. */
  public String shortKey() {
    return shortKeyIn(article);
  }

  /** Whether the key has 16 digits. */
  boolean hasLongKey() {
    return article.length() > KEY + SHORT_KEY;
  }

  /** When a revision was saved, to the second, in UTC; null for the first text. */
  public @Nullable Instant revised() {
    return isRevision() ? moment(revision) : null;
  }

  /** Whether it names a revision. */
  public boolean isRevision() {
    return !revision.isEmpty();
  }

  /** The name of the article's first text. */
  ArticleFileName first() {
    return new ArticleFileName(article, "");
  }

  /** The name of a revision of the same article that is saved at {@code moment}. */
  public ArticleFileName revisedAt(Instant moment) {
    return new ArticleFileName(article, STAMP.format(moment));
  }

  /** The name of the same revision, saved one second later. */
  ArticleFileName oneSecondLater() {
    return revisedAt(Objects.requireNonNull(revised()).plusSeconds(1));
  }

  /** The month whose folder holds the file, in UTC. */
  public YearMonth month() {
    return YearMonth.of(number(article, 0, 4), number(article, 4, 6));
  }

  @Override
  public int compareTo(ArticleFileName other) {
    int order = article.compareTo(other.article);
    return order == 0 ? revision.compareTo(other.revision) : order;
  }

  @Override
  public String toString() {
    return article + (isRevision() ? ".r" + revision : "") + ".txt";
  }

  /** The time at the start of a text. Not by a formatter, which takes five times as long. */
  private static Instant moment(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 4, 6),
            number(text, 6, 8),
            number(text, 9, 11),
            number(text, 11, 13),
            number(text, 13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int start, int end) {
    return Integer.parseInt(text, start, end, 10);
  }
}
