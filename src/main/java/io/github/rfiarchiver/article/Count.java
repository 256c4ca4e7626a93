package io.github.rfiarchiver.article;

import java.util.Locale;

/** Counts in messages. */
public final class Count {
  private Count() {}

  /** A number with the words for one or for more: {@code 1 page is}, {@code 2 pages are}. */
  public static String of(long number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }

  /** A number with commas between thousands, and a noun with a regular plural: 1,234 pages. */
  public static String grouped(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
