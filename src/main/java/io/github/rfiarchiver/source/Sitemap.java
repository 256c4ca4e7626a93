package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.feed.CharsetDetector;
import io.github.rfiarchiver.feed.DecodedText;
import io.github.rfiarchiver.feed.FeedDate;
import java.io.StringReader;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A sitemap document (sitemaps.org, protocol 0.9): a list of URLs, or an index of sitemaps. Its
 * {@code lastmod} is not read: it is often untrue.
 *
 * @param sitemaps the URLs of the sitemaps that an index names; one may be an index again
 * @param urls what a list names, in its order
 * @param withoutUrl how many entries have no URL, and so are missing in {@code urls}
 */
public record Sitemap(List<String> sitemaps, List<ListedUrl> urls, int withoutUrl) {
  private static final Pattern HOST = Pattern.compile("^[A-Za-z]+://[^/]*");

  /** Not within a longer number, nor after the percent sign of an escape. */
  private static final Pattern MONTH =
      Pattern.compile(
          "(?<![\\d%])((?:19|20)\\d\\d)([-_/.]?)(0[1-9]|1[0-2])"
              + "(?:\\2(0[1-9]|[12]\\d|3[01]))?(?!\\d)");

  /**
   * A URL that a list names.
   *
   * @param url as the list gives it, without whitespace around it
   * @param newsDate the {@code publication_date} of Google's news sitemaps; null where there is
   *     none or it cannot be read
   */
  public record ListedUrl(String url, @Nullable Instant newsDate) {}

  /**
   * Parses a document. Elements are matched by their local names, whatever their namespace; a
   * DOCTYPE is refused, so nothing is ever resolved.
   *
   * @param url names the document in a failure
   * @throws MalformedException where the document is cut off, empty, lists nothing (the schema asks
   *     for one entry), has damaged characters, has over 50,000 entries, or is no sitemap: the list
   *     is not complete then
   */
  public static Sitemap parse(String url, byte[] document) throws MalformedException {
    return new Parser(url).parse(document);
  }

  /**
   * The days that the name of a sitemap shows: of one month ({@code contents_202310.xml}, {@code
   * 2023-10}, {@code 2023/10}), or one day, the last that it shows. Empty where it shows no month
   * or several: such a list may hold any day.
   */
  public static Optional<Span> daysOf(String sitemapUrl) {
    Matcher name = MONTH.matcher(HOST.matcher(sitemapUrl).replaceFirst(""));
    Set<YearMonth> months = new HashSet<>();
    Span days = null;
    while (name.find()) {
      YearMonth month = YearMonth.parse(name.group(1) + "-" + name.group(3));
      months.add(month);
      String day = name.group(4);
      if (day != null && Integer.parseInt(day) <= month.lengthOfMonth()) {
        days = Span.of(month.atDay(Integer.parseInt(day)));
      } else if (days == null) {
        days = Span.of(month);
      }
    }
    return months.size() == 1 ? Optional.ofNullable(days) : Optional.empty();
  }

  /** Parses one sitemap document. */
  private static final class Parser {
    /** The entries of a document (sitemaps.org). */
    private static final int MAX_ENTRIES = 50_000;

    private static final Set<String> ENTRIES = Set.of("/urlset/url", "/sitemapindex/sitemap");

    /** Far above that of any sitemap; newer Javas refuse a hundred levels in words of their own. */
    private static final int MAX_PATH = 150;

    private final String url;
    private final List<ListedUrl> urls = new ArrayList<>();
    private final List<String> sitemaps = new ArrayList<>();
    private int withoutUrl;

    /** The local names of the open elements: {@code /urlset/url/loc}. */
    private String path = "";

    private final StringBuilder text = new StringBuilder();

    /** The texts of the entry by their paths: the first of each. */
    private final Map<String, String> entry = new HashMap<>();

    Parser(String url) {
      this.url = url;
    }

    Sitemap parse(byte[] bytes) throws MalformedException {
      DecodedText decoded = CharsetDetector.decode(bytes, null);
      String document = decoded.text().strip(); // some sites put blank lines before the XML
      if (document.isEmpty()) {
        throw refused("the document is empty");
      } else if (decoded.notice() != null) {
        throw refused(decoded.notice());
      }
      try {
        XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(document));
        while (xml.hasNext()) {
          switch (xml.next()) {
            case XMLStreamConstants.START_ELEMENT -> begin(localName(xml));
            case XMLStreamConstants.END_ELEMENT -> end(localName(xml));
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                text.append(xml.getText());
            case XMLStreamConstants.DTD -> throw refused("is a web page, or has a DOCTYPE");
            default -> {}
          }
        }
      } catch (XMLStreamException e) {
        throw new MalformedException(url, "is cut off, or is not well-formed XML", e);
      }
      if (urls.isEmpty() && sitemaps.isEmpty()) {
        throw refused("lists no URL");
      }
      return new Sitemap(sitemaps, urls, withoutUrl);
    }

    private void begin(String name) throws MalformedException {
      if (path.isEmpty() && !List.of("urlset", "sitemapindex").contains(name)) {
        throw refused("is not a sitemap: its root element is <" + name + ">");
      } else if (path.length() > MAX_PATH) {
        throw refused("is not a sitemap: its elements are nested too deeply");
      }
      path += "/" + name;
      text.setLength(0);
    }

    private void end(String name) throws MalformedException {
      if (!text.toString().isBlank()) {
        entry.putIfAbsent(path, text.toString().strip());
      }
      if (ENTRIES.contains(path)) {
        addEntry();
      }
      path = path.substring(0, path.length() - name.length() - 1);
    }

    private void addEntry() throws MalformedException {
      String loc = entry.get(path + "/loc");
      if (loc == null) {
        withoutUrl++;
      } else if (path.startsWith("/urlset")) {
        String date = entry.getOrDefault(path + "/news/publication_date", "");
        urls.add(new ListedUrl(loc, FeedDate.parse(date).orElse(null)));
      } else {
        sitemaps.add(loc);
      }
      entry.clear();
      if (withoutUrl + urls.size() + sitemaps.size() > MAX_ENTRIES) {
        throw refused("lists more than " + MAX_ENTRIES + " URLs");
      }
    }

    private MalformedException refused(String reason) {
      return new MalformedException(url, reason);
    }

    /** Not aware of namespaces: a prefix that is not declared is common, and would be an error. */
    private static XMLInputFactory factory() {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      return factory;
    }

    private static String localName(XMLStreamReader xml) {
      return xml.getLocalName().substring(xml.getLocalName().indexOf(':') + 1);
    }
  }
}
