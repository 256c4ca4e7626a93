package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdom2.JDOMException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class FeedParserTest {
  private static final String ADDRESS = "https://www.example.org/cn/rss";
  private static final String TITLE = "镕炉旁的守夜人";

  @Test
  void the_exception_names_the_address_first_and_the_reason_as_a_clause() {
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
  void a_web_page_is_called_one(String page) {
    assertEquals("is a web page, not a feed", refused(page).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t", "\u0000\u0000"})
  void an_empty_document_is_called_empty(String document) {
    assertEquals("is empty", refused(document).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "请稍后再试",
        "{\"items\": []}",
        "<?xml version=\"1.0\"?><opml version=\"2.0\"/>",
        "<rss/>"
      })
  void what_is_neither_RSS_nor_Atom_is_called_so(String document) {
    assertEquals("is neither RSS nor Atom", refused(document).reason());
  }

  @Test
  void tells_entries_apart_by_guid_or_id_or_else_by_link() throws MalformedException {
    String link = "<link>https://www.example.org/a?ref=1</link>";
    assertEquals(
        List.of("live-1", "https://www.example.org/a?ref=1", "https://www.example.org/a?ref=1", ""),
        read(
                rss(
                    "<item>"
                        + link
                        + "<guid isPermaLink=\"false\"> live-1 </guid></item><item>"
                        + link
                        + "</item><item>"
                        + link
                        + "<guid/></item><item><title>无</title></item>"))
            .entries()
            .stream()
            .map(Entry::guid)
            .toList());
    String atom =
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>源</title><entry><id>tag:a,1</id>"
            + "<link href=\"https://www.example.org/a\"/></entry></feed>";
    assertEquals("tag:a,1", read(atom).entries().get(0).guid());
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
          () -> FeedParser.parse(cut, Optional.empty(), ADDRESS),
          "cut to " + cut.length + " bytes");
    }
  }

  @Test
  void a_feed_with_undefined_entities_that_is_cut_off_is_not_healed_into_a_whole_one() {
    String whole = rss(item("一&nbsp;二", "三"));
    String cut = whole.substring(0, whole.indexOf("</item>") + 7);
    assertTrue(refused(cut).reason().startsWith("is cut off or broken at line "));
  }

  @Test
  void says_where_a_broken_feed_is_broken() {
    String broken = rss("\n<item><title>一</item>");
    assertEquals("is cut off or broken at line 2, column 17", refused(broken).reason());
  }

  @Test
  void refuses_a_DOCTYPE() {
    String reason = refused("<!-- x --><!DOCTYPE rss>" + rss("")).reason();
    assertEquals("has a DOCTYPE, which feeds have no need of; it is refused", reason);
  }

  @Test
  void the_parser_refuses_a_DOCTYPE_as_well() {
    InputSource feed = new InputSource(new StringReader("<!DOCTYPE rss>" + rss("")));
    assertThrows(JDOMException.class, () -> new FeedInput(ADDRESS, entry -> {}).read(feed));
  }

  @Test
  void many_comments_in_front_hide_no_DOCTYPE() {
    String reason =
        refused("<!-- x --> <?y z?>".repeat(20_000) + "<!DOCTYPE rss>" + rss("")).reason();
    assertTrue(reason.startsWith("has a DOCTYPE"), reason);
  }

  @Test
  void never_reads_an_external_file(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "守口如瓶");
    String feed =
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + rss(item("&x;", "&x;"));
    assertFalse(refused(feed).getMessage().contains("守口如瓶"));
  }

  @Test
  void never_asks_a_server_for_an_entity_or_a_DTD() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String there = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      refused("<!DOCTYPE rss SYSTEM \"" + there + "\">" + rss(""));
      refused("<!DOCTYPE rss [<!ENTITY % x SYSTEM \"" + there + "\"> %x;]>" + rss(""));
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
  void a_billion_laughs_are_refused_at_once() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE rss [<!ENTITY l0 \"哈\">");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    String feed = laughs + "]>" + rss(item("&l29;", ""));
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refused(feed));
  }

  @Test
  void a_huge_attribute_and_a_huge_text_are_read() throws MalformedException {
    String text = "长".repeat(2_000_000);
    String feed = rss(item(TITLE, text).replace("<item>", "<item about=\"" + text + "\">"));
    assertEquals(text, read(feed).entries().get(0).description());
  }

  @Test
  void reads_two_thousand_entries_in_their_order() throws MalformedException {
    StringBuilder items = new StringBuilder();
    for (int i = 1; i <= 2000; i++) {
      items.append(item("第" + i + "条", "摘要"));
    }
    List<Entry> entries = read(rss(items.toString())).entries();
    assertEquals(2000, entries.size());
    for (Entry entry : entries) {
      assertEquals("第" + entry.number() + "条", entry.title());
    }
  }

  @Test
  void dates_stay_with_their_entries_where_some_have_none() throws MalformedException {
    String feed =
        rss("<item/>" + item(TITLE, "").replace("<item>", "<item><pubDate>2023-10-28</pubDate>"));
    List<Entry> entries = read(feed).entries();
    assertEquals(Optional.empty(), entries.get(0).published());
    assertEquals("2023-10-28T00:00:00Z", entries.get(1).published().orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rss version='2.0'><item><pubDate>2001-01-01</pubDate></item><channel>%s</channel></rss>",
        "<rss version='0.91'><channel><entry><pubDate>2001-01-01</pubDate></entry>%s</channel></rss>",
        "<rss version='0.92'><channel>%s</channel></rss>"
      })
  void dates_stay_with_their_entries_where_others_stand_out_of_place(String feed)
      throws MalformedException {
    List<Entry> entries =
        read(feed.formatted("<item><title>一</title><pubDate>2023-10-28</pubDate></item>"))
            .entries();
    assertEquals(1, entries.size());
    assertEquals("2023-10-28T00:00:00Z", entries.get(0).published().orElseThrow().toString());
  }

  @Test
  void what_is_no_text_is_no_content() throws MalformedException {
    String entry = "<entry><content type='image/png'>iVBORw0KGgo=</content></entry>";
    Feed<Entry> feed = read("<feed xmlns='http://www.w3.org/2005/Atom'>" + entry + "</feed>");
    assertEquals(Optional.empty(), feed.entries().get(0).content());
  }

  @Test
  void drops_a_raw_control_character_and_says_so() throws MalformedException {
    Feed<Entry> feed = read(rss(item("渡\u000b口", "码头")));
    assertEquals("渡口", feed.entries().get(0).title());
    assertEquals(List.of("1 character that XML forbids was dropped"), feed.problems());
  }

  @Test
  void drops_references_to_forbidden_characters_and_says_how_many() throws MalformedException {
    Feed<Entry> feed = read(rss(item("渡&#0;&#x1F;口&#xD800;", "码&#65535;头&#99999999999;\uFFFE")));
    assertEquals("渡口", feed.entries().get(0).title());
    assertEquals("码头", feed.entries().get(0).description());
    assertEquals(List.of("6 characters that XML forbids were dropped"), feed.problems());
  }

  @Test
  void keeps_allowed_references_and_characters_beyond_the_first_plane() throws MalformedException {
    Feed<Entry> feed =
        read(rss(item("𠮷野&#x20BB7;&#134071;&#9;家 &amp;#11; &#;", "")).replace(" &#;", ""));
    assertEquals("𠮷野𠮷𠮷\t家 &#11;", feed.entries().get(0).title());
    assertEquals(List.of(), feed.problems());
  }

  @Test
  void a_feed_without_address_lies_where_its_site_is() throws MalformedException {
    String feed = rss("<item><link>/cn/a</link></item>");
    assertEquals(
        Optional.of("https://site.example.org/cn/a"),
        FeedParser.parse(feed.getBytes(UTF_8), Optional.empty(), "feed.xml")
            .entries()
            .get(0)
            .link());
  }

  @Test
  void a_feed_without_address_and_site_gives_no_relative_link() throws MalformedException {
    String feed = "<rss version='2.0'><channel><item><link>/cn/a</link></item></channel></rss>";
    assertEquals(
        Optional.empty(),
        FeedParser.parse(feed.getBytes(UTF_8), Optional.empty(), "-").entries().get(0).link());
  }

  @Test
  void byte_order_marks_and_blanks_in_front_of_the_prolog_do_no_harm() throws MalformedException {
    assertEquals(TITLE, onlyTitle("\uFEFF\uFEFF \n<?xml version='1.0'?>" + rss(item(TITLE, ""))));
  }

  @Test
  void gb2312_means_GB18030() throws MalformedException {
    byte[] bytes = prologged("gb2312").getBytes(Charset.forName("GB18030"));
    assertEquals(TITLE, onlyTitle(bytes, Optional.empty()));
  }

  @Test
  void reads_UTF_16_by_its_byte_order_mark_whatever_is_named() throws MalformedException {
    byte[] bytes = ("\uFEFF" + prologged("utf-8")).getBytes(StandardCharsets.UTF_16LE);
    assertEquals(TITLE, onlyTitle(bytes, Optional.of("gbk")));
  }

  @Test
  void fails_on_bytes_that_are_in_no_encoding() {
    byte[] bytes =
        prologged("utf-8").replace("守", "\u00ff\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    MalformedException e =
        assertThrows(
            MalformedException.class, () -> FeedParser.parse(bytes, Optional.empty(), ADDRESS));
    assertTrue(e.reason().startsWith("is in no encoding that fits"), e.reason());
  }

  private static String onlyTitle(String document) throws MalformedException {
    return onlyTitle(document.getBytes(UTF_8), Optional.empty());
  }

  private static String onlyTitle(byte[] bytes, Optional<String> charset)
      throws MalformedException {
    Feed<Entry> feed = FeedParser.parse(bytes, charset, ADDRESS);
    assertEquals(List.of(), feed.problems());
    assertEquals(1, feed.entries().size());
    return feed.entries().get(0).title();
  }

  private static Feed<Entry> read(String document) throws MalformedException {
    return FeedParser.parse(document.getBytes(UTF_8), Optional.empty(), ADDRESS);
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
