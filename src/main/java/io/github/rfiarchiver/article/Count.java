package io.github.rfiarchiver.article;

/** Counts in messages. */
public final class Count {
  private Count() {}

  /** A number with the words for one or for more: {@code 1 page is}, {@code 2 pages are}. */
  public static String of(long number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }
}
