package io.github.rfiarchiver.feed;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Detects the charset of a feed or page. The candidates are, in this order, its byte order mark,
 * the charset of the HTTP header, the one that it declares itself (XML's prolog, HTML's meta) and
 * UTF-8, which goes first where either names it. The first candidate in which all bytes are valid
 * is used; else the one with the fewest damaged sequences, if these are few; else a guess: GB18030,
 * Big5 or windows-1252. A charset in which any bytes are valid, as in windows-1252, is tried after
 * all others; ISO-8859-1 and windows-1252 only where the text is not Chinese. Pure.
 */
public final class CharsetDetector {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private static final Pattern DECLARED =
      Pattern.compile(
          "(?is)<(?:\\?xml[^>]*?\\sencoding|meta\\s[^>]*?charset)\\s*=\\s*[\"']?\\s*([\\w:.-]+)");
  private static final int HEAD = 2048;

  /** The largest share of damaged characters; in a text of another charset it is larger. */
  private static final double MOST_DAMAGE = 0.5;

  /** The first bytes show these charsets; a document that only declares one is mislabeled. */
  private static final Pattern WIDE = Pattern.compile("(?:X-)?UTF-(?:16|32).*");

  private static final Pattern SINGLE_BYTE =
      Pattern.compile("(?i)iso-8859-|x-iso-8859-|(?:x-)?windows-(?:125|874)|ibm|x-mac|x-ibm|koi8");

  /**
   * Servers and templates name ISO-8859-1 without knowing the document. They are wrong where it has
   * at least so many Chinese characters: few may be French ({@code élève}).
   */
  private static final int SURE = 8;

  private static final Pattern C1_CONTROL = Pattern.compile("[\\x80-\\x9f]");
  private static final Pattern CHINESE = Pattern.compile("[\\p{IsHan}\\u2010-\\u2026　-〿＀-￮·]");
  private static final Pattern CHINESE_NEIGHBORS = Pattern.compile("[^\\x00-\\x7f]{2,}");

  private CharsetDetector() {}

  /**
   * Decodes a document. Invalid bytes become U+FFFD; the notice reports that, and a guess.
   *
   * @param charset the charset of the HTTP header; null where there is none
   */
  public static DecodedText decode(byte[] bytes, @Nullable String charset) {
    List<Charset> candidates = candidates(bytes, charset);
    List<Charset> strict = candidates.stream().filter(c -> !isAlwaysValid(c)).toList();
    for (Charset candidate : strict) {
      String text = strictly(bytes, candidate);
      if (text != null) {
        return new DecodedText(normalized(text), null, false);
      }
    }
    Charset nearest =
        strict.stream()
            .min(Comparator.comparingDouble(c -> damage(new String(bytes, c))))
            .orElseThrow();
    String nearly = leniently(bytes, nearest);
    if (damage(nearly) <= MOST_DAMAGE) {
      String notice = "a few bytes are not valid " + nearest + "; U+FFFD stands for them";
      return new DecodedText(normalized(nearly), notice, true);
    }
    Charset named =
        candidates.stream().filter(CharsetDetector::isAlwaysValid).findFirst().orElse(null);
    boolean isBelieved = named != null && !named.equals(StandardCharsets.ISO_8859_1);
    Charset chinese = isBelieved ? null : chinese(bytes, named == null ? 0 : SURE);
    if (named != null && chinese == null) {
      return new DecodedText(normalized(new String(bytes, named)), null, false);
    }
    Charset guess = Objects.requireNonNullElse(chinese, WINDOWS_1252);
    String guessed = leniently(bytes, guess);
    return new DecodedText(
        normalized(guessed),
        "the declared charset is missing or wrong; read as " + guess + ", a guess",
        damage(guessed) > 0);
  }

  /**
   * The Chinese charset that fits best; null where the text is not Chinese in it.
   *
   * @param least the least number of Chinese characters
   */
  private static @Nullable Charset chinese(byte[] bytes, int least) {
    return Stream.of("GB18030", "Big5-HKSCS")
        .map(Charset::forName)
        .sorted(Comparator.comparingDouble(c -> damage(new String(bytes, c))))
        .filter(c -> isChinese(leniently(bytes, c), least))
        .findFirst()
        .orElse(null);
  }

  private static List<Charset> candidates(byte[] bytes, @Nullable String charset) {
    Stream<Charset> named =
        Stream.of(charset, declared(bytes))
            .flatMap(Stream::ofNullable)
            .flatMap(label -> Stream.ofNullable(named(label)))
            .filter(candidate -> !WIDE.matcher(candidate.name()).matches())
            // Text of another charset is not valid UTF-8, but UTF-8 may be valid in another.
            .sorted(Comparator.comparing(candidate -> !candidate.equals(StandardCharsets.UTF_8)));
    return Stream.of(Stream.ofNullable(marked(bytes)), named, Stream.of(StandardCharsets.UTF_8))
        .flatMap(candidates -> candidates)
        .distinct()
        .toList();
  }

