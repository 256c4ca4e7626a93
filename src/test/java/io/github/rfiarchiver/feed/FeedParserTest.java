package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jdom2.JDOMException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedParserTest {
  private static final String ADDRESS = "https://www.example.org/cn/rss";
  private static final String TITLE = "镕炉旁的守夜人";

  @Test
  void the_exception_has_the_URL_as_its_subject_and_the_reason_as_a_clause() {
    MalformedException e = refused("<!DOCTYPE html><html></html>");
    assertEquals(ADDRESS, e.subject());
    assertEquals("is a web page, not a feed", e.reason());
    assertEquals(ADDRESS + ": is a web page, not a feed", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype HTML>\n<title>x</title>",
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\"><html/>",
        "\n <html lang=zh><body>请先登录</body></html>",
        "<?xml version=\"1.0\"?><!-- x --><HTML></HTML>"
      })
  void a_web_page_is_reported_as_a_web_page(String page) {
    assertEquals("is a web page, not a feed", refused(page).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t", "\u0000\u0000"})
  void an_empty_document_is_reported_as_empty(String document) {
    assertEquals("is empty", refused(document).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "请稍后再试",
        "<rss/>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Seq/></rdf:RDF>"
      })
  void a_document_that_is_neither_RSS_nor_Atom_is_reported(String document) {
    assertEquals(
        "is neither RSS nor Atom; add archives pages, import files in the seed format",
        refused(document).reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []} | is a JSON Feed; only RSS and Atom are read",
        "{\"version\": \"https:\\/\\/jsonfeed.org\\/version\\/1\", \"items\": []} | is a JSON Feed; only RSS and Atom are read",
        "{\"items\": []} | is JSON, not a feed",
        "<?xml version='1.0'?><opml version='2.0'/> | is OPML, a list of feeds, not a feed; name the feeds that it lists",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/> | is a sitemap, not a feed",
        "<?xml version='1.0'?><sitemapindex/> | is a sitemap, not a feed",
        "<head><title>rss</title></head><rss><channel/></rss> | is a web page, not a feed"
      })
  void JSON_OPML_and_sitemaps_are_reported_by_their_name(String document, String reason) {
    assertEquals(reason, refused(document.replace("'", "\"")).reason());
  }

  @Test
  void a_feed_without_entries_is_read() throws MalformedException {
    assertEquals(List.of(), read(rss("")).entries());
  }

  @Test
  void a_feed_that_is_cut_off_fails_wherever_it_is_cut() throws MalformedException {
    String whole = rss(item(TITLE, "<p>第一段&amp;</p>") + item("二", "<p>第二段</p>")).strip();
    byte[] bytes = whole.getBytes(UTF_8);
    assertEquals(2, read(whole).entries().size());
    for (int part = 0; part < 20; part++) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length * part / 20);
      assertThrows(
          MalformedException.class,
          () -> FeedParser.parse(cut, null, ADDRESS),
          "cut to " + cut.length + " bytes");
    }
  }

  @Test
  void a_feed_with_undefined_entities_that_is_cut_off_is_not_repaired() {
    String whole = rss(item("一&nbsp;二", "三"));
    String cut = whole.substring(0, whole.indexOf("</item>") + 7);
    assertTrue(refused(cut).reason().startsWith("is cut off or broken at line "));
  }

  @Test
  void the_strict_parser_rejects_a_DOCTYPE() {
    assertThrows(JDOMException.class, () -> FeedXml.strictly("<!DOCTYPE rss>" + rss("")));
  }

  @Test
  void a_DOCTYPE_is_skipped_without_a_notice_even_behind_many_comments() throws MalformedException {
    String doctype =
        "<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"https://x.example/\">";
    assertEquals(TITLE, onlyTitle("<!-- x -->".repeat(5000) + doctype + rss(item(TITLE, ""))));
  }

  @Test
  void entities_of_a_DOCTYPE_are_not_expanded() throws MalformedException {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE rss [<!ENTITY l0 \"哈\">");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    ParsedFeed feed = read(laughs + "]>" + rss(item("&l29;&eacute;", "")));
    assertEquals("&l29;é", feed.entries().get(0).title());
    assertEquals(1, feed.notices().size());
  }

  @Test
  void never_reads_an_external_file(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "守口如瓶");
    String feed =
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + rss(item("&x;", "&x;"));
    assertEquals("&x;", read(feed).entries().get(0).title());
  }

  @Test
  void never_fetches_an_entity_or_a_DTD() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String there = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      read("<!DOCTYPE rss SYSTEM \"" + there + "\">" + rss(""));
      read("<!DOCTYPE rss [<!ENTITY % x SYSTEM \"" + there + "\"> %x;]>" + rss(""));
      refused("<?xml version=\"1.0\"?>\n<x><!DOCTYPE rss SYSTEM \"" + there + "\"></x>");
      assertThrows(
          SocketTimeoutException.class,
          () -> {
            try (Socket asked = server.accept()) {
              throw new AssertionError("asked from " + asked);
            }
          });
    }
  }

  @Test
  void a_huge_attribute_and_a_huge_text_are_read() throws MalformedException {
    String text = "长".repeat(2_000_000);
    String feed = rss(item(TITLE, text).replace("<item>", "<item about=\"" + text + "\">"));
    assertEquals(text, read(feed).entries().get(0).body());
  }

  @Test
  void reads_two_thousand_entries_in_their_order() throws MalformedException {
    StringBuilder items = new StringBuilder();
    for (int i = 1; i <= 2000; i++) {
      items.append(item("第" + i + "条", "摘要"));
    }
    List<FeedEntry> entries = read(rss(items.toString())).entries();
    assertEquals(2000, entries.size());
    for (FeedEntry entry : entries) {
      assertEquals("第" + entry.number() + "条", entry.title());
    }
  }

  @Test
  void dates_stay_with_their_entries_if_some_have_no_date() throws MalformedException {
    String feed =
        rss("<item/>" + item(TITLE, "").replace("<item>", "<item><pubDate>2023-10-28</pubDate>"));
    List<FeedEntry> entries = read(feed).entries();
    assertNull(entries.get(0).published());
    assertEquals("2023-10-28T00:00:00Z", entries.get(1).published().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rss version='2.0'><item><pubDate>2001-01-01</pubDate></item><channel>%s</channel></rss>",
        "<rss version='0.91'><channel><entry><pubDate>2001-01-01</pubDate></entry>%s</channel></rss>"
      })
  void misplaced_entries_are_read_with_their_dates(String feed) throws MalformedException {
    List<FeedEntry> entries =
        read(feed.formatted("<item><title>一</title><pubDate>2023-10-28</pubDate></item>"))
            .entries();
    assertEquals(
        List.of("2001-01-01T00:00:00Z", "2023-10-28T00:00:00Z"),
        entries.stream().map(entry -> String.valueOf(entry.published())).toList());
  }

  @Test
  void content_that_is_not_text_is_ignored() throws MalformedException {
    String entry = "<entry><content type='image/png'>iVBORw0KGgo=</content></entry>";
    ParsedFeed feed = read("<feed xmlns='http://www.w3.org/2005/Atom'>" + entry + "</feed>");
    assertNull(feed.entries().get(0).body());
  }

  @Test
  void drops_a_raw_control_character_and_reports_it() throws MalformedException {
    ParsedFeed feed = read(rss(item("渡\u000b口", "码头")));
    assertEquals("渡口", feed.entries().get(0).title());
    assertEquals(
        List.of("its XML was repaired: characters that XML forbids were dropped"), feed.notices());
  }

  @Test
  void drops_references_to_forbidden_characters_and_reports_how_many() throws MalformedException {
    ParsedFeed feed = read(rss(item("渡&#0;&#x1F;口&#xD800;", "码&#65535;头&#99999999999;\uFFFE")));
    assertEquals("渡口", feed.entries().get(0).title());
    assertEquals("码头", feed.entries().get(0).body());
    assertEquals(
        List.of("its XML was repaired: 6 characters that XML forbids were dropped"),
        feed.notices());
  }

  @Test
  void references_to_a_pair_of_surrogates_are_one_character() throws MalformedException {
    ParsedFeed feed = read(rss(item("渡&#xD842;&#xdfb7;口", "码&#55357;&#56832;头&#56832;")));
    assertEquals("渡𠮷口", feed.entries().get(0).title());
    assertEquals("码😀头", feed.entries().get(0).body());
  }

  @Test
  void references_with_leading_zeros_are_repaired_by_their_value() throws MalformedException {
    ParsedFeed feed = read(rss(item("渡&#0000000065;&#x0000000042;&#x100000041;口", "码头")));
    assertEquals("渡AB口", feed.entries().get(0).title());
    assertEquals(
        List.of("its XML was repaired: characters that XML forbids were dropped"), feed.notices());
  }

  @Test
  void keeps_allowed_references_and_characters_beyond_the_first_plane() throws MalformedException {
    ParsedFeed feed =
        read(rss(item("𠮷野&#x20BB7;&#134071;&#9;家 &amp;#38; &#;", "")).replace(" &#;", ""));
    assertEquals("𠮷野𠮷𠮷 家 &", feed.entries().get(0).title());
    assertEquals(List.of(), feed.notices());
  }

  @Test
  void links_of_a_feed_without_a_URL_are_relative_to_its_site() throws MalformedException {
    String feed = rss("<item><link>/cn/a</link></item>");
    assertEquals(
        "https://site.example.org/cn/a",
        FeedParser.parse(feed.getBytes(UTF_8), null, "feed.xml").entries().get(0).link());
  }

  @Test
  void relative_links_of_a_feed_without_URL_and_site_are_dropped() throws MalformedException {
    String feed = "<rss version='2.0'><channel><item><link>/cn/a</link></item></channel></rss>";
    assertNull(FeedParser.parse(feed.getBytes(UTF_8), null, "-").entries().get(0).link());
  }

  @Test
  void byte_order_marks_and_whitespace_before_the_prolog_are_ignored() throws MalformedException {
    assertEquals(TITLE, onlyTitle("\uFEFF\uFEFF \n<?xml version='1.0'?>" + rss(item(TITLE, ""))));
  }

  @Test
  void gb2312_means_GB18030() throws MalformedException {
    byte[] bytes = prologged("gb2312").getBytes(Charset.forName("GB18030"));
    assertEquals(TITLE, onlyTitle(bytes, null));
  }

  @Test
  void reads_UTF_16_by_its_byte_order_mark_whatever_is_declared() throws MalformedException {
    byte[] bytes = ("\uFEFF" + prologged("utf-8")).getBytes(StandardCharsets.UTF_16LE);
    assertEquals(TITLE, onlyTitle(bytes, "gbk"));
  }

  private static String onlyTitle(String document) throws MalformedException {
    return onlyTitle(document.getBytes(UTF_8), null);
  }

  private static String onlyTitle(byte[] bytes, @Nullable String charset)
      throws MalformedException {
    ParsedFeed feed = FeedParser.parse(bytes, charset, ADDRESS);
    assertEquals(List.of(), feed.notices());
    assertEquals(1, feed.entries().size());
    return feed.entries().get(0).title();
  }

  private static ParsedFeed read(String document) throws MalformedException {
    return FeedParser.parse(document.getBytes(UTF_8), null, ADDRESS);
  }

  private static MalformedException refused(String document) {
    return assertThrows(MalformedException.class, () -> read(document));
  }

  private static String prologged(String encoding) {
    return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + rss(item(TITLE, "炉火"));
  }

  private static String rss(String items) {
    return "<rss version=\"2.0\"><channel><title>河岸</title><link>https://site.example.org/cn/</link>"
        + items
        + "</channel></rss>\n";
  }

  private static String item(String title, String description) {
    return "<item><title>%s</title><description>%s</description></item>"
        .formatted(title, description);
  }
}
