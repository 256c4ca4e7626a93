package io.github.rfiarchiver.article;

import java.util.regex.Pattern;

/** Decodes the entities that RFI's pages are known to encode twice, and no others. */
public final class DoubleEncodedEntities {
  private static final Pattern QUOTE = Pattern.compile("&quot;");
  private static final Pattern APOSTROPHE = Pattern.compile("&(?:apos|#0?39);");
  private static final Pattern BLANK = Pattern.compile("&nbsp;");

  private DoubleEncodedEntities() {}

  public static String decoded(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    String quoted = QUOTE.matcher(text).replaceAll("\"");
    return BLANK.matcher(APOSTROPHE.matcher(quoted).replaceAll("'")).replaceAll(" ");
  }
}
