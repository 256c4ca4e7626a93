package io.github.rfiarchiver.article.clean;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.ComparableText;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.article.render.MarkdownRenderer;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Markup that took quadratic time or exhausted the stack. The sizes are such that quadratic time is
 * minutes; the limits are generous, since the machine may be busy.
 */
class HostileMarkupTest {
  private static final ArticleCleaner CLEANER = new ArticleCleaner(CleaningRules.builtIn());

  /** One piece of each kind; {@code %d} is its number. */
  private static Stream<String> pieces() {
    return Stream.of(
        "<noscript><img src=/%d.jpg></noscript>",
        "<noscript><img src=/a.jpg></noscript>",
        "<source srcset=/%d.jpg><img>",
        "<img data-image-dataset='[[[['>",
        "<hr><div>获取更多RSS:<a href=/%d>rss</a></div>",
        "word<!-- comment -->",
        "<i> </i>",
        "<i> </i>word",
        "<a href=/%d>link",
        "<div><div>word</div></div>",
        "<table><caption>words</caption></table>",
        "<div>28/10/2023 - 11:22</div>Array",
        "<a href=https://www.facebook.com/dialog/share>word</a>",
        "<svg></svg>word",
        "<p>word</p> ",
        "<br>",
        " <br> ",
        "<p><b>word",
        "<font color=%d>word",
        "<div>作者：某</div>",
        "<script data-media-id=%d>{\"sources\":[{\"url\":\"/a.mp3\"}]}</script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div><a href=https://www.facebook.com/dialog/share>word</a>%s字</div>|\u2003",
        "<div>获取更多RSS：%s字</div>|、",
        "<div>获取更多RSS：%s字</div>|https://a.example,",
        "<img srcset='%s'>字|a ",
        "<a href='//%s'>字</a>|a.",
        "<iframe src='//%s'></iframe>字|a."
      })
  void cleans_long_texts_and_attributes_in_linear_time_and_little_stack(String form) {
    String[] parts = form.split("\\|");
    String html = parts[0].replace("%s", parts[1].repeat(60_000));
    String cleaned =
        assertTimeoutPreemptively(
            ofSeconds(30), () -> CLEANER.clean(html, ArticleUrl.of("https://www.rfi.fr/cn/a")));
    assertTrue(cleaned.contains("字"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2003", "undefined ", "null"})
  void looks_for_missing_words_in_little_stack(String word) {
    String lede = "<p class=\"t-content__chapo\">字</p>" + word.repeat(60_000);
    assertTrue(assertTimeoutPreemptively(ofSeconds(30), () -> EntryBody.isLedeAlone(lede)), word);
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void cleans_or_rejects_many_equal_elements_in_linear_time(String piece) {
    for (String around : List.of("<div>%s</div>", "<table><tr><td>%s")) {
      String html = around.replace("%s", repeated(piece, 8_000));
      assertTimeoutPreemptively(ofSeconds(30), () -> cleanedOrRefused(html), around);
    }
    String html = repeated(piece, 60_000);
    assertTimeoutPreemptively(ofSeconds(30), () -> cleanedOrRefused(html));
  }

  /** At the limits, steps that take quadratic time must still be fast. */
  @ParameterizedTest
  @MethodSource("pieces")
  void takes_linear_time_in_each_step_of_cleaning(String piece) {
    Element article = Jsoup.parseBodyFragment(repeated(piece, 12_000)).body();
    assertTimeoutPreemptively(ofSeconds(40), () -> WhitespaceNormalizer.decode(article), "decode");
    assertTimeoutPreemptively(ofSeconds(40), () -> Pictures.repair(article), "pictures");
    assertTimeoutPreemptively(ofSeconds(40), () -> CleaningRules.builtIn().apply(article), "rules");
    Element safe =
        assertTimeoutPreemptively(ofSeconds(40), () -> Sanitizer.sanitize(article), "safelist");
    assertTimeoutPreemptively(ofSeconds(40), () -> WhitespaceNormalizer.normalize(safe), "tidying");
    assertTimeoutPreemptively(ofSeconds(40), () -> BodyParts.of(safe.html()), "parts");
  }

  @Test
  void joins_megabytes_of_text_around_comments_in_linear_time() {
    String piece = "word ".repeat(60) + "<!-- comment -->";
    Element article = Jsoup.parseBodyFragment(piece.repeat(24_000)).body();
    assertTimeoutPreemptively(ofSeconds(20), () -> WhitespaceNormalizer.decode(article));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<b>",
        "<span>",
        "<table><tr><td>",
        "<ul><li>",
        "<blockquote>",
        "<a href=/x><div>",
        "<table><caption>",
        "<noscript>",
        "<figure>",
        "<font color=%d>"
      })
  void does_not_overflow_the_stack_on_deeply_nested_elements(String tag) {
    for (int depth : new int[] {150, 3_000, 30_000}) {
      String html = repeated(tag, depth) + "word";
      assertTimeoutPreemptively(
          ofSeconds(30),
          () -> {
            cleanedOrRefused(html);
            EntryBody.carriesArticle(html);
          });
    }
  }

  @Test
  void rejects_more_than_200_nested_elements_and_more_than_50_000_nodes() throws Exception {
    assertEquals("<div>word</div>", clean("<div>".repeat(150) + "word"));
    assertTrue(refusal("<div>".repeat(250) + "word").contains("nested more than 200 deep"));
    assertTrue(clean("<p>word</p>".repeat(20_000)).endsWith("</p>"));
    assertTrue(refusal("<p>word</p>".repeat(30_000)).contains("more than 50000"));
  }

  @Test
  void extracts_ten_thousand_paragraphs_in_linear_time() {
    String body = "<p>word</p>".repeat(10_000);
    assertInstanceOf(
        ExtractedPage.Whole.class, assertTimeoutPreemptively(ofSeconds(20), () -> read(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<br>",
        "<b>word</b>",
        "<p class=x>word</p>",
        "<p class=t-content__chapo>word</p>",
        "<div class=t-content__main-media><p>word</p></div>",
        "<div class=t-content__x><p>word</p></div>"
      })
  void extracts_twenty_thousand_siblings_of_a_body_or_without_one_in_linear_time(String piece) {
    String lede = "<p class=t-content__chapo>word</p>";
    String many = piece.repeat(piece.length() > 30 ? 12_000 : 20_000);
    String body = "<div class=t-content__body><p>word</p></div>";
    for (String article : List.of(many, lede + many, lede + many + body, body + many)) {
      assertTimeoutPreemptively(ofSeconds(30), () -> readArticle(article));
    }
  }

  @Test
  void reports_a_page_whose_article_exceeds_the_limits() throws Exception {
    ExtractedPage page = read("<p>word</p>".repeat(30_000));
    assertTrue(
        assertInstanceOf(ExtractedPage.Unusable.class, page).reason().contains("more than 50000"));
  }

  @Test
  void treats_deeply_nested_json_as_invalid() throws Exception {
    String deep = "[".repeat(10_000);
    ExtractedPage page =
        read(
            "<script type=application/ld+json>"
                + deep
                + "</script><img data-image-dataset='{\"url\":"
                + deep
                + "'><script data-media-id=1>{\"sources\":"
                + deep
                + "</script><p>word</p>");
    assertEquals(
        "<div><p>word</p></div>", assertInstanceOf(ExtractedPage.Whole.class, page).body());
    assertEquals(Optional.empty(), EmbeddedJson.picture("{\"url\":" + deep));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<article ", "</article", "<div class=t-content__body>", "<", "<a "})
  void reads_two_mebibytes_of_hostile_markup_within_seconds(String piece) {
    String html = "<html>" + piece.repeat((2 << 20) / piece.length());
    assertTimeoutPreemptively(
        ofSeconds(60),
        () -> new PageExtractor(CLEANER).read(html, ArticleUrl.of("https://www.rfi.fr/cn/"), null));
  }

  /** Archives of version 1.0 may contain articles that exceed today's limits. */
  @ParameterizedTest
  @ValueSource(
      strings = {"<div>", "<blockquote>", "<ul><li>", "<b>", "<table><tr><td>", "<u><p>word</p>"})
  void renders_deeply_nested_archived_articles(String tag) {
    renderAll(tag.repeat(3_000) + "word");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<pre>\n\n</pre>",
        "word<br><br>",
        "<b>a</b> b",
        "<span>word</span>",
        "<tr><td rowspan=9999 colspan=99>cell",
        "<div>作者：某</div>"
      })
  void renders_many_equal_elements_in_linear_time(String piece) {
    renderAll(piece.repeat(10_000));
    renderAll("<pre>" + "\n".repeat(100_000) + "x</pre><table>" + piece.repeat(10_000));
  }

  @Test
  void removes_a_station_s_name_that_is_repeated_many_times() {
    assertEquals("题", Headline.clean("题" + " – 法国国际广播电台 - RFI".repeat(50_000)));
  }

  private static void renderAll(String body) {
    assertTimeoutPreemptively(
        ofSeconds(60),
        () -> {
          Article article =
              new Article(
                  "题", ArticleUrl.of("https://www.rfi.fr/cn/1"), Instant.EPOCH, oneLine(body));
          TextRenderer.render(article, 60);
          TextRenderer.paragraphs(article.body());
          MarkdownRenderer.render(article);
          HtmlRenderer.article("id", article);
          JsonRenderer.render(article, "key", null, Path.of("x"));
          ComparableText.of(article);
        });
  }

  private static String oneLine(String body) {
    return body.replace("\n", "&#10;");
  }

  private static ExtractedPage read(String body) throws Exception {
    return readArticle("<div class=t-content__body>" + body + "</div>");
  }

  private static ExtractedPage readArticle(String article) throws Exception {
    String html =
        "<html><body><article data-article-content>" + article + "</article></body></html>";
    return new PageExtractor(CLEANER).read(html, ArticleUrl.of("https://www.rfi.fr/cn/"), null);
  }

  private static String refusal(String html) {
    return assertThrows(MalformedException.class, () -> clean(html)).reason();
  }

  private static void cleanedOrRefused(String html) throws Exception {
    try {
      clean(html);
    } catch (MalformedException e) {
      assertTrue(e.reason().startsWith("is too complex"));
    }
  }

  private static String clean(String html) throws Exception {
    return CLEANER.clean(html, ArticleUrl.of("https://www.rfi.fr/cn/"));
  }

  private static String repeated(String piece, int count) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(piece.replace("%d", Integer.toString(i)));
    }
    return all.toString();
  }
}
