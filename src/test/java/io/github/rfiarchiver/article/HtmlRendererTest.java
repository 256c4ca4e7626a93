package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.clean.GoldenPair;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class HtmlRendererTest {
  private static final Article SIMPLIFIED =
      article(
          "https://www.rfi.fr/cn/国际/20260301-桥",
          "桥<1>",
          "<div>01/07/2026 - 00:30</div><p>桥</p><img src=\"https://a.example/b.jpg\">"
              + "<img src=\"https://a.example/c.jpg\" alt=\"石桥\">");
  private static final Article TRADITIONAL =
      article("https://www.rfi.fr/tw/國際/20260301-橋", "橋", "<p>橋</p>");
  private static final Article AGENCY = article("https://www.rfi.fr/cn/20260301-社", "社", "");

  @Test
  void several_articles_have_a_title_of_their_own_and_a_table_of_contents() {
    Document document = document(SIMPLIFIED, TRADITIONAL, AGENCY);
    assertEquals("RFI · 3 篇 · 2026-06-30 – 2026-07-01", document.title());
    List<Element> links = document.select("nav li a");
    assertEquals(List.of("桥<1>", "橋", "社"), links.stream().map(Element::text).toList());
    for (Element link : links) {
      Element article = document.getElementById(link.attr("href").substring(1));
      assertNotNull(article, link.outerHtml());
      assertEquals(link.text(), article.select("h1").text());
    }
  }

  @Test
  void one_article_gives_the_title_and_needs_no_contents() {
    Document document = document(SIMPLIFIED);
    assertEquals("桥<1>", document.title());
    assertTrue(document.select("nav").isEmpty());
  }

  @Test
  void shows_the_section_and_one_date_as_printed_with_its_zone() {
    Document document = document(SIMPLIFIED, AGENCY);
    assertEquals(
        List.of("国际 · 01/07/2026 - 00:30 Europe/Paris", "30/06/2026 - 22:40 UTC"),
        document.select("article header p").eachText());
    assertEquals(
        List.of("2026-06-30T22:30:00Z", "2026-06-30T22:40:00Z"),
        document.select("time").eachAttr("datetime"));
    assertEquals("桥", document.select("article").get(0).children().not("header").text().strip());
  }

  @Test
  void declares_the_language_of_each_edition() {
    assertEquals("zh-Hans", document(SIMPLIFIED, AGENCY).select("html").attr("lang"));
    assertEquals("zh-Hant", document(TRADITIONAL).select("html").attr("lang"));
    Document both = document(TRADITIONAL, SIMPLIFIED);
    assertEquals("zh", both.select("html").attr("lang"));
    assertEquals(List.of("zh-Hant", "zh-Hans"), both.select("article").eachAttr("lang"));
    assertEquals(List.of("zh-Hant", "zh-Hans"), both.select("nav li").eachAttr("lang"));
  }

  @Test
  void every_picture_has_an_alternative_text() {
    assertEquals(
        List.of("", "石桥"),
        document(SIMPLIFIED).select("img").stream()
            .filter(picture -> picture.hasAttr("alt"))
            .map(picture -> picture.attr("alt"))
            .toList());
  }

  @Test
  void loads_nothing_but_pictures_and_sounds() {
    Document document = document(SIMPLIFIED, TRADITIONAL);
    assertTrue(document.select("link, script, iframe, object, embed, base").isEmpty());
    assertFalse(document.select("style").html().contains("url("));
    assertFalse(document.select("style").html().contains("@import"));
  }

  private static Document document(Article... articles) {
    List<HtmlRenderer.Heading> headings =
        Arrays.stream(articles)
            .map(article -> HtmlRenderer.Heading.of("a" + article.url().key(), article))
            .toList();
    StringBuilder html = new StringBuilder(HtmlRenderer.opening(headings));
    for (Article article : articles) {
      html.append(HtmlRenderer.article("a" + article.url().key(), article));
    }
    return Jsoup.parse(html + HtmlRenderer.closing());
  }

  private static Article article(String url, String headline, String body) {
    Instant published = Instant.parse("2026-06-30T22:40:00Z");
    return new Article(headline, GoldenPair.address(url), published, body);
  }
}
