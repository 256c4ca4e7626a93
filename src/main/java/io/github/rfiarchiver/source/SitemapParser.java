package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.source.Sitemap.ListedUrl;
import io.github.rfiarchiver.source.Sitemap.SitemapRef;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Parses one sitemap document. An entry is read by the path of its elements' local names. */
final class SitemapParser extends DefaultHandler {
  private static final String URL = "/urlset/url";
  private static final String SITEMAP = "/sitemapindex/sitemap";

  /** The size of a document without its compression (sitemaps.org). */
  private static final int MAX_BYTES = 50 * 1024 * 1024;

  /** The entries of a document (sitemaps.org). */
  private static final int MAX_ENTRIES = 50_000;

  /** No sitemap nests so deeply; the path of one that does would grow without bound. */
  private static final int MAX_PATH = 1000;

  private static final Pattern WEB_PAGE =
      Pattern.compile("(?is)(?:<\\?xml[^>]*>\\s*|<!--.*?-->\\s*)*<(?:!doctype\\s+)?html\\b");

  private static final int WEB_PAGE_WITHIN = 1024;

  /** The W3C's profile of ISO 8601, from the day on (sitemaps.org: "W3C Datetime"). */
  private static final DateTimeFormatter W3C_DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final String url;
  private final StringBuilder path = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> entry = new HashMap<>();
  private final List<ListedUrl> urls = new ArrayList<>();
  private final List<SitemapRef> sitemaps = new ArrayList<>();
  private int entries;
  private int withoutUrl;
  private @Nullable String root;
  private @Nullable String refusal;

  SitemapParser(String url) {
    this.url = url;
  }

  Sitemap parse(byte[] document) throws MalformedException {
    byte[] xml = unpacked(document);
    int start = start(xml);
    if (start == xml.length) {
      throw new MalformedException(url, "the document is empty");
    }
    if (isWebPage(xml, start)) {
      throw new MalformedException(url, "is a web page, not a sitemap");
    }
    try {
      parser().parse(new ByteArrayInputStream(xml, start, xml.length - start), this);
    } catch (SAXException | IOException e) {
      throw new MalformedException(url, refusal == null ? brokenXml(xml) : refusal, e);
    }
    if (urls.isEmpty() && sitemaps.isEmpty()) {
      throw new MalformedException(url, "lists no URL");
    }
    return sitemaps.isEmpty()
        ? new Sitemap.UrlList(urls, withoutUrl)
        : new Sitemap.SitemapIndex(sitemaps, withoutUrl);
  }

  @Override
  public void startElement(String uri, String local, String name, Attributes attributes)
      throws SAXException {
    if (root == null) {
      root = name;
      checkRoot(localName(name));
    }
    path.append('/').append(localName(name));
    if (path.length() > MAX_PATH) {
      throw refused("is not a sitemap: its elements are nested too deeply");
    }
    text.setLength(0);
  }

  @Override
  public void characters(char[] chars, int start, int length) {
    text.append(chars, start, length);
  }

  @Override
  public void endElement(String uri, String local, String name) throws SAXException {
    String at = path.toString();
    if (at.equals(URL) || at.equals(SITEMAP)) {
      addEntry(at);
    } else if (at.startsWith(URL + "/") || at.startsWith(SITEMAP + "/")) {
      String value = text.toString().strip();
      if (!value.isEmpty()) {
        entry.putIfAbsent(at.substring(at.indexOf('/', at.indexOf('/', 1) + 1) + 1), value);
      }
    }
    path.setLength(at.lastIndexOf('/'));
    text.setLength(0);
  }

  private void addEntry(String at) throws SAXException {
    String loc = entry.get("loc");
    entries++;
    if (entries > MAX_ENTRIES) {
      throw refused("lists more than " + MAX_ENTRIES + " URLs");
    } else if (loc == null) {
      withoutUrl++;
    } else if (at.equals(SITEMAP)) {
      sitemaps.add(new SitemapRef(loc, entry.get("lastmod")));
    } else {
      urls.add(
          new ListedUrl(
              loc,
              date(entry.get("news/publication_date")),
              entry.get("news/title"),
              entry.get("news/publication/language"),
              entry.get("lastmod")));
    }
    entry.clear();
  }

  private void checkRoot(String name) throws SAXException {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "urlset", "sitemapindex" -> {}
      case "html" -> throw refused("is a web page, not a sitemap");
      case "rss", "feed", "rdf" -> throw refused("is a feed, not a sitemap");
      default -> throw refused("is not a sitemap: its root element is <" + name + ">");
    }
  }

  private SAXException refused(String reason) {
    refusal = reason;
    return new SAXException(reason);
  }

  /** Says why the parser failed, without a look at its message. */
  private String brokenXml(byte[] xml) {
    if (root == null) {
      return "is not a sitemap: it is not XML, or has a DOCTYPE";
    }
    return new String(xml, StandardCharsets.ISO_8859_1).contains("</" + root)
        ? "is not well-formed XML"
        : "is cut off: the end of <" + root + "> is missing";
  }

  private byte[] unpacked(byte[] document) throws MalformedException {
    boolean gzip = document.length > 1 && document[0] == 0x1f && (document[1] & 0xff) == 0x8b;
    try (InputStream packed = new ByteArrayInputStream(document);
        InputStream in = gzip ? new GZIPInputStream(packed) : packed) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new MalformedException(url, "is larger than 50 MiB");
      }
      return bytes;
    } catch (EOFException e) {
      throw new MalformedException(url, "is cut off: its gzip data end early", e);
    } catch (IOException e) {
      throw new MalformedException(url, "its gzip data are damaged", e);
    }
  }

  /** Where the XML begins: some sites put blank lines before it, which XML forbids. */
  private static int start(byte[] xml) {
    boolean bom =
        xml.length > 2 && xml[0] == (byte) 0xef && xml[1] == (byte) 0xbb && xml[2] == (byte) 0xbf;
    int start = bom ? 3 : 0;
    while (start < xml.length && " \t\r\n".indexOf(xml[start]) >= 0) {
      start++;
    }
    return start;
  }

  private static boolean isWebPage(byte[] xml, int start) {
    int length = Math.min(WEB_PAGE_WITHIN, xml.length - start);
    String head = new String(xml, start, length, StandardCharsets.ISO_8859_1);
    return WEB_PAGE.matcher(head).lookingAt();
  }

  /** Not aware of namespaces: a prefix that is not declared is common, and would be an error. */
  private static SAXParser parser() {
    try {
      SAXParserFactory parsers = SAXParserFactory.newDefaultInstance();
      parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      parsers.setFeature("http://xml.org/sax/features/external-general-entities", false);
      parsers.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      return parsers.newSAXParser();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("the JDK's own parser has these features", e);
    }
  }

  private static String localName(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static @Nullable Instant date(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      TemporalAccessor date =
          W3C_DATE.parseBest(
              value.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (date instanceof OffsetDateTime moment) {
        return moment.toInstant();
      }
      return date instanceof LocalDateTime time
          ? time.toInstant(ZoneOffset.UTC)
          : LocalDate.from(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      return null; // the date in the URL serves
    }
  }
}
