package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each format against a golden output in {@code rendering/}. */
class FormatTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02.345Z");

  @ParameterizedTest
  @EnumSource(Format.class)
  void renders_a_column_as_its_golden_output_says(Format format) throws Exception {
    Article column = column();
    String whole =
        format.opening(column)
            + format.render(column, ArticleFile.name(column), TextRenderer.UNLIMITED)
            + format.closing();
    assertEquals(resource("column." + format), whole);
  }

  @Test
  void wraps_text_by_display_width() throws Exception {
    Article column = column();
    String text = Format.TEXT.render(column, ArticleFile.name(column), 24);
    assertEquals(resource("column.text24"), text);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void ends_every_article_in_one_line_feed(Format format) throws Exception {
    for (String body : List.of("<p>文</p>", "<pre>文\n\n</pre>", "<p>文<br></p>")) {
      Article article = article("题", body.replace("\n", "&#10;"));
      String out = format.render(article, ArticleFile.name(article), TextRenderer.UNLIMITED);
      assertTrue(out.endsWith("\n") && !out.endsWith("\n\n"), out);
    }
  }

  @Test
  void gives_null_for_what_an_article_does_not_have() throws Exception {
    Article copy = article("社稿", "<p>一句。</p>");
    JsonObject object =
        JsonParser.object()
            .from(Format.JSON.render(copy, ArticleFile.name(copy), TextRenderer.UNLIMITED));
    assertEquals(
        List.of(
            "title",
            "url",
            "published",
            "key",
            "revision",
            "section",
            "author",
            "lede",
            "text",
            "html",
            "images"),
        List.copyOf(object.keySet()));
    for (String absent : List.of("revision", "section", "author", "lede")) {
      assertTrue(object.isNull(absent), absent);
    }
    assertEquals("一句。", object.getString("text"));
  }

  @Test
  void says_in_json_when_a_revision_was_kept() throws Exception {
    Article article = article("题", "<p>文</p>");
    ArticleFileName revision =
        ArticleFile.name(article).revisedAt(Instant.parse("2023-10-29T05:00:00Z"));
    JsonObject object =
        JsonParser.object().from(Format.JSON.render(article, revision, TextRenderer.UNLIMITED));
    assertEquals("2023-10-29T05:00:00Z", object.getString("revision"));
    assertEquals(revision.key(), object.getString("key"));
  }

  @Test
  void lets_no_script_into_html_whatever_a_file_holds() throws Exception {
    Article hostile =
        article(
            "<script>1</script>\"",
            "<script>2</script><p onclick=\"x()\">文<iframe src=\"http://a.example\"></iframe>"
                + "<a href=\"javascript:x()\">链</a><img src=\"data:x\" onerror=\"x()\"></p>");
    String html =
        Format.HTML.opening(hostile)
            + Format.HTML.render(hostile, ArticleFile.name(hostile), TextRenderer.UNLIMITED);
    for (String sign :
        List.of("<script", "onclick", "onerror", "javascript:", "<iframe", "data:x")) {
      assertFalse(html.contains(sign), sign);
    }
    assertTrue(html.contains("&lt;script&gt;1&lt;/script&gt;"), html);
  }

  @Test
  void tells_articles_in_a_row_apart_in_text_and_markdown() {
    assertTrue(Format.TEXT.separator().matches("\n=+\n\n"));
    assertEquals("\n---\n\n", Format.MARKDOWN.separator());
  }

  private static Article column() throws Exception {
    return article("港口谈判 [图] - 要闻解说", resource("column.body.html").strip().replace("\n", "&#10;"));
  }

  private static Article article(String headline, String body) throws Exception {
    return new Article(
        headline,
        ArticleUrl.of(
            "https://www.rfi.fr/cn/" + (headline.startsWith("港") ? "经济/" : "") + "20231028-a"),
        DATE,
        body);
  }

  static String resource(String name) throws IOException {
    try (InputStream in = FormatTest.class.getResourceAsStream("/rendering/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
