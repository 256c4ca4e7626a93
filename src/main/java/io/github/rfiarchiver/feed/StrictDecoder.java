package io.github.rfiarchiver.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decodes a document strictly: no byte becomes U+FFFD. Tried are, in this order, its byte order
 * mark, the charset of the HTTP header, the one it names itself (XML's prolog, HTML's meta), UTF-8
 * and GB18030; the first that fits all bytes is taken. A charset that fits any bytes, as ISO 8859-1
 * does, is tried behind UTF-8. Pure.
 */
public final class StrictDecoder {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Pattern DECLARED =
      Pattern.compile(
          "(?is)\\A\\s*<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']+)|<meta\\s[^>]*?charset\\s*=\\s*[\"']?([\\w:.-]+)");
  private static final int HEAD = 2048;

  /**
   * These show in the first bytes. Where they do not, a document that names them is mislabelled.
   */
  private static final Pattern WIDE = Pattern.compile("(?:X-)?UTF-(?:16|32).*");

  private static final Pattern SINGLE_BYTE =
      Pattern.compile("(?i)iso-8859-|windows-125|ibm|x-mac|x-ibm|koi8");

  private StrictDecoder() {}

  /**
   * The document's text, without a byte order mark.
   *
   * @param charset what the HTTP header says, if there was one
   * @return empty where none of the charsets fits
   */
  public static Optional<String> decode(byte[] bytes, Optional<String> charset) {
    return candidates(bytes, charset).stream()
        .flatMap(candidate -> decode(bytes, candidate).stream())
        .map(text -> text.startsWith("\uFEFF") ? text.substring(1) : text)
        .findFirst();
  }

  /** Whether UTF-8 is what is tried first. */
  static boolean expectsUtf8(byte[] bytes, Optional<String> charset) {
    return candidates(bytes, charset).iterator().next().equals(StandardCharsets.UTF_8);
  }

  private static Set<Charset> candidates(byte[] bytes, Optional<String> charset) {
    Optional<Charset> signed = signed(bytes);
    List<Charset> named =
        Stream.of(charset, declared(bytes))
            .flatMap(Optional::stream)
            .flatMap(name -> named(name).stream())
            .filter(candidate -> !WIDE.matcher(candidate.name()).matches())
            .toList();
    Set<Charset> candidates = new LinkedHashSet<>();
    signed.ifPresent(candidates::add);
    named.stream().filter(candidate -> !fitsEverything(candidate)).forEach(candidates::add);
    candidates.add(StandardCharsets.UTF_8);
    candidates.addAll(named);
    candidates.add(GB18030);
    return candidates;
  }

  /**
   * Java decodes to strings much faster than by decoders, but leniently: what fails shows as
   * U+FFFD.
   */
  private static Optional<String> decode(byte[] bytes, Charset charset) {
    String lenient = new String(bytes, charset);
    if (lenient.indexOf('\uFFFD') < 0) {
      return Optional.of(lenient);
    }
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * The encoding that the first bytes show: a byte order mark, or a {@code <} two or four bytes
   * wide (XML 1.0, appendix F).
   */
  private static Optional<Charset> signed(byte[] bytes) {
    long first = 0;
    for (int i = 0; i < 4; i++) {
      first = first << 8 | (i < bytes.length ? bytes[i] & 0xff : 0x20);
    }
    if (first == 0x0000FEFFL || first == 0x0000003CL) {
      return Optional.of(Charset.forName("UTF-32BE"));
    }
    if (first == 0xFFFE0000L || first == 0x3C000000L) {
      return Optional.of(Charset.forName("UTF-32LE"));
    }
    return switch ((int) (first >> 16)) {
      case 0xEFBB -> Optional.of(StandardCharsets.UTF_8);
      case 0xFEFF, 0x003C -> Optional.of(StandardCharsets.UTF_16BE);
      case 0xFFFE, 0x3C00 -> Optional.of(StandardCharsets.UTF_16LE);
      default -> Optional.empty();
    };
  }

  /**
   * ISO 8859 and its like: that every byte is a character of theirs says nothing about the bytes.
   */
  private static boolean fitsEverything(Charset charset) {
    return SINGLE_BYTE.matcher(charset.name()).lookingAt();
  }

  private static Optional<String> declared(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.ISO_8859_1);
    Matcher declared = DECLARED.matcher(head);
    return declared.find()
        ? Optional.of(declared.group(1) == null ? declared.group(2) : declared.group(1))
        : Optional.empty();
  }

  /** gb2312 and gbk are taken as GB18030, which holds them: otherwise 镕 is lost. */
  private static Optional<Charset> named(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("gbk") || lower.equals("gb2312") || lower.equals("gb_2312-80")) {
      return Optional.of(GB18030);
    }
    try {
      return Optional.of(Charset.forName(lower));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty(); // an unknown name says nothing about the bytes
    }
  }
}
