package io.github.rfiarchiver.article;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cleans headlines. Pure. */
public final class Headline {
  /** The station's name, at the end of agency headlines of both editions. */
  private static final Pattern STATION =
      Pattern.compile(" ?[–—-] ?法[国國][国國][际際][广廣]播[电電][台臺] ?[–-] ?RFI$");

  private static final int LONGEST = " – 法国国际广播电台 - RFI".length();

  private Headline() {}

  /**
   * Cleans a plain-text headline: decodes doubly encoded entities, collapses whitespace to single
   * spaces on one line, removes control characters and the station's name at the end. Brackets,
   * dashes and column names ({@code - 要闻解说}) stay. Idempotent.
   */
  public static String clean(String raw) {
    String collapsed =
        Whitespace.collapsed(DoubleEncodedEntities.decode(Whitespace.withoutControls(raw)));
    int end = collapsed.length();
    Matcher station = STATION.matcher(collapsed);
    // Searching only the end keeps a headline of many repeated names in linear time.
    while (station.region(Math.max(0, end - LONGEST), end).find()) {
      end = station.start();
    }
    return collapsed.substring(0, end);
  }
}
