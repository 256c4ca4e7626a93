package io.github.rfiarchiver.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Html;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds that are not well-formed. Each has two entries, which are read whole. */
class XmlRepairTest {
  private static final String FIRST =
      "<item><title>一</title><link>https://news.example/1</link><description>甲</description></item>";
  private static final String SECOND = FIRST.replace('一', '二').replace('1', '2').replace('甲', '乙');
  private static final String RSS =
      "<rss version=\"2.0\"><channel>" + FIRST + SECOND + "</channel></rss>";
  private static final String ATOM =
      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>零</title>"
          + RSS.replaceAll("</?(?:rss|channel)[^>]*>", "")
              .replace("item>", "entry>")
              .replace("description>", "summary>")
          + "</feed>";
  private static final String RDF =
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><channel></channel>"
          + FIRST
          + SECOND
          + "</rdf:RDF>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<br /><b>Notice</b>: x in <b>/srv/x.php</b><?xml version=\"1.0\"?>RSS | text in front of the root element was skipped",
        "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>RSS | text in front of the root element was skipped",
        "{\"error\": 1}RSS | text in front of the root element was skipped",
        "RSS<script>if (a < b && c) {}</script> | text after the root element was skipped",
        "<script>document.write('<head>')</script><?xml version=\"1.0\"?>RSS | text in front of the root element was skipped",
        "RSS<script>var a = '<item>';</script> | text after the root element was skipped",
        "RSS 0 | text after the root element was skipped",
        "RSS<?xml version=\"1.0\"?> | markup was normalized",
        "<!DOCTYPE html><html><body>门户</body></html><?xml version=\"1.0\"?>RSS | text in front of the root element was skipped",
        "<html><head></head></html>RSS | text in front of the root element was skipped",
        "<html><head><title>x</title></head><body class=x> RSS</body></html> | text in front of the root element was skipped",
        "<body class=x><?xml version=\"1.0\"?><?pi?><!-- x -->RSS | text in front of the root element was skipped",
      })
  void text_around_the_root_is_skipped(String document, String repair) throws Exception {
    assertRepaired(document.replace("RSS", RSS), repair);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<item>           | <item><dc:creator>丙</dc:creator>             | prefix dc was declared",
        "</channel>       | <x:y a:b='c'/></channel>                     | prefix a was declared",
        "<item>           | <item><category>R&D</category>               | 2 stray & became text",
        "<item>           | <item><category>1 < 2, 3 <4</category>       | 4 stray < became text",
        "<item>           | <item><category>a <b@x.example></category>   | 2 stray < became text",
        "<item>           | <item><language>zh</langauge>                | tags were matched",
        "</title>         | </titel>                                     | tags were matched",
        "</title>         | </Title>                                     | tags were matched",
        "<item>           | <Item>                                       | markup was normalized",
        "</title>         | </ title>                                    | markup was normalized",
        "</title>         | </title                                      | markup was normalized",
        "</item>          | <!-- no end -->                              | tags were matched",
        "<item>           | <item><!--><category>R&D</category>          | 2 stray & became text",
        "<item>           | <item><!---><category>R&D</category>         | 2 stray & became text",
        "</title>         | ''                                           | tags were matched",
        "<item>           | <item><category>]]></category>               | stray ]]> was dropped",
        "<item>           | <item><category>&nbsp;&eacute;</category>    | 4 entities of HTML were resolved",
        "<item>           | <item><category>&foo;</category>             | 2 unknown entities stay as text",
        "<link>           | <link title='1 < 2' a=\"<b>3</b> <4\">        | 4 stray < became text",
        "<item>           | <item a=1 b c='1' c='2'>                     | markup was normalized",
        "<item>           | <item><category><a title=\"x>y</a></category>  | 2 stray < became text",
        "<item>           | <item><category><img src= \"x></category>    | 2 stray < became text",
        "</item>          | </item></item>                               | markup was normalized",
        "<item>           | </item><item>                                | markup was normalized",
        "<item>           | <item><!-- a -- b --><?xml version='1.0'?> | markup was normalized",
        "<item>           | <item about=\"x>                             | 2 broken attributes were dropped",
        "<item>           | <item <<< \"                                  | 2 broken attributes were dropped",
        "<item>           | <item                                        | 2 broken attributes were dropped",
        "<item>           | <item about='1 <b> & 2'>                     | markup was normalized",
        "<title>          | <title                                       | 2 broken attributes were dropped",
        "<title>          | <title type='html>                           | 2 broken attributes were dropped",
        "<item>           | <item><b @click='1' :x='2' a:b:c='3'/>       | 6 broken attributes were dropped",
        "<rss             | <rss xmlns:m=' https://m.example/ '          | whitespace around a namespace was dropped",
        "<rss             | <rss xmlns:m=''                              | markup was normalized",
        "<rss             | <rss xmlns:m='2' m:a='1'                     | prefix m was declared",
        "<rss             | <rss xmlns:xml='x' xml:lang='zh'             | markup was normalized",
        "</rss>           | ''                                           | the root's end tag was added",
        "</rss>           | </rs                                         | the root's end tag was added",
        "<channel>        | <channel><![CDATA[                           | markup was normalized",
      })
  void markup_within_the_root_is_repaired(String part, String broken, String repair)
      throws Exception {
    String document = RSS.replace(part.strip(), broken);
    assertRepaired(document, repair);
  }

  @Test
  void an_entry_whose_start_tag_is_broken_is_not_lost() throws Exception {
    String channel = "<channel><title>零</title><link>https://news.example/</link>";
    for (String broken : List.of("item>", "< item>", "<item }", "<itemx>", "<item a=\"x")) {
      String document = RSS.replace("<channel>", channel).replace("<item>", broken);
      assertRepaired(document, "2 start tags of entries were added");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<feed xmlns=\"http://www.w3.org/2005/Atom>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom",
        "<feed xmlns='http://www.w3.org/2005/Atom\" version=\"1.0\">"
      })
  void a_root_whose_attributes_are_broken_loses_no_entry(String start) throws Exception {
    String broken = ATOM.replaceFirst("<feed[^>]*>", start);
    assertRepaired(broken, "broken attributes were dropped");
    assertRepaired("<?xml version=\"1.0\"?>\n" + broken, "broken attributes were dropped");
    assertRepaired(
        RDF.replaceFirst("<rdf:RDF[^>]*>", start.replace("feed", "rdf:RDF")),
        "broken attributes were dropped");
  }

  @Test
  void repairs_keep_the_text() throws Exception {
    String description =
        "&lt;p>甲 < 乙 <https://x.example/> R&D &foo; &nbsp;&copy=1 &#8217; &#150; ]]&lt;/p>"
            + "<![CDATA[<p>丙 & 丁</p>]]>";
    String link = "https://news.example/1?a=1&copy=2&lang=3&sect=4";
    ParsedFeed feed = read(RSS.replace("甲", description).replace("https://news.example/1", link));
    FeedEntry entry = feed.entries().get(0);
    assertEquals(link, entry.link());
    assertEquals(
        "<p>甲 < 乙 <https://x.example/> R&D &foo; \u00a0&copy=1 ’ – ]]</p><p>丙 & 丁</p>",
        entry.body());
    assertEquals(1, feed.notices().size());
  }

  @Test
  void elements_without_an_end_tag_end_where_the_next_one_begins() throws Exception {
    ParsedFeed feed =
        read(
            "<rss><channel><item><title>一<link>https://news.example/1<description>甲<br>乙"
                + "<item><title>二<link>https://news.example/2</channel></rss>");
    FeedEntry first = feed.entries().get(0);
    assertEquals(
        List.of("一", "https://news.example/1", "甲<br>乙"),
        List.of(first.title(), first.link(), first.body()));
    assertEquals("二", feed.entries().get(1).title());
    assertEquals("https://news.example/2", feed.entries().get(1).link());
  }

  @Test
  void markup_with_a_prefix_in_a_text_without_an_end_tag_is_part_of_the_text() throws Exception {
    ParsedFeed feed = read(RSS.replace("</description>", "<o:p>乙</o:p><p>丙</p>"));
    assertEquals("甲乙丙", Jsoup.parse(feed.entries().get(0).body()).text().replace(" ", ""));
  }

  @Test
  void CDATA_in_a_start_tag_without_its_end_is_not_lost() throws Exception {
    String broken = RSS.replace("<title>一", "<title<![CDATA[一]]>");
    assertRepaired(
        broken.replace("<description>甲", "<description\n<![CDATA[甲]]>").replace("\n", " "),
        "2 broken attributes were dropped");
  }

  @ParameterizedTest
  @CsvSource({"rss, item", "feed, entry", "rss, Item"})
  void any_number_of_entries_without_end_tags_is_read(String root, String name) throws Exception {
    StringBuilder feed = new StringBuilder("<" + root + "><channel>");
    for (int i = 0; i < 600; i++) {
      feed.append(
          "<%s><title>%d</title><link>https://news.example/%d</link>".formatted(name, i, i));
    }
    List<FeedEntry> entries = read(feed + "</channel></" + root + ">").entries();
    assertEquals(
        IntStream.range(0, 600).mapToObj(Integer::toString).toList(),
        entries.stream().map(FeedEntry::title).toList());
  }

  @Test
  void any_number_of_br_without_an_end_tag_is_markup() throws Exception {
    String lines = "甲<br>".repeat(500);
    assertEquals(lines, read(RSS.replace("甲", lines)).entries().get(0).body());
  }

  @Test
  void entries_behind_an_end_tag_of_the_root_within_a_text_are_kept() throws Exception {
    for (String document : List.of(RSS, ATOM, RDF)) {
      String end = document.substring(document.lastIndexOf("</"));
      assertRepaired(
          document.replaceFirst("甲(?=</)", "甲" + end), "text after the root element was skipped");
    }
  }

  @Test
  void a_second_document_behind_the_first_is_read_too() throws Exception {
    assertEquals(4, read(RSS + "<?xml version=\"1.0\"?>" + RSS).entries().size());
  }

  @Test
  void RSS_fails_wherever_it_is_cut_before_its_channel_ends() throws Exception {
    int end = RSS.indexOf("</channel>") + "</channel>".length();
    for (int length = 0; length < end; length++) {
      assertCutOff(RSS.substring(0, length));
    }
    for (int length = end; length < RSS.length(); length++) {
      assertRepaired(RSS.substring(0, length), "the root's end tag was added");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ATOM_NAME, RDF_NAME})
  void Atom_and_RDF_fail_wherever_they_are_cut_before_their_end_tag(String name) throws Exception {
    String feed = name.equals(ATOM_NAME) ? ATOM : RDF;
    int end = feed.lastIndexOf("</") + 2;
    for (int length = 0; length < end; length++) {
      assertCutOff(feed.substring(0, length));
    }
    for (int length = end; length < feed.length(); length++) {
      assertRepaired(feed.substring(0, length), "the root's end tag was added");
    }
  }

  private static final String ATOM_NAME = "Atom";
  private static final String RDF_NAME = "RDF";

  @Test
  void an_end_tag_that_only_begins_like_the_root_s_does_not_hide_a_cut() {
    String module = "<feedburner:origLink>https://news.example/1</feedburner:origLink></entry>";
    assertCutOff(ATOM.replace("</entry>", module).replace("</feed>", ""));
  }

  @Test
  void an_entity_whose_value_is_a_feed_is_skipped_with_its_DOCTYPE() throws Exception {
    ParsedFeed feed = read("<!DOCTYPE rss [<!ENTITY a '" + RSS.replace("一", "假") + "'>]>" + RSS);
    assertEquals(List.of("一", "二"), feed.entries().stream().map(FeedEntry::title).toList());
    assertEquals(List.of(), feed.notices());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<![CDATA[<p>甲 <![CDATA[乙]]></p><p>丙</p>]]>",
        "<![CDATA[<p>甲 ]]> 乙</p><p>丙</p>]]>",
      })
  void nested_CDATA_loses_no_text(String description) throws Exception {
    String body = read(RSS.replace("甲", description)).entries().get(0).body();
    assertEquals("甲 乙丙", Jsoup.parse(Html.withoutCdata(body)).wholeText().replace("  ", " "));
  }

  @Test
  void a_document_cut_off_within_CDATA_or_a_comment_fails() {
    assertCutOff(RSS.substring(0, RSS.indexOf("乙")) + "<![CDATA[<p>乙</p>");
    assertCutOff(RSS.substring(0, RSS.indexOf("乙")) + "<![CDATA[<p></channel></rss> 乙</p>");
    assertCutOff(ATOM.substring(0, ATOM.indexOf("乙")) + "<![CDATA[<p></feed> 乙");
    assertCutOff(RSS.substring(0, RSS.indexOf("乙")) + "<!-- </description></item></channel></rss>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"]] >", "]]\n  >", "]] >\n", "]>", "]]", "] ]>", "]]&gt;", ""})
  void CDATA_whose_end_is_broken_does_not_swallow_the_next_entry(String end) throws Exception {
    String cdata = "<description><![CDATA[<p>%s a[b[0]] > [1]</p>%s</description>";
    for (String second : List.of("]]>", end)) {
      ParsedFeed feed =
          read(
              RSS.replace("<title>二</title>", "<title><![CDATA[二" + second + "</title>")
                  .replace("<description>甲</description>", cdata.formatted("甲", end))
                  .replace("<description>乙</description>", cdata.formatted("乙", second)));
      assertEquals("<p>甲 a[b[0]] > [1]</p>", feed.entries().get(0).body());
      assertEquals("二", feed.entries().get(1).title());
      assertEquals("<p>乙 a[b[0]] > [1]</p>", feed.entries().get(1).body());
      assertEquals(
          List.of("its XML was repaired: the missing or broken ]]> of CDATA was added"),
          feed.notices());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<title>x</title><link/><script>//<![CDATA[a//]]></script><p>丙</p>",
        "<script>/* <![CDATA[ */ a < b /* ]]> */</script><p>丙</p><script><![CDATA[]]></script><p>丁</p>",
        "<script>a //]]></script><p>丙</p>",
      })
  void CDATA_of_a_script_does_not_end_the_CDATA_around_it(String page) throws Exception {
    ParsedFeed feed = read(RSS.replace("甲", "\n<![CDATA[" + page + "]]>\n"));
    assertEquals(
        page.replace("<![CDATA[", "").replace("]]>", ""), feed.entries().get(0).body().strip());
    assertEquals("乙", feed.entries().get(1).body());
    assertEquals(List.of("its XML was repaired: nested CDATA was joined"), feed.notices());
  }

  @Test
  void a_stray_end_of_CDATA_in_the_next_element_joins_nothing() throws Exception {
    String title = "<title><![CDATA[一]]></title><comments>x]]></comments>";
    FeedEntry entry = read(RSS.replace("<title>一</title>", title)).entries().get(0);
    assertEquals(List.of("一", "甲"), List.of(entry.title(), String.valueOf(entry.body())));
  }

  @Test
  void the_end_of_a_summary_within_CDATA_is_text() throws Exception {
    String body = "<details><summary>a[b[0]] ></summary><p>丙</p></details>";
    ParsedFeed feed =
        read(
            RSS.replace(
                "<description>甲</description>",
                "<description><![CDATA[" + body + "]]></description>"));
    assertEquals(body, feed.entries().get(0).body());
    assertEquals(List.of(), feed.notices());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<title>一</title>",
        "<description>甲</description>",
        "<link>https://news.example/1</link>",
        "<item>"
      })
  void three_thousand_nested_elements_affect_only_their_entry(String part) throws Exception {
    for (String tag : List.of("x", "title", "a:b", "div")) {
      String deep = ("<" + tag + ">").repeat(3000) + "深" + ("</" + tag + ">").repeat(3000);
      ParsedFeed feed = read(RSS.replaceFirst(part, part.replaceFirst(">", ">" + deep)));
      assertEquals("二", feed.entries().get(feed.entries().size() - 1).title());
      assertEquals("乙", feed.entries().get(feed.entries().size() - 1).body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<![CDATA[",
        "<!--",
        "<?",
        "<",
        "&",
        "<item>",
        "<br>",
        "</x>",
        "<x ",
        "<x a='",
        "]]>",
        "<x><![CDATA[]]>",
        "<?xml ",
        "<script>",
        "<body>",
        "<!entity a '",
        "<!doctype ["
      })
  void hostile_repetition_is_parsed_fast(String part) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (String at : List.of("<channel>", "<title>")) {
            try {
              read(RSS.replaceFirst(at, at + part.repeat(5_000)));
            } catch (MalformedException e) {
              assertTrue(e.reason().startsWith("is "), e.reason());
            }
          }
          try {
            read(part.repeat(5_000) + RSS);
          } catch (MalformedException e) {
            assertTrue(e.reason().startsWith("is "), e.reason());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "@"})
  void a_long_run_of_one_character_is_parsed_fast(String character) {
    String run = character.repeat(400_000) + "x";
    String author = "</title><author>" + run + "</author>";
    ParsedFeed feed =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> read(RSS.replaceFirst("</title>", author) + run));
    assertEquals(2, feed.entries().size());
  }

  private static void assertRepaired(String document, String repair) throws Exception {
    ParsedFeed feed = read(document);
    assertEquals(
        List.of("一 https://news.example/1 甲", "二 https://news.example/2 乙"),
        feed.entries().stream()
            .map(entry -> entry.title() + " " + entry.link() + " " + entry.body())
            .toList(),
        document);
    assertEquals(1, feed.notices().size(), document);
    String notice = feed.notices().get(0);
    assertTrue(notice.startsWith("its XML was repaired: ") && notice.contains(repair), notice);
  }

  private static void assertCutOff(String document) {
    assertThrows(MalformedException.class, () -> read(document), document);
  }

  private static ParsedFeed read(String document) throws MalformedException {
    return FeedParser.parse(document.getBytes(UTF_8), null, "https://news.example/rss");
  }
}
