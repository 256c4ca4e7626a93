package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.feed.FeedDate;
import io.github.rfiarchiver.source.Sitemap.ListedUrl;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses one sitemap document. */
final class SitemapParser {
  /** The size of a document without its compression (sitemaps.org). */
  private static final int MAX_BYTES = 50 * 1024 * 1024;

  /** The entries of a document (sitemaps.org). */
  private static final int MAX_ENTRIES = 50_000;

  /** No sitemap nests deeper than four. */
  private static final int MAX_DEPTH = 100;

  private final String url;
  private final List<String> path = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> entry = new HashMap<>();
  private final List<ListedUrl> urls = new ArrayList<>();
  private final List<String> sitemaps = new ArrayList<>();
  private int withoutUrl;

  SitemapParser(String url) {
    this.url = url;
  }

  Sitemap parse(byte[] document) throws MalformedException {
    byte[] xml = unpacked(document);
    int start = start(xml);
    if (start == xml.length) {
      throw refused("the document is empty");
    }
    try {
      read(factory().createXMLStreamReader(new ByteArrayInputStream(xml, start, xml.length)));
    } catch (XMLStreamException e) {
      throw new MalformedException(url, "is cut off, or is not well-formed XML", e);
    }
    if (urls.isEmpty() && sitemaps.isEmpty()) {
      throw refused("lists no URL");
    }
    return new Sitemap(sitemaps, urls, withoutUrl);
  }

  private void read(XMLStreamReader xml) throws XMLStreamException, MalformedException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin(localName(xml.getLocalName()));
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.DTD -> throw refused("is a web page, or has a DOCTYPE");
        default -> {}
      }
    }
  }

  private void begin(String name) throws MalformedException {
    if (path.isEmpty()) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "urlset", "sitemapindex" -> {}
        default -> throw refused("is not a sitemap: its root element is <" + name + ">");
      }
    } else if (path.size() == MAX_DEPTH) {
      throw refused("is not a sitemap: its elements are nested too deeply");
    }
    path.add(name);
    text.setLength(0);
  }

  private void end() throws MalformedException {
    String at = String.join("/", path);
    switch (at) {
      case "urlset/url", "sitemapindex/sitemap" -> addEntry(at.startsWith("urlset"));
      case "urlset/url/loc", "sitemapindex/sitemap/loc" -> put("loc");
      case "urlset/url/news/publication_date" -> put("date");
      default -> {}
    }
    path.remove(path.size() - 1);
    text.setLength(0);
  }

  private void put(String field) {
    String value = text.toString().strip();
    if (!value.isEmpty()) {
      entry.putIfAbsent(field, value);
    }
  }

  private void addEntry(boolean inList) throws MalformedException {
    String loc = entry.get("loc");
    if (loc == null) {
      withoutUrl++;
    } else if (inList) {
      String date = entry.getOrDefault("date", "");
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

  private byte[] unpacked(byte[] document) throws MalformedException {
    boolean gzip = document.length > 1 && document[0] == 0x1f && (document[1] & 0xff) == 0x8b;
    try (InputStream packed = new ByteArrayInputStream(document);
        InputStream in = gzip ? new GZIPInputStream(packed) : packed) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refused("is larger than 50 MiB");
      }
      return bytes;
    } catch (EOFException e) {
      throw new MalformedException(url, "is cut off: its gzip data ends early", e);
    } catch (IOException e) {
      throw new MalformedException(url, "its gzip data is damaged", e);
    }
  }

  /** The start of the XML: some sites put blank lines before it, which XML forbids. */
  private static int start(byte[] xml) {
    byte[] mark = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    int start = xml.length > 2 && Arrays.equals(xml, 0, 3, mark, 0, 3) ? 3 : 0;
    while (start < xml.length && " \t\r\n".indexOf(xml[start]) >= 0) {
      start++;
    }
    return start;
  }

  /** Not aware of namespaces: a prefix that is not declared is common, and would be an error. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static String localName(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
