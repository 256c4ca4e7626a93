package io.github.rfiarchiver.article;

/** The entities that RFI's pages encode twice, so that a parser leaves them as text. Pure. */
public final class DoubleEncodedEntities {
  private DoubleEncodedEntities() {}

  /** Decodes the known doubly encoded entities in decoded text, and no others. */
  public static String decode(String text) {
    if (text.indexOf('&') < 0) {
      return text; // as most are
    }
    return text.replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&#039;", "'");
  }
}
