package io.github.rfiarchiver.article;

/** The entities that pages of RFI encode twice, so that one decoding leaves them as text. Pure. */
public final class DoubleEncodedEntities {
  private DoubleEncodedEntities() {}

  /** Decodes, in text that was decoded once, the entities known to be encoded twice, no others. */
  public static String decode(String text) {
    return text.replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&#039;", "'");
  }
}
