package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageExtractorTest {
  private final ArticleCleaner cleaner = new ArticleCleaner(CleaningRules.builtIn());
  private final PageExtractor reader = new PageExtractor(cleaner);

  /** The expected output has four lines: headline, date or a hyphen, canonical URL, body. */
  static List<GoldenPair> pages() {
    return GoldenPair.in("/pages/", "txt");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void extracts_headline_date_canonical_url_and_body(GoldenPair page) {
    List<String> lines = page.expected().lines().toList();
    ExtractedPage.Whole whole =
        assertInstanceOf(
            ExtractedPage.Whole.class, reader.read(page.html(), GoldenPair.BASE, null));
    assertEquals(lines.get(0), whole.headline());
    assertEquals(
        Optional.of(lines.get(1)).filter(date -> !date.equals("-")).map(Instant::parse),
        Optional.ofNullable(whole.published()));
    assertEquals(lines.get(2), String.valueOf(whole.canonical()));
    assertEquals(lines.get(3), whole.body());
    assertNull(whole.notice());
    assertEquals(4, lines.size());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void extracts_a_clean_body(GoldenPair page) throws Exception {
    ExtractedPage.Whole whole =
        assertInstanceOf(
            ExtractedPage.Whole.class, reader.read(page.html(), GoldenPair.BASE, null));
    assertEquals(whole.body(), cleaner.clean(whole.body(), GoldenPair.BASE));
  }

  @Test
  void a_consent_page_has_no_article() {
    assertUnusable(
        "<!DOCTYPE html><html><body><div id=\"didomi-host\"><p>我们使用 Cookie。</p><button>同意"
            + "</button></div></body></html>",
        "holds no article in the site's template");
  }

  @Test
  void a_page_in_another_template_has_no_article() {
    assertUnusable(
        whole().replace("<article data-article-content>", "<article class=\"post\">"),
        "holds no article in the site's template");
    assertUnusable(
        whole().replace("t-content__body", "post-body").replace("图书馆有三层。", "图书馆有三层。".repeat(10)),
        "has an article without a body");
  }

  @Test
  void a_page_with_text_in_an_unknown_part_names_what_is_not_kept() {
    String box = "<div class=\"t-timeline\"><p>一九五二年，图书馆开门。" + "后来又搬了一次家。".repeat(8) + "</p></div>";
    ExtractedPage.Whole page =
        assertInstanceOf(
            ExtractedPage.Whole.class,
            reader.read(whole().replace("</article>", box + "</article>"), GoldenPair.BASE, null));
    assertFalse(page.body().contains("一九五二年"), page.body());
    assertTrue(
        String.valueOf(page.notice())
            .startsWith("has text outside of the known parts, which is not kept (\"一九五二年，图书馆开门。"),
        page.notice());
  }

  @Test
  void a_page_cut_after_its_second_paragraph_is_cut_off() {
    String whole = whole();
    int second = whole.indexOf("</p>", whole.indexOf("图书馆有三层。</p>") + 12);
    assertUnusable(whole.substring(0, second + 4), "is cut off");
  }

  @Test
  void a_page_without_the_end_tag_of_its_article_is_cut_off() {
    String page = inTemplate("<div class=t-content__body><p>一。</p></div>");
    assertUnusable(page.replace("</article>", ""), "is cut off: the article's end tag");
  }

  @Test
  void a_page_cut_after_its_article_is_cut_off() {
    String whole = whole();
    assertUnusable(whole.substring(0, whole.indexOf("</article>") + 10), "is cut off");
  }

  @Test
  void a_page_without_a_word_in_its_body_is_empty() {
    String emptied =
        whole().replaceAll("(?s)<p>图书馆有三层.*?<div class=\"o-self", "<p> </p><div class=\"o-self");
    assertFalse(emptied.contains("儿童书"));
    assertInstanceOf(ExtractedPage.Empty.class, reader.read(emptied, GoldenPair.BASE, null));
  }

  @Test
  void distinguishes_a_page_from_a_fragment() {
    assertTrue(PageExtractor.isPage("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
    assertTrue(PageExtractor.isPage("<HTML><body>"));
    assertFalse(PageExtractor.isPage("<div>01/03/2026 - 08:15</div><p>桥</p>"));
  }

  private static String whole() {
    return pages().stream()
        .filter(page -> page.name().equals("whole-page-has-the-mirrors-shape"))
        .findFirst()
        .orElseThrow()
        .html();
  }

  private void assertUnusable(String html, String reason) {
    ExtractedPage.Unusable page =
        assertInstanceOf(ExtractedPage.Unusable.class, reader.read(html, GoldenPair.BASE, null));
    assertTrue(page.reason().startsWith(reason), page.reason());
  }

  @Test
  void end_tags_in_scripts_do_not_make_a_page_whole() throws Exception {
    String whole =
        io.github.rfiarchiver.Fixtures.page(
            "https://www.rfi.fr/cn/x", "甲", java.time.Instant.EPOCH, "一。", "二。", "三。");
    String cut = whole.substring(0, whole.indexOf("<p>三"));
    String script = "<script>var t = \"<article></article></html>\";</script></head>";
    ExtractedPage page =
        new PageExtractor(new ArticleCleaner(CleaningRules.builtIn()))
            .read(cut.replace("</head>", script), ArticleUrl.of("https://www.rfi.fr/cn/x"), null);
    assertInstanceOf(ExtractedPage.Unusable.class, page);
  }

  @Test
  void a_page_with_neither_text_sound_nor_film_is_empty() {
    String article =
        "<h1 class=t-content__title>空页</h1><p class=t-content__chapo>导语。</p>"
            + "<div class=t-content__main-media><img src=/a.jpg></div>";
    assertInstanceOf(ExtractedPage.Empty.class, read(inTemplate(article), null));
    assertInstanceOf(
        ExtractedPage.Empty.class,
        read(inTemplate(article + "<div class=t-content__body><p>&#8203;</p></div>"), null));
    assertInstanceOf(
        ExtractedPage.Whole.class,
        read(inTemplate(article + "<div class=t-content__body><p>一。</p></div>"), null));
  }

  @Test
  void another_template_needs_the_expected_headline() {
    String page = "<html><body><article><h1>新桥 通车</h1><p>桥通了。</p></article></body></html>";
    assertEquals(
        "<div><p>桥通了。</p></div>",
        assertInstanceOf(ExtractedPage.Whole.class, read(page, "新桥 通车")).body());
    assertInstanceOf(ExtractedPage.Unusable.class, read(page, "旧桥"));
    assertInstanceOf(ExtractedPage.Unusable.class, read(page, null));
    assertInstanceOf(
        ExtractedPage.Unusable.class, read(page.replace("新桥 通车", "我们使用 Cookie"), "新桥 通车"));
    assertInstanceOf(
        ExtractedPage.Unusable.class, read(page.replace("</article></body></html>", ""), "新桥 通车"));
  }

  @Test
  void an_entry_without_a_title_has_no_article_in_another_template() {
    assertInstanceOf(
        ExtractedPage.Unusable.class,
        read("<html><body><article><p>桥通了。</p></article></body></html>", " "));
  }

  @Test
  void a_headline_and_a_picture_are_no_article_in_another_template() {
    String article = "<article><h1>新桥</h1><img src=/a.jpg></article>";
    String json =
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"新桥\"}</script>";
    String page = "<html><head>" + json + "</head><body>" + article + "</body></html>";
    assertInstanceOf(ExtractedPage.Unusable.class, read(page, "新桥"));
    assertEquals(
        "<p>桥通了。</p>",
        assertInstanceOf(
                ExtractedPage.Whole.class,
                read(page.replace("}", ",\"articleBody\":\"桥通了。\"}"), "新桥"))
            .body());
  }

  @Test
  void an_author_within_the_body_is_not_repeated() {
    String body = "<div class=t-content__body><p>一。</p><a class=m-from-author__name>林小雨</a></div>";
    assertEquals(
        "<div><p>一。</p>林小雨</div>",
        assertInstanceOf(ExtractedPage.Whole.class, read(inTemplate(body), null)).body());
  }

  @Test
  void a_page_with_neither_a_title_nor_a_valid_canonical_URL_is_read() {
    String page = inTemplate("<div class=t-content__body><p>一。</p></div>");
    String link = "<link rel=canonical href='https://www.rfi.fr:x/cn/20260301-a'>";
    ExtractedPage.Whole whole =
        assertInstanceOf(
            ExtractedPage.Whole.class, read(page.replace("<body>", link + "<body>"), null));
    assertEquals("", whole.headline());
    assertNull(whole.canonical());
  }

  @Test
  void another_article_of_a_page_in_another_template_is_not_taken_for_it() {
    String card = "<article><h2>旧桥</h2><p>旧桥还在。</p></article>";
    String head = "<html><head><meta property=og:title content=新桥></head><body><main>" + card;
    assertEquals(
        "<div><div><h2>旧桥</h2><p>旧桥还在。</p></div><p>桥通了。</p></div>",
        assertInstanceOf(
                ExtractedPage.Whole.class,
                read(head + "<h1>新桥</h1><p>桥通了。</p></main></body></html>", "新桥"))
            .body());
    assertInstanceOf(ExtractedPage.Unusable.class, read(head + "</main></body></html>", "新桥"));
  }

  @Test
  void json_ld_needs_the_expected_headline() {
    String page =
        "<html><head><script type=application/ld+json>[{\"@type\":\"NewsArticle\",\"headline\":\"新桥\","
            + "\"articleBody\":\"一。\\n二。\",\"keywords\":[\"桥\"]}]</script></head><body></body></html>";
    assertEquals(
        "<p>一。</p><p>二。</p>", assertInstanceOf(ExtractedPage.Whole.class, read(page, "新桥")).body());
    String markup = page.replace("一。\\n二。", "<p>一。</p><p>二。</p>");
    assertEquals(read(page, "新桥"), read(markup, "新桥"));
    String graph = page.replace("[{", "{\"@graph\":[{").replace("}]<", "}]}<");
    assertEquals(read(page, "新桥"), read(graph, "新桥"));
    String none = page.replace("[{", "{\"@graph\":null,").replace("}]<", "}<");
    assertEquals(read(page, "新桥"), read(none, "新桥"));
    assertInstanceOf(ExtractedPage.Unusable.class, read(page, "旧桥"));
    assertInstanceOf(ExtractedPage.Unusable.class, read(page, null));
  }

  @Test
  void reads_dates_in_other_spellings() {
    String body = "<div class=t-content__body><p>一。</p></div>";
    String meta = "<meta property=article:published_time content='%s'>";
    String json =
        "<script type='application/ld+json; charset=utf-8'>{\"@type\":\"NewsArticle\",\"datePublished\":\"%s\"}</script>";
    for (String head :
        List.of(
            meta.formatted("2026-03-01T08:15:00+0100"),
            meta.formatted("2026-03-01 08:15:00+01:00"),
            meta.formatted("") + meta.formatted("2026-03-01T07:15:00Z"),
            json.formatted("2026-03-01T07:15:00+0000"))) {
      String page = inTemplate(body).replace("<head>", "<head>" + head);
      assertEquals(
          Instant.parse("2026-03-01T07:15:00Z"),
          assertInstanceOf(ExtractedPage.Whole.class, read(page, null)).published());
    }
  }

  @Test
  void the_title_of_an_icon_is_no_part_of_the_headline() {
    String title = "<h1 class=t-content__title><svg><title>影像</title></svg>新桥</h1>";
    String page = inTemplate(title + "<div class=t-content__body><p>一。</p></div>");
    assertEquals("新桥", assertInstanceOf(ExtractedPage.Whole.class, read(page, null)).headline());
  }

  @Test
  void navigation_is_no_part_of_an_article_in_another_template() {
    String nav = "<nav><ol><li><a href=/cn/>首页</a></li></ol></nav>";
    String page = "<html><body><main>" + nav + "<h1>新桥</h1><p>桥通了。</p></main></body></html>";
    assertEquals(
        "<div><p>桥通了。</p></div>",
        assertInstanceOf(ExtractedPage.Whole.class, read(page, "新桥")).body());
  }

  @Test
  void the_live_stream_is_no_sound_of_an_article() {
    String stream =
        "<script data-media-id=direct_rfi_cn type=application/json>{\"sources\":[{\"url\":\"https://live.example/cn.mp3\"}]}</script>";
    String box = "<div class=o-live><p>正在直播</p>" + stream + "</div>";
    String media = "<div class=t-content__main-media>" + stream + "</div>";
    for (String live : List.of(stream, box, media)) {
      String body = "<div class=t-content__body><p>一。</p>" + live + "</div>";
      assertEquals(
          "<div><p>一。</p></div>",
          assertInstanceOf(ExtractedPage.Whole.class, read(inTemplate(live + body), null)).body());
    }
  }

  @Test
  void a_programme_has_the_sound_in_the_json_of_its_podcast_box() {
    String box =
        "<div class=m-feed-sub><button>播放<script type=application/json>{\"sources\":[{\"url\":\"https://s.rfi.fr/a.mp3\"}]}</script></button></div>";
    assertEquals(
        "<audio src=\"https://s.rfi.fr/a.mp3\"></audio>",
        assertInstanceOf(ExtractedPage.Whole.class, read(inTemplate(box), null)).body());
  }

  @Test
  void a_player_in_an_unknown_box_in_front_of_the_text_is_the_sound() {
    String box =
        "<div class=box><script data-media-id=7 type=application/json>{\"sources\":[{\"url\":\"https://s.rfi.fr/a.mp3\"}]}</script></div>";
    String page = inTemplate(box + "<div class=t-content__body><p>一。</p></div>");
    assertEquals(
        "<audio src=\"https://s.rfi.fr/a.mp3\"></audio><div><p>一。</p></div>",
        assertInstanceOf(ExtractedPage.Whole.class, read(page, null)).body());
  }

  @Test
  void a_custom_rule_finds_a_renamed_part() throws Exception {
    String page = inTemplate("<h1 class=t-content__title>桥</h1><div class=post><p>一。</p></div>");
    PageRules own = PageRules.parse("own.rules", "body: .post | renamed");
    assertEquals(
        "<div><p>一。</p></div>",
        assertInstanceOf(
                ExtractedPage.Whole.class,
                new PageExtractor(cleaner, own).read(page, GoldenPair.BASE, null))
            .body());
  }

  @Test
  void a_lede_within_a_body_of_a_custom_rule_does_not_repeat_the_text_beside_it() throws Exception {
    String page = "<div class=post><p class=t-content__chapo>零。</p><p>一。</p></div>";
    PageRules own = PageRules.parse("own.rules", "body: .post | renamed");
    ExtractedPage.Whole whole =
        assertInstanceOf(
            ExtractedPage.Whole.class,
            new PageExtractor(cleaner, own).read(inTemplate(page), GoldenPair.BASE, null));
    assertEquals(1, whole.body().split("一。", -1).length - 1, whole.body());
  }

  @Test
  void ignores_a_canonical_url_of_another_page() throws Exception {
    for (String other :
        List.of("/", "/cn/", "/cn/国际/", "/cn/国际/20260101-other", "/cn/国际/20260301-bridge?page=2")) {
      String page =
          inTemplate("<div class=t-content__body><p>一。</p></div>")
              .replace("<head>", "<head><link rel=canonical href='" + other + "'>");
      ArticleUrl here = ArticleUrl.of("https://www.rfi.fr/cn/国际/20260301-bridge");
      assertNull(
          assertInstanceOf(ExtractedPage.Whole.class, reader.read(page, here, null)).canonical());
    }
  }

  private ExtractedPage read(String html, @Nullable String headline) {
    return reader.read(html, GoldenPair.BASE, headline);
  }

  private static String inTemplate(String article) {
    return "<html><head></head><body><article data-article-content>"
        + article
        + "</article></body></html>";
  }
}
