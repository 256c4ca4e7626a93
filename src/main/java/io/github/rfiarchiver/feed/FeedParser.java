package io.github.rfiarchiver.feed;

import com.rometools.rome.feed.rss.Item;
import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.impl.XmlFixerReader;
import io.github.rfiarchiver.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdom2.JDOMException;
import org.jdom2.input.JDOMParseException;
import org.xml.sax.InputSource;

/**
 * Reads feeds: RSS 0.9x, 1.0 and 2.0, and Atom, through Rome. Pure. A DOCTYPE is refused, and with
 * it every external entity.
 */
public final class FeedParser {
  private FeedParser() {}

  /** As {@link #parse(byte[], Optional, String, Function)}, with the entries as they are. */
  public static Feed<Entry> parse(byte[] bytes, Optional<String> charset, String address)
      throws MalformedException {
    return parse(bytes, charset, address, entry -> entry);
  }

  /**
   * The feed that a document holds.
   *
   * @param bytes the document, whole
   * @param charset what the HTTP header says of its encoding
   * @param address where it came from; relative links are relative to it where it is an address
   * @param taking is given each entry as soon as it is read, and says what the feed shall hold in
   *     its place. It may be given entries of a document that then turns out to be broken, and they
   *     are lost with it; where it can be mended, they are given again.
   * @throws MalformedException where it is no feed, not whole, or in no encoding that fits
   */
  public static <T> Feed<T> parse(
      byte[] bytes, Optional<String> charset, String address, Function<Entry, T> taking)
      throws MalformedException {
    if (StrictDecoder.expectsUtf8(bytes, charset)) {
      try {
        // Nearly all feeds: what would be mended in them, and what is wrong, the parser finds too.
        return new Feed<>(read(utf8(bytes), address, taking), List.of());
      } catch (JDOMException | FeedException | RuntimeException e) {
        return mended(bytes, charset, address, taking);
      }
    }
    return mended(bytes, charset, address, taking);
  }

  private static <T> Feed<T> mended(
      byte[] bytes, Optional<String> charset, String address, Function<Entry, T> taking)
      throws MalformedException {
    String decoded =
        StrictDecoder.decode(bytes, charset)
            .orElseThrow(
                () ->
                    new MalformedException(
                        address,
                        "is in no encoding that fits: not in the one it names, UTF-8 or GB18030"));
    XmlText xml = XmlText.of(decoded);
    String text = withoutFront(xml.text());
    if (text.isEmpty()) {
      throw new MalformedException(address, "is empty");
    }
    refuseDoctype(address, text);
    List<T> entries = healed(text, address, taking);
    List<String> problems =
        xml.dropped() == 0
            ? List.of()
            : List.of(
                xml.dropped() == 1
                    ? "1 character that XML forbids was dropped"
                    : xml.dropped() + " characters that XML forbids were dropped");
    return new Feed<>(entries, problems);
  }

  private static InputSource utf8(byte[] bytes) {
    InputSource source = new InputSource(new ByteArrayInputStream(bytes));
    source.setEncoding("UTF-8");
    return source;
  }

  /**
   * Blanks, and second byte order marks, stand in front of the prolog where feeds are pasted
   * together.
   */
  private static String withoutFront(String text) {
    int front = 0;
    while (front < text.length()
        && (Character.isWhitespace(text.charAt(front)) || text.charAt(front) == '\uFEFF')) {
      front++;
    }
    return text.substring(front);
  }

  private static void refuseDoctype(String address, String text) throws MalformedException {
    int opening = opening(text);
    if (begins(text, opening, "<!DOCTYPE html") || begins(text, opening, "<html")) {
      throw new MalformedException(address, "is a web page, not a feed");
    }
    if (begins(text, opening, "<!DOCTYPE")) {
      throw new MalformedException(
          address, "has a DOCTYPE, which feeds have no need of; it is refused");
    }
    if (!begins(text, opening, "<")) {
      throw new MalformedException(address, "is neither RSS nor Atom");
    }
  }

