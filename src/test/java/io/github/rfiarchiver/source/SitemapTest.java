package io.github.rfiarchiver.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.source.Sitemap.ListedUrl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapTest {
  private static final String NAME = "https://news.example/sitemaps/cn/news.xml";
  private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
  private static final String NEWS = "http://www.google.com/schemas/sitemap-news/0.9";
  private static final String ONE = "<url><loc>https://news.example/cn/1</loc></url>";

  @Test
  void an_index_names_sitemaps() throws Exception {
    Sitemap index =
        parse(
            PROLOG
                + "<sitemapindex xmlns='"
                + NAMESPACE
                + "'><sitemap><loc>\n https://news.example/a.xml \n</loc><lastmod>2024-01-02</lastmod>"
                + "</sitemap><sitemap><loc>https://news.example/b.xml?x=1&amp;y=2</loc></sitemap>"
                + "</sitemapindex>");
    assertEquals(
        new Sitemap(
            List.of("https://news.example/a.xml", "https://news.example/b.xml?x=1&y=2"),
            List.of(),
            0),
        index);
  }

  @Test
  void a_news_list_gives_the_date_of_publication() throws Exception {
    Sitemap list =
        urls(
            "<urlset xmlns='"
                + NAMESPACE
                + "' xmlns:news='"
                + NEWS
                + "'><url><loc><![CDATA[https://news.example/cn/中国/20231028-新闻]]></loc>"
                + "<news:news><news:publication><news:name>法广</news:name>"
                + "<news:language>zh-cn</news:language></news:publication>"
                + "<news:publication_date>2023-10-28T11:45:02+02:00</news:publication_date>"
                + "<news:title>甲 &amp; 乙</news:title></news:news>"
                + "<lastmod>2024-05-05T00:00:00Z</lastmod></url>"
                + ONE
                + "</urlset>");
    assertEquals(
        List.of(
            new ListedUrl(
                "https://news.example/cn/中国/20231028-新闻", Instant.parse("2023-10-28T09:45:02Z")),
            new ListedUrl("https://news.example/cn/1", null)),
        list.urls());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<urlset xmlns='https://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>",
        "<urlset xmlns='http://www.google.com/schemas/sitemap/0.84'>%s</urlset>",
        "<urlset>%s</urlset>",
        "\n\n<?xml version='1.0'?><urlset>%s</urlset>",
        "\uFEFF \n<urlset>%s</urlset>",
        "<!-- made at night --><urlset>%s</urlset><!-- in 3 ms -->",
        "<s:urlset xmlns:s='urn:x'>%s</s:urlset>",
      })
  void namespaces_and_whitespace_before_the_XML_do_not_matter(String document) throws Exception {
    assertEquals(1, urls(document.formatted(ONE)).urls().size());
  }

  @Test
  void a_news_prefix_that_is_not_declared_is_read() throws Exception {
    String news =
        "<news:news><news:publication_date>2023-10-28</news:publication_date></news:news>";
    Sitemap list = urls("<urlset><url><loc>https://n.example/</loc>" + news + "</url></urlset>");
    assertEquals(Instant.parse("2023-10-28T00:00:00Z"), list.urls().get(0).newsDate());
  }

  @Test
  void the_URLs_and_dates_of_pictures_and_films_are_not_those_of_the_page() throws Exception {
    Sitemap list =
        urls(
            "<urlset><url><image:image><image:loc>https://n.example/p.jpg</image:loc>"
                + "<image:title>图</image:title></image:image><video:video>"
                + "<video:publication_date>2001-01-01</video:publication_date></video:video>"
                + "<loc>https://n.example/cn/1</loc></url></urlset>");
    assertEquals(List.of(new ListedUrl("https://n.example/cn/1", null)), list.urls());
  }

  @Test
  void nothing_of_an_entry_passes_to_the_next_and_one_without_a_URL_is_counted() throws Exception {
    Sitemap list =
        urls("<urlset><url><lastmod>2023</lastmod><loc> </loc></url>" + ONE + "<url/></urlset>");
    assertEquals(2, list.withoutUrl());
    assertEquals(1, list.urls().size());
  }

  @ParameterizedTest
  @CsvSource({
    "2023-10-28, 2023-10-28T00:00:00Z",
    "2023-10-28T09:45Z, 2023-10-28T09:45:00Z",
    "2023-10-28T09:45:02.5Z, 2023-10-28T09:45:02.500Z",
    "2023-10-28T09:45:02, 2023-10-28T09:45:02Z",
    "2023-10-28 09:45:02+08:00, 2023-10-28T01:45:02Z",
    "2023-10-28T09:45:02+0800, 2023-10-28T01:45:02Z",
    "2023-02-31,",
    "yesterday,",
  })
  void a_news_date_is_a_moment_or_none(String date, Instant moment) throws Exception {
    Sitemap list =
        urls(
            "<urlset><url><loc>https://n.example/</loc><news:news><news:publication_date>"
                + date
                + "</news:publication_date></news:news></url></urlset>");
    assertEquals(moment, list.urls().get(0).newsDate());
  }

  @Test
  void a_document_is_refused_wherever_it_is_cut_off() throws Exception {
    byte[] whole = utf8(PROLOG + "<urlset xmlns='" + NAMESPACE + "'>" + ONE + ONE + "</urlset>");
    Sitemap.parse(NAME, whole);
    int root = new String(whole, StandardCharsets.UTF_8).indexOf("'>") + 2;
    for (int length = 1; length < whole.length; length++) {
      String reason = refusal(Arrays.copyOf(whole, length));
      boolean inEntries = length >= root && length < whole.length - "urlset>".length();
      if (inEntries) {
        assertEquals("is cut off, or is not well-formed XML", reason, "cut at " + length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html><title>x</title><p>a<br>",
        "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><html></html>",
        "\n<!-- x --><HTML><body>",
        "<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
      })
  void a_web_page_is_no_list(String page) {
    assertThrows(MalformedException.class, () -> parse(page));
  }

  @Test
  void what_is_no_sitemap_is_named() throws Exception {
    assertEquals("the document is empty", refusal(""));
    assertEquals("the document is empty", refusal("\uFEFF \r\n"));
    assertEquals("lists no URL", refusal("<urlset/>"));
    assertEquals("lists no URL", refusal("<urlset><url><loc/></url></urlset>"));
    assertEquals("lists no URL", refusal("<sitemapindex></sitemapindex>"));
    assertEquals("is not a sitemap: its root element is <rss>", refusal("<rss><channel/></rss>"));
    assertEquals("is not a sitemap: its root element is <html>", refusal("<html></html>"));
    assertEquals("is not a sitemap: its root element is <Error>", refusal("<Error>403</Error>"));
    String noXml = "is cut off, or is not well-formed XML";
    assertEquals(noXml, refusal("Access denied"));
    assertEquals(noXml, refusal("{\"urls\": []}"));
    assertEquals(
        "is cut off, or is not well-formed XML",
        refusal("<urlset><url><loc>https://n.example/</url></urlset>"));
    assertEquals(
        "is cut off, or is not well-formed XML", refusal("<urlset>" + ONE + "</urlset><p/>"));
  }

  @Test
  void a_failure_names_the_document() {
    MalformedException e =
        assertThrows(MalformedException.class, () -> Sitemap.parse(NAME, new byte[0]));
    assertEquals(NAME, e.subject());
    assertEquals(NAME + ": the document is empty", e.getMessage());
  }

  @Test
  void a_DOCTYPE_is_refused_so_no_entity_is_resolved() {
    String entity = "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>";
    String expanded = "<urlset><url><loc>https://n.example/&x;</loc></url></urlset>";
    assertEquals("is a web page, or has a DOCTYPE", refusal(entity + expanded));
  }

  @Test
  void fifty_thousand_URLs_are_read_and_one_more_is_refused() throws Exception {
    assertEquals(50_000, urls("<urlset>" + ONE.repeat(50_000) + "</urlset>").urls().size());
    assertEquals(
        "lists more than 50000 URLs", refusal("<urlset>" + ONE.repeat(50_001) + "</urlset>"));
  }

  @Test
  void a_list_with_damaged_characters_is_refused() {
    byte[] damaged = utf8("<urlset>" + ONE + ONE.replace("/1", "/桥桥桥") + "</urlset>");
    damaged[damaged.length - 22] = 'x'; // in place of the last byte of a character
    assertEquals("a few bytes are not valid UTF-8; U+FFFD stands for them", refusal(damaged));
  }

  @Test
  void deep_nesting_is_refused_and_takes_no_time() {
    assertEquals(
        "is not a sitemap: its elements are nested too deeply",
        refusal("<urlset>" + "<a>".repeat(1_000_000)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://n.example/sitemaps/es/contents_202310.xml, 2023-10",
    "https://n.example/sitemap-2023-10.xml.gz, 2023-10",
    "https://n.example/2023/10/sitemap.xml, 2023-10",
    "https://n.example/sitemap_2023_10_28.xml, 2023-10",
    "https://n.example/20231028.xml, 2023-10",
    "https://n.example/202310_2.xml, 2023-10",
    "https://n.example/2023/10/sitemap-2023-10.xml, 2023-10",
    "https://n.example/s.xml?month=2023-10, 2023-10",
    "https://n.example/news.xml,",
    "https://n.example/contents_2023.xml,",
    "https://n.example/contents_202313.xml,",
    "https://n.example/contents_202300.xml,",
    "https://n.example/2023-1.xml,",
    "https://n.example/1202310.xml,",
    "https://n.example/2023101.xml,",
    "https://n.example/2023-1024.xml,",
    "https://n.example/2010-2011.xml,",
    "https://n.example/202301-202306.xml,",
    "https://n.example/a%20231028.xml,",
    "https://2023-10.example/news.xml,",
  })
  void a_month_is_taken_from_a_name_that_shows_one_alone(String url, YearMonth month) {
    assertEquals(month, Sitemap.daysOf(url).map(days -> YearMonth.from(days.since())).orElse(null));
  }

  @Test
  void a_name_shows_a_whole_month_or_a_single_day() {
    assertEquals(31, Sitemap.daysOf("https://n.example/contents_202310.xml").get().days().size());
    assertEquals(
        List.of(LocalDate.parse("2023-10-28")),
        Sitemap.daysOf("https://n.example/2023/10/20231028.xml").get().days());
  }

  private static Sitemap parse(String document) throws MalformedException {
    return Sitemap.parse(NAME, utf8(document));
  }

  private static Sitemap urls(String document) throws MalformedException {
    return parse(document);
  }

  private static String refusal(String document) {
    return refusal(utf8(document));
  }

  private static String refusal(byte[] document) {
    return assertThrows(MalformedException.class, () -> Sitemap.parse(NAME, document)).reason();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
