package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.article.PublishedDate;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses the dates of feeds: RFC 822 with the years of RFC 2822 (RSS), RFC 3339 and the W3C's
 * profile of ISO 8601 (Atom, Dublin Core), and what feeds have instead: asctime, the month first,
 * names in ten languages, AM and PM. The time is matched first; the rest is the day.
 */
public final class FeedDate {
  /**
   * English and French, Italian, German, Spanish, Portuguese, Dutch and Indonesian, Hungarian,
   * Chinese; without accents.
   */
  private static final List<List<String>> MONTHS =
      Stream.of(
              "january janvier gennaio januari janner enero janeiro 一月",
              "february fevrier febbraio februari febrero fevereiro 二月",
              "march mars marzo marz maerz mrz marco maart mrt maret marcius 三月",
              "april avril aprile abril aprilis 四月",
              "may mai maggio mayo maio mei majus 五月",
              "june juin giugno juni junio junho junius 六月",
              "july juillet luglio juli julio julho julius 七月",
              "augustus aout agosto agustus augusztus 八月",
              "september septembre settembre septiembre setiembre setembro szeptember 九月",
              "october octobre ottobre oktober octubre outubro 十月",
              "november novembre noviembre novembro 十一月",
              "december decembre dicembre dezember diciembre dezembro desember 十二月")
          .map(names -> List.of(names.split(" ")))
          .toList();

  /** RFC 822 has those from EST to PDT; feeds use the others, too. */
  private static final Map<String, ZoneOffset> ZONES =
      zones(
          "-10:00 hst; -09:00 akst; -08:00 pst akdt; -07:00 mst pdt; -06:00 cst mdt; -05:00 est cdt;"
              + " -04:00 edt ast; -03:00 adt brt art; +01:00 cet bst west met mez; +02:00 cest eet mest"
              + " mesz sast; +03:00 eest msk; +05:30 ist; +07:00 wib; +08:00 hkt sgt awst 北京时间 北京時間; +09:00 jst kst;"
              + " +10:00 aest; +11:00 aedt; +12:00 nzst; +13:00 nzdt");

  private static final String MONTH = "(?<m>[a-z]{3,10}|[一二三四五六七八九十]+月|\\d{1,2}(?=月))月?\\.?";
  private static final String DAY = "(?<d>\\d{1,2})(?:st|nd|rd|th|er|[o.°])?";
  private static final String YEAR = "(?<y>\\d{4}|\\d{2})";
  private static final String WEEKDAY = "(?:(?:[a-z-]+|[一二三四五六日])[., ]+)?";

  /** With a name of the month, or with the year first; a month or day that is missing is 1. */
  private static final List<Pattern> FORMS =
      Stream.of(
              "(?:[a-z]+[., ]+(?=\\d{4}[/.-]\\d))?(?<y>\\d{4})(?:[年년/. -] ?"
                  + MONTH.replace("(?=月)", "")
                  + "(?:[月월/. -] ?(?<d>\\d{1,2})[日号號일.]?|月|월)?)?年?",
              WEEKDAY + DAY + "[ ,./-]*" + MONTH + "[ ,./-]*" + YEAR,
              WEEKDAY + MONTH + "[ -]?" + DAY + "[ ,-]+" + YEAR)
          .map(Pattern::compile)
          .toList();

  private static final Pattern NUMBERS =
      Pattern.compile(
          WEEKDAY + "(\\d{1,2})([/.-])(?: (?=.*\\d{4}))?(\\d{1,2})\\2(?: (?=\\d{4}))?" + YEAR);

  /** Basic ISO 8601, also without its T, or with hyphens in the day. */
  private static final Pattern COMPACT =
      Pattern.compile(
          "^[, ]*(\\d{4})-?(\\d\\d)-?(\\d\\d)(?:[t ]?(\\d\\d)(\\d\\d)(\\d\\d)?)?(?!\\d)");

  /** Between the parts of a time behind a day: {@code 7.11.2026 06.40}. */
  private static final Pattern DOT =
      Pattern.compile(
          "(?<=[a-z/.-] ?\\d{1,4},?[ t]\\d{1,2}(?:\\.\\d\\d)?)\\.(?=\\d\\d(?:\\.\\d\\d)?(?![.\\d]))");