  /** Where the first thing stands that is no blank, comment or processing instruction. */
  private static int opening(String text) {
    int at = 0;
    while (at < text.length()) {
      String end = text.startsWith("<?", at) ? "?>" : text.startsWith("<!--", at) ? "-->" : "";
      if (!end.isEmpty()) {
        int close = text.indexOf(end, at);
        if (close < 0) {
          return at; // cut off: Rome says where
        }
        at = close + end.length();
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private static boolean begins(String text, int at, String with) {
    return text.regionMatches(true, at, with, 0, with.length());
  }

  /**
   * Rome's healer mends entities that XML does not know, but reads character by character: it is
   * asked only where the document cannot be read without.
   */
  private static <T> List<T> healed(String text, String address, Function<Entry, T> taking)
      throws MalformedException {
    try {
      return read(new InputSource(new StringReader(text)), address, taking);
    } catch (JDOMException | FeedException | RuntimeException e) {
      try {
        Reader healing = new XmlFixerReader(new StringReader(text));
        return read(new InputSource(healing), address, taking);
      } catch (JDOMException | FeedException | RuntimeException again) {
        throw new MalformedException(address, reason(e), e);
      }
    }
  }

  private static <T> List<T> read(InputSource xml, String address, Function<Entry, T> taking)
      throws JDOMException, FeedException {
    List<T> taken = new ArrayList<>();
    new FeedInput(address, entry -> taken.add(taking.apply(entry(taken.size() + 1, entry))))
        .read(xml);
    return taken;
  }

  private static String reason(Exception e) {
    // Without a line it was not the XML that failed.
    if (e instanceof JDOMParseException broken && broken.getLineNumber() > 0) {
      return "is cut off or broken at line "
          + broken.getLineNumber()
          + ", column "
          + broken.getColumnNumber();
    }
    // JDOM says so where a name or a name space is none.
    boolean odd = !(e instanceof RuntimeException) || e instanceof IllegalArgumentException;
    return odd ? "is neither RSS nor Atom" : "cannot be read: " + e;
  }

  private static Entry entry(int number, SyndEntry entry) {
    SyndContent title = entry.getTitleEx();
    return new Entry(
        number,
        title == null ? "" : Objects.requireNonNullElse(title.getValue(), ""),
        title != null && isMarkup(title),
        Stream.of(Optional.ofNullable(entry.getLink()), id(entry))
            .flatMap(Optional::stream)
            .map(String::strip)
            .filter(BaseAddress::isHttp)
            .findFirst(),
        Stream.of(id(entry), Optional.ofNullable(entry.getLink()))
            .flatMap(Optional::stream)
            .map(String::strip)
            .filter(guid -> !guid.isEmpty())
            .findFirst()
            .orElse(""),
        FeedInput.published(entry),
        entry.getContents().stream().flatMap(content -> html(entry, content)).findFirst(),
        Optional.ofNullable(entry.getDescription()).stream()
            .flatMap(description -> html(entry, description))
            .findFirst()
            .orElse(""),
        FeedInput.unreadableDate(entry),
        FeedInput.isTooDeep(entry));
  }

  /** RSS's guid, RDF's about, Atom's id. Rome gives an item that has none its link. */
  private static Optional<String> id(SyndEntry entry) {
    return entry.getWireEntry() instanceof Item item && item.getGuid() != null
        ? Optional.ofNullable(item.getGuid().getValue())
        : Optional.ofNullable(entry.getUri());
  }

  /** What RSS holds is HTML by use; Atom says which, and plain text where it says nothing. */
  private static Stream<String> html(SyndEntry entry, SyndContent content) {
    String value = Objects.requireNonNullElse(content.getValue(), "");
    if (value.isBlank()) {
      return Stream.empty();
    }
    if (entry.getWireEntry() instanceof Item || isMarkup(content)) {
      return Stream.of(value);
    }
    return type(content).isEmpty() || type(content).startsWith("text")
        ? Stream.of(value.replace("&", "&amp;").replace("<", "&lt;"))
        : Stream.empty(); // a picture, or another thing that is no text
  }

  private static boolean isMarkup(SyndContent content) {
    return type(content).endsWith("html") || type(content).endsWith("xml");
  }

  private static String type(SyndContent content) {
    return Objects.requireNonNullElse(content.getType(), "").strip().toLowerCase(Locale.ROOT);
  }
}