  /**
   * The text, or null where a byte is invalid. Strings are decoded much faster than by a decoder,
   * but leniently: what is invalid becomes U+FFFD, which the document may also contain itself.
   */
  private static @Nullable String strictly(byte[] bytes, Charset charset) {
    String lenient = new String(bytes, charset);
    if (lenient.indexOf('\uFFFD') < 0) {
      return lenient;
    }
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * The text with U+FFFD for what is invalid. Half a character never swallows the ASCII character
   * after it, which may begin a tag (WHATWG Encoding, section 10.2.1).
   */
  private static String leniently(byte[] bytes, Charset charset) {
    if (WIDE.matcher(charset.name()).matches()) {
      return new String(bytes, charset); // its bytes are no ASCII characters
    }
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int most = (int) (bytes.length * (double) decoder.maxCharsPerByte());
    CharBuffer text = CharBuffer.allocate(most + 1);
    CoderResult result = decoder.decode(in, text, true);
    while (result.isError()) {
      text.put('\uFFFD');
      int next = in.position() + 1;
      int end = in.position() + result.length();
      while (next < end && bytes[next] < 0) {
        next++;
      }
      in.position(next);
      result = decoder.decode(in, text, true);
    }
    return text.flip().toString();
  }

  /** The share of U+FFFD among the characters that are not ASCII, from 0 to 1. */
  private static double damage(String text) {
    long damaged = text.chars().filter(c -> c == '\uFFFD').count();
    return damaged == 0 ? 0 : (double) damaged / text.chars().filter(c -> c > 0x7f).count();
  }

  /**
   * Whether nearly all characters that are not ASCII are Chinese, and next to each other: a letter
   * of Latin-1, read as GB18030, becomes one Chinese character together with the ASCII letter after
   * it ({@code It抯}).
   */
  private static boolean isChinese(String text, int least) {
    long beyond = text.chars().filter(c -> c > 0x7f).count();
    long chinese = CHINESE.matcher(text).results().count();
    long together =
        CHINESE_NEIGHBORS.matcher(text).results().mapToLong(m -> m.end() - m.start()).sum();
    return chinese >= least && chinese * 10 >= beyond * 9 && together * 10 >= beyond * 8;
  }

  /**
   * The text without a byte order mark. C1 control characters become the quotes and dashes of
   * windows-1252 that an author mistook for ISO-8859-1.
   */
  private static String normalized(String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (int i = 0; i < unmarked.length(); i++) { // most documents have none: much faster than find
      if (unmarked.charAt(i) >= 0x80 && unmarked.charAt(i) < 0xa0) {
        return C1_CONTROL
            .matcher(unmarked)
            .replaceAll(found -> windows1252(found.group().charAt(0)));
      }
    }
    return unmarked;
  }

  /** The character of windows-1252 for a byte from 128 to 159. */
  static String windows1252(int c1) {
    String text = new String(new byte[] {(byte) c1}, WINDOWS_1252);
    return text.equals("\uFFFD") ? String.valueOf((char) c1) : text;
  }

  /**
   * The charset that the first bytes show: by a byte order mark, or a {@code <} of two or four
   * bytes (XML 1.0, appendix F); null where they show none.
   */
  private static @Nullable Charset marked(byte[] bytes) {
    long first = 0;
    for (int i = 0; i < 4; i++) {
      first = first << 8 | (i < bytes.length ? bytes[i] & 0xff : 0x20);
    }
    if (first == 0x0000FEFFL || first == 0x0000003CL) {
      return Charset.forName("UTF-32BE");
    }
    if (first == 0xFFFE0000L || first == 0x3C000000L) {
      return Charset.forName("UTF-32LE");
    }
    return switch ((int) (first >> 16)) {
      case 0xEFBB -> StandardCharsets.UTF_8;
      case 0xFEFF -> StandardCharsets.UTF_16BE;
      case 0x003C -> (first & 0xFF00) == 0 ? StandardCharsets.UTF_16BE : null; // else a stray NUL
      case 0xFFFE, 0x3C00 -> StandardCharsets.UTF_16LE;
      default -> null;
    };
  }

  /** Whether any bytes are valid in a charset, as in ISO 8859, so that they prove nothing. */
  private static boolean isAlwaysValid(Charset charset) {
    return SINGLE_BYTE.matcher(charset.name()).lookingAt();
  }

  private static @Nullable String declared(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.ISO_8859_1);
    Matcher declared = DECLARED.matcher(head);
    return declared.find() ? declared.group(1) : null;
  }

  /**
   * The charset of a label; null for an unknown one. Some (WHATWG Encoding, section 4.2) Java reads
   * differently. GB18030 includes gb2312 and gbk, where 镕 is missing. Windows-1252 is read as
   * ISO-8859-1, in which all bytes are valid; its control characters are replaced later.
   */
  private static @Nullable Charset named(String name) {
    String label = name.strip().toLowerCase(Locale.ROOT);
    try {
      return Charset.forName(
          switch (label) {
            case "gb2312", "gb_2312-80", "gbk", "x-gbk" -> "GB18030";
            case "big5", "cn-big5", "x-x-big5" -> "Big5-HKSCS";
            case "us-ascii", "ascii", "windows-1252", "cp1252" -> "ISO-8859-1";
            case "iso-8859-9" -> "windows-1254";
            case "iso-8859-11", "tis-620" -> "x-windows-874";
            case "shift_jis" -> "windows-31j";
            case "euc-kr" -> "x-windows-949";
            default -> label;
          });
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null; // as if it declared none
    }
  }
}
