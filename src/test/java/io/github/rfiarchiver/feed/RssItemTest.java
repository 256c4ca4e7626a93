package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.rfiarchiver.MalformedException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries of feeds in all formats. */
class RssItemTest {
  private static final String ITEM =
      "<item><title>一</title><link>https://news.example/1</link><description>甲</description></item>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rss version='3.0'><channel>ITEM</channel></rss>",
        "<rss><channel>ITEM</channel></rss>",
        "<RSS><Channel>ITEM</Channel></RSS>",
        "<rss xmlns='http://backend.userland.com/rss2'><channel>ITEM</channel></rss>",
        "<rss xmlns='https://unknown.example/'><channel>ITEM</channel></rss>",
        "<rss><channel/>ITEM</rss>",
        "<channel>ITEM</channel>",
        "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>ITEM</r:RDF>",
        "<r:RDF xmlns:r='https://www.w3.org/1999/02/22-rdf-syntax-ns'><channel/>ITEM</r:RDF>",
        "<feed>ENTRY</feed>",
        "<feed xmlns='https://www.w3.org/2005/Atom/'>ENTRY</feed>",
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>A_ENTRY</a:feed>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'>ENTRY</feed>",
        "<entry xmlns='http://www.w3.org/2005/Atom'>PARTS</entry>",
        "<rss><channel><items>ITEM</items></channel></rss>",
        "<rss><channel><feed>ENTRY</feed></channel></rss>",
        "<feed><entries>ENTRY</entries></feed>",
        "<rss><channel><link rel='self'/><atom:link xmlns:atom='x' rel='self'/>ITEM</channel></rss>",
      })
  void any_root_version_and_namespace_is_accepted(String feed) throws Exception {
    String parts = ITEM.replaceAll("</?item>", "").replace("description", "summary");
    FeedEntry entry =
        only(
            feed.replace("A_ENTRY", "<a:entry>" + parts.replaceAll("<(/?)", "<$1a:") + "</a:entry>")
                .replace("ITEM", ITEM)
                .replace("ENTRY", "<entry>" + parts + "</entry>")
                .replace("PARTS", parts));
    assertEquals(
        List.of("一", "https://news.example/1", "甲"),
        List.of(entry.title(), entry.link(), entry.body()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "content type='html' | 头 <b>中</b> 尾<br/>   | 头 <b>中</b> 尾<br>",
        "content             | <p>甲</p><p/>          | <p>甲</p><p></p>",
        "content type='text/html; charset=utf-8' | &lt;p>甲&lt;/p> | <p>甲</p>",
        "content type='text' | <x:p xmlns:x='http://www.w3.org/1999/xhtml'>甲 &lt; 乙</x:p> | <p xmlns:x=\"http://www.w3.org/1999/xhtml\">甲 &lt; 乙</p>",
        "content type='html' | &lt;p>甲&lt;/p><hr/>    | <p>甲</p><hr>",
        "content type='html' | <b>甲</b><![CDATA[<i>乙</i>]]> | <b>甲</b><i>乙</i>",
        "content type='html' | <b><![CDATA[<i>]]></b>  | <b>&lt;i&gt;</b>",
        "content             | 1 &lt; 2                | 1 &lt; 2",
        "summary             | <p>甲</p>               | <p>甲</p>",
        "content type='xhtml' | <ul><li>甲</li></ul>  | <ul><li>甲</li></ul>",
        "content type='application/xml' | &lt;p>甲&lt;/p> | <p>甲</p>",
        "content type='text/markdown' | 1 &lt; 2       | 1 &lt; 2",
        "content type='image/png' | iVBO              | ",
        "content type='plain' | 1 &lt; 2               | 1 &lt; 2",
        "summary type='cdata' | <![CDATA[甲 & 乙]]>    | 甲 &amp; 乙",
      })
  void child_elements_are_markup_and_other_text_is_text(String start, String content, String body)
      throws Exception {
    String end = start.replaceAll(" .*", "");
    String atom = "<feed><entry><" + start + ">" + content + "</" + end + "></entry></feed>";
    assertEquals(body, only(atom).body());
  }

  @Test
  void child_elements_are_markup_in_RSS_too() throws Exception {
    for (String version : List.of("0.91", "2.0")) {
      String rss = "<rss version='" + version + "'><channel>" + ITEM + "</channel></rss>";
      assertEquals("<p>甲</p>", only(rss.replace("甲", "<p>甲</p>")).body());
    }
  }

  @Test
  void an_entry_within_an_entry_is_another_one() throws Exception {
    String second = ITEM.replace('一', '二');
    ParsedFeed feed =
        read("<rss><channel>" + ITEM.replace("</item>", second + "</item>") + "</channel></rss>");
    assertEquals(List.of("一", "二"), feed.entries().stream().map(FeedEntry::title).toList());
  }

  @Test
  void items_of_RSS_in_Atom_are_HTML() throws Exception {
    String feed = "<feed>" + ITEM.replace("甲", "&lt;p>甲&lt;/p>") + "</feed>";
    assertEquals("<p>甲</p>", only(feed).body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "&amp;lt;p&amp;gt;甲&amp;lt;/p&amp;gt;     | <p>甲</p>",
        "<![CDATA[ &amp;lt;p&amp;gt;甲&amp;lt;br/&amp;gt;]]> | <p>甲<br/>",
        "<![CDATA[&lt;b&gt; 与 &lt;i&gt; 元素]]>    | &lt;b&gt; 与 &lt;i&gt; 元素",
        "<![CDATA[<p>&lt;p&gt;甲&lt;/p&gt;</p>]]>  | <p>&lt;p&gt;甲&lt;/p&gt;</p>",
        "<![CDATA[&lt;p&gt;甲&lt;/p&gt; 乙]]>       | &lt;p&gt;甲&lt;/p&gt; 乙",
      })
  void markup_escaped_once_too_often_is_markup(String description, String body) throws Exception {
    String rss = "<rss><channel>" + ITEM.replace("甲", description) + "</channel></rss>";
    assertEquals(body, only(rss).body().strip());
  }

  @Test
  void Base64_of_Atom_0_3_is_decoded() throws Exception {
    String title = Base64.getEncoder().encodeToString("<b>甲</b>乙".getBytes(UTF_8));
    String content = Base64.getMimeEncoder().encodeToString("<p>丙</p>".repeat(20).getBytes(UTF_8));
    FeedEntry entry =
        only(
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64'>"
                + title
                + "</title><content mode='base64' type='text/html'>\n"
                + content
                + "</content></entry></feed>");
    assertEquals("甲乙", entry.title());
    assertEquals("<p>丙</p>".repeat(20), entry.body());
  }

  @Test
  void HTML_whose_mode_is_Base64_by_mistake_is_read_as_it_is() throws Exception {
    String content = "<content type='text/html' mode='base64'>&lt;p>甲乙&lt;/p></content>";
    assertEquals("<p>甲乙</p>", only("<feed><entry>" + content + "</entry></feed>").body());
  }

  @Test
  void titles_of_Atom_0_3_are_HTML_and_those_of_Atom_1_0_are_text() throws Exception {
    String feed = "<feed%s><entry><title><![CDATA[甲 &amp; 乙]]></title></entry></feed>";
    assertEquals("甲 & 乙", only(feed.formatted(" version='0.3'")).title());
    assertEquals("甲 & 乙", only(feed.formatted(" xmlns='http://purl.org/atom/ns#'")).title());
    assertEquals("甲 &amp; 乙", only(feed.formatted("")).title());
    String alone = "<entry version='0.3'><title><![CDATA[甲 &amp; 乙]]></title></entry>";
    assertEquals("甲 & 乙", only(alone).title());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<![CDATA[AT&amp;T &hellip;]]>            | AT&T …",
        "甲 &amp;amp; 乙 &amp;#8217;               | 甲 & 乙 ’",
        "&lt;b class='x'>突发&lt;/b>：河水&lt;br/>  | 突发：河水",
        "关于 &lt;head> 元素与 &lt;b> 元素           | 关于 <head> 元素与 <b> 元素",
        "1 &lt; 2 &amp; 3 > 2                     | 1 < 2 & 3 > 2",
        "&lt;p>甲&lt;/p>                           | 甲",
        "&lt;p>甲&lt;/p>&lt;p>乙&lt;br>丙&lt;/p>         | 甲 乙 丙",
        "<b>甲</b>乙                               | 甲乙",
        "《&lt;甲>》                               | 《<甲>》",
        "&lt;!--:zh-->甲&lt;!--:-->               | 甲",
        "甲 &amp;amp;amp; 乙 &amp;amp;#8217;        | 甲 & 乙 ’",
        "&lt;![CDATA[甲 &lt;b>乙&lt;/b>]]&gt;       | 甲 乙",
      })
  void titles_of_RSS_become_text(String title, String text) throws Exception {
    String rss = "<rss><channel>" + ITEM.replace("一", title) + "</channel></rss>";
    assertEquals(text, only(rss).title().strip());
  }

  @Test
  void of_content_and_description_the_one_with_more_text_is_the_body() throws Exception {
    String rss =
        "<rss xmlns:content='https://purl.org/rss/1.0/modules/content'><channel>%s</channel></rss>";
    String both = ITEM.replace("</item>", "<content:encoded>%s</content:encoded></item>");
    String full = "&lt;p>第一段。&lt;/p>&lt;p>第二段。&lt;/p>";
    String teaser = "&lt;a href='https://news.example/long/address/of/an/article'>全文&lt;/a>";
    FeedEntry entry = only(rss.formatted(both.formatted(teaser).replace("甲", full)));
    assertEquals("<p>第一段。</p><p>第二段。</p>", entry.body());
    assertEquals(false, entry.bodyIsContent());
    assertEquals(true, only(rss.formatted(both.formatted(full))).bodyIsContent());
    String two = both.replace("<title>", "<content:encoded>短</content:encoded><summary/><title>");
    assertEquals("<p>第一段。</p><p>第二段。</p>", only(rss.formatted(two.formatted(full))).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content:encoded xmlns:content='https://purl.org/rss/1.0/modules/content'",
        "c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'",
        "x:encoded xmlns:x='https://unknown.example/'",
        "encoded",
        "yandex:full-text xmlns:yandex='http://news.yandex.ru'",
      })
  void content_is_matched_by_its_local_name(String start) throws Exception {
    String encoded = "<" + start + ">丙丁</" + start.replaceAll(" .*", "") + ">";
    FeedEntry entry =
        only("<rss><channel>" + ITEM.replace("</item>", encoded + "</item>") + "</channel></rss>");
    assertEquals("丙丁", entry.body());
  }

  @Test
  void elements_of_other_modules_are_ignored() throws Exception {
    FeedEntry entry =
        only(
            "<rss xmlns:media='http://search.yahoo.com/mrss/' xmlns:e='http://wordpress.org/export/1.2/excerpt/'>"
                + "<channel><item><media:title>图</media:title><media:content><media:description>图说"
                + "</media:description></media:content><e:encoded>摘</e:encoded></item></channel></rss>");
    assertEquals("", entry.title());
    assertNull(entry.body());
  }

  @Test
  void xml_base_of_feed_entry_and_content_applies_to_the_body() throws Exception {
    String feed =
        "<feed xml:base='/a/'><entry xml:base='b/'><link href='x'/><content type='html' xml:base='c/'>甲"
            + "</content></entry></feed>";
    assertEquals("https://news.example/a/b/c/", only(feed).bodyBase());
    assertEquals("https://news.example/a/b/x", only(feed).link());
    assertNull(only("<rss><channel>" + ITEM + "</channel></rss>").bodyBase());
  }

  @Test
  void xml_base_of_the_div_in_XHTML_applies_to_the_body() throws Exception {
    String div = "<div xml:base='/d/'><p>甲</p></div>";
    String feed = "<feed><entry><content type='xhtml'>" + div + "</content></entry></feed>";
    assertEquals("https://news.example/d/", only(feed).bodyBase());
  }

  @Test
  void the_div_around_XHTML_is_no_part_of_the_body() throws Exception {
    String feed = "<feed><entry><content type='%s'> %s </content></entry></feed>";
    String inner = "甲 &lt;b&gt;<div>乙</div>";
    for (String type : List.of("xhtml", "application/xhtml+xml")) {
      assertEquals(inner, only(feed.formatted(type, "<div>" + inner + "</div>")).body().strip());
    }
    String two = "<div>甲</div><div>乙</div>";
    assertEquals(two, only(feed.formatted("xhtml", two)).body().strip());
    String html = "<div><p>甲</p></div>";
    assertEquals(html, only(feed.formatted("html", html)).body().strip());
  }

  @Test
  void xml_base_deep_in_XHTML_applies_to_the_links_in_it() throws Exception {
    String div =
        "<div><a href='x'>甲</a><p xml:base='/d/'><a href='y'>乙</a><b xml:base='e/'><img src='z.jpg'/>"
            + "<a href='mailto:a@b'>丙</a></b></p></div>";
    assertEquals(
        "<a href=\"x\">甲</a><p xml:base=\"/d/\"><a href=\"https://news.example/d/y\">乙</a>"
            + "<b xml:base=\"e/\"><img src=\"https://news.example/d/e/z.jpg\">"
            + "<a href=\"mailto:a@b\">丙</a></b></p>",
        only("<feed><entry><content type='xhtml'>" + div + "</content></entry></feed>").body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<link rel='alternate' type='text/html'/><link href='https://news.example/1'/>",
        "<link>https://news.example/1</link>",
        "<link rel='self' href='https://news.example/feed'/><link rel='alternate' href='/1'/>",
        "<a:link xmlns:a='http://www.w3.org/2005/Atom' href='https://news.example/1'/>",
        "<link/><id>https://news.example/1</id>",
        "<link rel='Alternate' HREF='/1'/>",
        "<link rel='http://www.iana.org/assignments/relation/alternate' href='/1'/>",
        "<link/><guid>/1</guid>",
        "<link rel='edit' href='/2'/><link rel='self' href='/1'/><id>urn:uuid:1</id>",
        "<link rel='self' href='/2'/><id>https://news.example/1</id>",
        "<link type='text/json' href='/2'/><link type='text/html; charset=utf-8' href='/1'/>",
      })
  void the_link_to_the_page_is_found(String links) throws Exception {
    for (String feed :
        List.of(
            "<feed><entry>%s</entry></feed>", "<rss><channel><item>%s</item></channel></rss>")) {
      assertEquals("https://news.example/1", only(feed.formatted(links)).link(), feed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<![CDATA[/1?a=1&amp;b=2]]>, https://news.example/1?a=1&b=2",
    "www.news.example/1,         https://www.news.example/1",
  })
  void links_with_usual_mistakes_are_read(String link, String url) throws Exception {
    assertEquals(
        url, only("<rss><channel><item><link>" + link + "</link></item></channel></rss>").link());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<enclosure url='/y.mp3'/>",
        "<enclosure url='/y.mp3' type='application/octet-stream'/>",
        "<enclosure URL=' /y.mp3 ' TYPE='audio/mpeg'/>",
        "<m:group xmlns:m='http://search.yahoo.com/mrss/'><m:content url='/y.mp3' type='audio/mpeg'/></m:group>",
        "<content type='audio/mpeg' src='/y.mp3'/>",
        "<link rel='enclosure' href='/y.mp3'/>",
        "<m:content xmlns:m='http://search.yahoo.com/mrss/' url='/y.mp3' medium='audio'/>",
      })
  void sounds_are_known_by_their_type_or_their_file(String enclosure) throws Exception {
    String image = "<enclosure url='/x.mp3.jpg' type='image/jpeg'/><link href='/z.mp3'/>";
    FeedEntry entry = only("<rss><channel><item>" + enclosure + image + "</item></channel></rss>");
    assertEquals(List.of("https://news.example/y.mp3"), entry.audio());
  }

  @ParameterizedTest
  @CsvSource({
    "eva@news.example (艾娃),      艾娃",
    "eva@news.example,            eva@news.example",
    "&lt;a href='/e'>艾娃&lt;/a>, 艾娃",
    "A &amp;amp; B,               A & B",
    "艾娃 &lt;eva@news.example>,   艾娃",
  })
  void authors_of_RSS_are_names_as_text(String author, String name) throws Exception {
    String rss = "<rss><channel><item><author>%s</author></item></channel></rss>";
    assertEquals(name, only(rss.formatted(author)).author());
  }

  @Test
  void an_entry_has_all_its_authors_each_once() throws Exception {
    String authors = "<author>%s</author><author>%s</author><author>%<s</author>";
    String feed = "<feed><entry>" + authors + "</entry></feed>";
    assertEquals("艾娃、李明", only(feed.formatted("<name>艾娃</name>", "<name>李明</name>")).author());
    String item = "<rss><channel><item>" + authors + "<creator>%s</creator></item></channel></rss>";
    assertEquals("艾娃、李明", only(item.formatted("艾娃", "李明", "")).author());
    assertEquals("编辑部", only(item.formatted("艾娃", "李明", "编辑部")).author());
  }

  @Test
  void an_author_without_a_name_is_none() throws Exception {
    String feed = "<feed><entry><author>%s</author></entry></feed>";
    assertNull(only(feed.formatted("<uri>https://a.example/</uri>")).author());
    assertNull(only(feed.formatted("<email>a@a.example</email>")).author());
    assertEquals("艾娃", only(feed.formatted("艾<b>娃</b>")).author());
  }

  @Test
  void an_empty_title_does_not_hide_another() throws Exception {
    String item = ITEM.replace("<title>", "<title> </title><title/><title>");
    assertEquals("一", only("<rss><channel>" + item + "</channel></rss>").title());
  }

  @Test
  void audio_enclosures_and_the_author_are_read() throws Exception {
    FeedEntry item =
        only(
            "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><dc:creator>艾娃</dc:creator>"
                + "<enclosure url='/y.mp3' type='Audio/MPEG'/><enclosure url='/x.jpg' type='image/jpeg'/>"
                + "</item></channel></rss>");
    assertEquals("艾娃", item.author());
    assertEquals(List.of("https://news.example/y.mp3"), item.audio());
    FeedEntry entry =
        only(
            "<feed><entry><author><name>艾娃</name><email>x@news.example</email></author>"
                + "<link rel='enclosure' type='audio/mpeg' href='/y.mp3'/></entry></feed>");
    assertEquals("艾娃", entry.author());
    assertEquals(List.of("https://news.example/y.mp3"), entry.audio());
  }

  @Test
  void a_date_that_cannot_be_parsed_is_reported_and_the_next_one_is_used() throws Exception {
    ParsedFeed feed =
        read(
            "<rss><channel><item><title>一</title><pubDate>vorgestern</pubDate><date>2026-11-07</date>"
                + "</item></channel></rss>");
    assertEquals("2026-11-07T00:00:00Z", String.valueOf(feed.entries().get(0).published()));
    assertEquals(List.of("entry 1 (一): the date \"vorgestern\" cannot be read"), feed.notices());
  }

  @Test
  void an_empty_date_is_none() throws Exception {
    FeedEntry entry = only("<rss><item><pubDate> </pubDate><date>2026-11-07</date></item></rss>");
    assertEquals("2026-11-07T00:00:00Z", String.valueOf(entry.published()));
  }

  @Test
  void a_description_of_RSS_may_be_plain_text() throws Exception {
    String item = "<item><description type='text/plain'>1 &lt;b> 2</description></item>";
    assertEquals("1 &lt;b> 2", only("<rss>" + item + "</rss>").body());
  }

  @Test
  void links_of_a_file_are_relative_to_the_site_of_its_channel() throws Exception {
    String feed =
        "<RDF><image><link>https://pictures.example/</link></image>"
            + "<item><link>/1</link></item><channel><link>https://news.example/</link></channel></RDF>";
    assertEquals(
        "https://news.example/1",
        FeedParser.parse(feed.getBytes(UTF_8), null, "rfi.xml").entries().get(0).link());
  }

  @Test
  void a_date_in_another_namespace_counts_only_where_the_entry_has_none_of_its_own()
      throws Exception {
    String foreign = "<x:pubDate xmlns:x='urn:x'>2001-01-01</x:pubDate>";
    String own = "<updated>2026-11-07</updated>";
    for (String dates : List.of(foreign + own, own + foreign)) {
      FeedEntry entry = only("<feed xmlns='urn:atom'><entry>" + dates + "</entry></feed>");
      assertEquals("2026-11-07T00:00:00Z", String.valueOf(entry.published()));
    }
    FeedEntry other = only("<rss><channel><item>" + foreign + "</item></channel></rss>");
    assertEquals("2001-01-01T00:00:00Z", String.valueOf(other.published()));
  }

  @Test
  void references_to_C1_controls_mean_windows_1252() throws Exception {
    String rss =
        "<rss><channel>" + ITEM.replace("一", "It&#146;s &#x96; &#0133;") + "</channel></rss>";
    assertEquals("It’s – …", only(rss).title());
  }

  @Test
  void the_entry_with_damaged_bytes_is_named() throws Exception {
    byte[] bytes =
        ("<rss><channel>" + ITEM.replace("甲", "甲caf?乙") + ITEM + "</channel></rss>")
            .getBytes(UTF_8);
    bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('?')] =
        (byte) 0xe9;
    ParsedFeed feed = FeedParser.parse(bytes, null, "https://news.example/rss");
    assertEquals(
        List.of("a few bytes are not valid UTF-8; U+FFFD stands for them in entry 1 (一)"),
        feed.notices());
  }

  private static FeedEntry only(String document) throws MalformedException {
    ParsedFeed feed = read(document);
    assertEquals(1, feed.entries().size());
    assertEquals(List.of(), feed.notices());
    return feed.entries().get(0);
  }

  private static ParsedFeed read(String document) throws MalformedException {
    return FeedParser.parse(document.getBytes(UTF_8), null, "https://news.example/rss");
  }
}
