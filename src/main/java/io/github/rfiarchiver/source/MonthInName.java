package io.github.rfiarchiver.source;

import java.time.YearMonth;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the month that the name of a sitemap shows. */
final class MonthInName {
  private static final Pattern HOST = Pattern.compile("^[A-Za-z]+://[^/]*");

  /** Not within a longer number, nor behind the percent sign of an escape. */
  private static final Pattern MONTH =
      Pattern.compile(
          "(?<![\\d%])((?:19|20)\\d\\d)([-_/.]?)(0[1-9]|1[0-2])"
              + "(?:\\2(?:0[1-9]|[12]\\d|3[01]))?(?!\\d)");

  private MonthInName() {}

  static Optional<YearMonth> of(String sitemapUrl) {
    Matcher month = MONTH.matcher(HOST.matcher(sitemapUrl).replaceFirst(""));
    Set<YearMonth> months = new HashSet<>();
    while (month.find()) {
      months.add(YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(3))));
    }
    return months.size() == 1 ? Optional.of(months.iterator().next()) : Optional.empty();
  }
}