  private static final Pattern TIME =
      Pattern.compile(
          "(?:(?<=\\d) ?t ?)?(?<half>\\b[ap]m|上午|午前|오전|清晨|早上?|凌晨|中午(?= ?(?:12|[12])[^0-9])|下午|午後|오후|傍晚|晚上?)? ?(?<!\\d)(?<h>\\d{1,2})(?: ?[:h时時点點시] ?(?<m>\\d{1,2})"
              + "(?: ?[:分분] ?(?<s>\\d{1,2})[秒초]?(?:[.,:](?<f>\\d{1,12}))?)?[分분]?|(?<=\\dt\\d\\d)(?!\\d)| ?[时時点點시])"
              + "(?: ?(?<ampm>[ap])\\.? ?m\\b\\.?)?"
              + "(?<zone>(?: ?(?:[a-z]+/[a-z_/]+|(?!(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\\b)[a-z]{1,5}(?![a-z])|北京[时時][间間]))?"
              + "(?: ?[+-]\\d{1,2}(?::?\\d{2})?(?!\\d)(?: ?[a-z]{1,5}(?![a-z])| [+-]\\d{2,4})?(?: m=[+-][\\d.]+)?)?"
              + "(?: ?[(\\[][^)\\]]*[)\\]])?)");

  /** A zone behind the day: of asctime, or without a time. */
  private static final Pattern DAY_ZONE =
      Pattern.compile(
          "(?<=\\d{4}-\\d\\d-\\d\\d|[ .]\\d{4})(?:\\+\\d\\d:\\d\\d| [+-]\\d{4}| ?(?:z|gmt|utc?)| (?:"
              + String.join("|", ZONES.keySet())
              + "))$");

  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2}?):?(\\d{2})?(?!\\d)");
  private static final Pattern NAME = Pattern.compile("[a-z]+(?:/[a-z_]+)*|北京[时時][间間]");

  /** Parts of dates without information. */
  private static final Pattern NOISE =
      Pattern.compile(
          "\\(?(?:星期|礼拜|禮拜|[周週])[一二三四五六日天]\\)?|\\([一二三四五六日月火水木金土]\\)|[日月火水木金土]曜日|[일월화수목금토]요일|\\b(?:de|del|le|den|der|of|the|at|um|om|as|uhr|klo|pukul|las|alle|ore|a(?!\\.? ?m\\b))\\b");

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern EDGES =
      Pattern.compile("^[, |@–—.;_\"'()\\[\\]-]+|[, |@–—.;_\"'()\\[\\]-]+$");

  private static final int LONGEST = 200;

  private static final DateTimeFormatter RFC_1123 =
      DateTimeFormatter.RFC_1123_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

  private FeedDate() {}

  /**
   * Parses a date, to the millisecond. Without a zone, or with an unknown one, it is in UTC (RFC
   * 2822, section 4.3); without a time, it is 00:00.
   *
   * @return empty where the text is not a date, is ambiguous ({@code 7/8/2026}, {@code 26-11-07}),
   *     or outside of {@linkplain PublishedDate#isPossible the years of articles}
   */
  public static Optional<Instant> parse(String text) {
    return rfc1123(text.strip()).or(() -> inAnyForm(text).filter(PublishedDate::isPossible));
  }

  /**
   * A date in the form of nearly all feeds, which java.time parses in a tenth of the time. Empty
   * for a year of two digits: it takes 23 for the year 23.
   */
  private static Optional<Instant> rfc1123(String text) {
    try {
      return Optional.of(RFC_1123.parse(text, Instant::from)).filter(PublishedDate::isPossible);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> inAnyForm(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = NOISE.matcher(folded(text)).replaceAll(" ");
    plain = DOT.matcher(BLANKS.matcher(plain).replaceAll(" ")).replaceAll(":");
    String spaced = COMPACT.matcher(plain).replaceFirst(FeedDate::spaced);
    Matcher dayZone = DAY_ZONE.matcher(spaced);
    String zone = dayZone.find() ? dayZone.group() : "";
    spaced = spaced.substring(0, spaced.length() - zone.length());
    Matcher time = TIME.matcher(spaced);
    boolean timed = time.find();
    String day =
        timed ? spaced.substring(0, time.start()) + " " + spaced.substring(time.end()) : spaced;
    try {
      LocalDate date =
          day(
              EDGES.matcher(BLANKS.matcher(day).replaceAll(" ")).replaceAll(""),
              timed && time.group("ampm") != null);
      return Optional.of(
          date.atStartOfDay()
              .plus(timed ? time(time) : Duration.ZERO)
              .atZone(zone(timed ? time.group("zone") + zone : zone))
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // no day, 31 February, or 25:00
    }
  }

  /** In lower case, with ASCII digits, without accents. */
  private static String folded(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replace('\u2212', '-');
    return Normalizer.normalize(MARKS.matcher(plain).replaceAll(""), Normalizer.Form.NFC).strip();
  }

  private static String spaced(MatchResult compact) {
    String day = compact.group(1) + "-" + compact.group(2) + "-" + compact.group(3);
    return compact.group(4) == null
        ? day
        : day + " " + compact.group(4) + ":" + compact.group(5) + ":" + or(compact.group(6), "00");
  }

  /**
   * @throws DateTimeException where the text is not a day, or may be two
   */
  private static LocalDate day(String text, boolean isAmerican) {
    for (Pattern pattern : FORMS) {
      Matcher form = pattern.matcher(text);
      if (form.matches()) {
        return LocalDate.of(
            year(form.group("y")), month(form.group("m")), number(form.group("d"), 1));
      }
    }
    Matcher form = NUMBERS.matcher(text);
    if (form.matches()) {
      int one = number(form.group(1), 0);
      int two = number(form.group(3), 0);
      String year = form.group("y");
      boolean yearMayBeFirst = number(year, 0) <= 31; // 26-11-07
      if (form.group(2).equals(".") || (one > 12 && !yearMayBeFirst)) {
        return LocalDate.of(year(year), two, one);
      } else if (isAmerican || two > 12 || one == two) {
        return LocalDate.of(year(year), one, two);
      }
    }
    throw new DateTimeException(text);
  }

  /**
   * @param name a number, or the beginning of a name; null for January
   * @throws DateTimeException where it is not a month, or begins two
   */
  private static int month(@Nullable String name) {
    if (name == null || Character.isDigit(name.charAt(0))) {
      return number(name, 1);
    }
    int[] found =
        IntStream.rangeClosed(1, 12)
            .filter(month -> MONTHS.get(month - 1).stream().anyMatch(n -> n.startsWith(name)))
            .toArray();
    if (found.length != 1) {
      throw new DateTimeException(name);
    }
    return found[0];
  }

  /** A year of four digits, or of two: 00 to 49 are 2000 to 2049 (RFC 2822, section 4.3). */
  private static int year(String digits) {
    int year = number(digits, 0);
    return digits.length() == 4 ? year : year + (year < 50 ? 2000 : 1900);
  }

  private static Duration time(Matcher time) {
    int hour = number(time.group("h"), 0);
    int minute = number(time.group("m"), 0);
    int second = number(time.group("s"), 0);
    if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0)) {
      throw new DateTimeException(time.group());
    }
    String half = or(time.group("ampm"), or(time.group("half"), ""));
    if (!half.isEmpty() && hour <= 12) {
      hour = hour % 12 + (half.matches("pm?|[中下]午|午後|오후|傍晚|晚上?") ? 12 : 0);
    }
    second = Math.min(second, 59); // Instant has no leap second
    int millis = Integer.parseInt((or(time.group("f"), "") + "000").substring(0, 3));
    return Duration.ofHours(hour).plusMinutes(minute).plusSeconds(second).plusMillis(millis);
  }

  /** {@code GMT+8} is eight hours east, as feeds mean it, not west as in POSIX. */
  private static ZoneId zone(String text) {
    Matcher offset = OFFSET.matcher(text);
    if (offset.find()) {
      int minutes = number(offset.group(2), 0) * 60 + number(offset.group(3), 0);
      return ZoneOffset.ofTotalSeconds((offset.group(1).equals("-") ? -60 : 60) * minutes);
    }
    Matcher name = NAME.matcher(text);
    String zone = name.find() ? name.group() : "z";
    return zone.indexOf('/') < 0
        ? ZONES.getOrDefault(zone, ZoneOffset.UTC)
        : ZoneId.getAvailableZoneIds().stream()
            .filter(id -> id.equalsIgnoreCase(zone))
            .findFirst()
            .map(ZoneId::of)
            .orElse(ZoneOffset.UTC);
  }

  private static Map<String, ZoneOffset> zones(String table) {
    Map<String, ZoneOffset> zones = new HashMap<>();
    for (String row : table.split("; ")) {
      List<String> words = List.of(row.split(" "));
      words.stream().skip(1).forEach(name -> zones.put(name, ZoneOffset.of(words.get(0))));
    }
    return zones;
  }

  private static int number(@Nullable String digits, int without) {
    return digits == null ? without : Integer.parseInt(digits);
  }

  private static String or(@Nullable String text, String without) {
    return text == null ? without : text;
  }
}
