package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.render.TextRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each format against a golden output in {@code rendering/}. */
class FormatTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02.345Z");

  @ParameterizedTest
  @EnumSource(Format.class)
  void renders_a_column_as_its_golden_output(Format format) throws Exception {
    SavedText.Whole column = column();
    String whole =
        format.opening(List.of(Format.heading(column)))
            + format.render(column, TextRenderer.UNLIMITED)
            + format.closing();
    assertEquals(resource("column." + format), whole);
  }

  @Test
  void wraps_text_by_display_width() throws Exception {
    SavedText.Whole column = column();
    String text = Format.TEXT.render(column, 24);
    assertEquals(resource("column.text24"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "TEXT → <table><tr><td>桥</td><td>一</td></tr><tr><td></td><td>二</td></tr></table> → 桥 | 一¶   | 二",
        "TEXT → <table><tr><td rowspan=2>桥</td><td>一</td></tr><tr><td>二</td></tr></table> → 桥¶¶一¶¶二",
        "TEXT → <table><tr><td><p>一<br>二</p></td><td><div>三</div></td></tr></table> → 一 二 | 三",
        "TEXT → <table><tr><td><p>一</p>二</td><td>三</td></tr></table> → 一¶¶二¶¶三",
        "TEXT → <table><tr><td>一</td><td>长桥长桥长桥长桥长桥</td></tr></table> → 一 | 长桥长桥长桥长¶桥长桥",
        "TEXT → <p>桥</p><table><tr><td></td><td><img src=https://a.test/b></td></tr></table> → 桥",
        "TEXT → <h2>桥<ul><li>一</li></ul></h2> → 桥¶¶- 一",
        "TEXT → <ol start=-3><li>一</li><li>二</li></ol> → 1. 一¶2. 二",
        "TEXT → <ol start=999999999><li>一</li><li>二</li></ol> → 1. 一¶2. 二",
        "MARKDOWN → <h2>桥<ul><li>一</li></ul></h2> → ## 桥¶¶- 一",
        "MARKDOWN → <p>桥</p><h2><strong></strong></h2><p><em> </em></p><hr> → 桥¶¶___",
        "MARKDOWN → <h2>桥 # <audio src=https://a.test/b#c></audio> ##</h2> → ## 桥 # 音频：<https://a.test/b#c> \\#\\#",
        "MARKDOWN → <p>https://a.test/b_c _桥_ b__c</p> → https://a.test/b_c \\_桥\\_ b\\_\\_c",
        "MARKDOWN → <a href=https://a.test/b)>桥</a> → [桥](<https://a.test/b)>)",
        "MARKDOWN → <p>桥</p><pre><img src=https://a.test/b></pre> → 桥¶¶<pre><img src=\"https://a.test/b\"></pre>",
        "MARKDOWN → <table><tr><th><p>一</p></th></tr><tr><td>二</td></tr></table> → | 一 |¶| --- |¶| 二 |",
        "MARKDOWN → <a href=https://a.test/b><table><tr><td>一<a href=/c>二</a></td></tr></table></a> → |  |¶| --- |¶| [一二](https://a.test/b) |",
      })
  void renders_blocks_in_20_columns(Format format, String body, String lines) throws Exception {
    String out = format.render(article("题", body), 20);
    assertTrue(out.endsWith("\n\n" + lines.replace('¶', '\n') + "\n"), out);
  }

  @Test
  void an_article_without_a_headline_begins_with_its_date() throws Exception {
    String text = Format.TEXT.render(article("", "<p>文</p>"), TextRenderer.UNLIMITED);
    assertTrue(text.startsWith("2023-10-28T09:45:02Z\n"), text);
  }

  @Test
  void a_table_of_too_many_cells_is_rendered_as_plain_blocks() throws Exception {
    String rows = "<tr><td>一</td></tr>".repeat(300) + "<tr>" + "<td>二</td>".repeat(100) + "</tr>";
    String text = Format.TEXT.render(article("题", "<table>" + rows + "</table>"), 20);
    assertTrue(text.endsWith("一\n\n一\n\n" + "二\n\n".repeat(99) + "二\n"), text);
  }

  @Test
  void articles_of_one_day_have_no_span_of_days_in_the_title() throws Exception {
    SavedText.Whole article = article("题", "<p>文</p>");
    String opening = Format.HTML.opening(Collections.nCopies(2, Format.heading(article)));
    assertTrue(opening.contains("<title>RFI · 2 篇 · 2023-10-28</title>"), opening);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void ends_every_article_in_one_line_feed(Format format) throws Exception {
    for (String body : List.of("<p>文</p>", "<pre>文\n\n</pre>", "<p>文<br></p>")) {
      SavedText.Whole article = article("题", body.replace("\n", "&#10;"));
      String out = format.render(article, TextRenderer.UNLIMITED);
      assertTrue(out.endsWith("\n") && !out.endsWith("\n\n"), out);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void every_format_has_the_sound_in_preformatted_text(Format format) throws Exception {
    SavedText.Whole article =
        article("题", "<pre>词&#10;<audio src=\"https://a.test/b.mp3\"></audio></pre>");
    String out = format.render(article, TextRenderer.UNLIMITED);
    assertTrue(out.contains("https://a.test/b.mp3"), out);
  }

  @Test
  void writes_null_for_missing_values() throws Exception {
    SavedText.Whole copy = article("社稿", "<p>一句。</p>");
    JsonObject object = JsonParser.object().from(Format.JSON.render(copy, TextRenderer.UNLIMITED));
    assertEquals(
        List.of(
            "title",
            "url",
            "published",
            "key",
            "revision",
            "section",
            "language",
            "path",
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
  void writes_the_date_of_a_revision_to_json() throws Exception {
    SavedText.Whole first = article("题", "<p>文</p>");
    ArticleFileName revision = first.name().revisedAt(Instant.parse("2023-10-29T05:00:00Z"));
    SavedText.Whole later =
        new SavedText.Whole(revision, Path.of(revision.toString()), first.article());
    JsonObject object = JsonParser.object().from(Format.JSON.render(later, TextRenderer.UNLIMITED));
    assertEquals("2023-10-29T05:00:00Z", object.getString("revision"));
    assertEquals(revision.key(), object.getString("key"));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTML", "MARKDOWN"})
  void removes_scripts_of_a_hostile_file(Format format) throws Exception {
    SavedText.Whole hostile =
        article(
            "<script>1</script>\"",
            "<script>2</script><p onclick=\"x()\">文<iframe src=\"http://a.example\"></iframe>"
                + "<a href=\"javascript:x()\">链</a><a href=\" JavaScript&colon;x()\">接</a>"
                + "<a href=\"vbscript:x()\">三</a><img src=\"data:x\" onerror=\"x()\">"
                + "<audio src=\"javascript:y()\"></audio></p>");
    String out =
        format.opening(List.of(Format.heading(hostile)))
            + format.render(hostile, TextRenderer.UNLIMITED);
    for (String sign :
        List.of("<script", "onclick", "onerror", "script:", "Script", "<iframe", "data:x")) {
      assertFalse(out.replace("\\<script", "").contains(sign), sign + " in " + out);
    }
    assertTrue(out.contains("链接三"), out);
  }

  @Test
  void separates_articles_in_text_and_markdown() {
    assertTrue(Format.TEXT.separator().matches("\n=+\n\n"));
    assertEquals("\n---\n\n", Format.MARKDOWN.separator());
  }

  private static SavedText.Whole column() throws Exception {
    return article("港口谈判 [图] - 要闻解说", resource("column.body.html").strip().replace("\n", "&#10;"));
  }

  private static SavedText.Whole article(String headline, String body) throws Exception {
    String section = headline.startsWith("港") ? "经济/" : "";
    ArticleUrl url = ArticleUrl.of("https://www.rfi.fr/cn/" + section + "20231028-a");
    Article article = new Article(headline, url, DATE, body);
    ArticleFileName name = ArticleFile.name(article);
    return new SavedText.Whole(name, Path.of("archive/2023/10/" + name), article);
  }

  static String resource(String name) throws IOException {
    try (InputStream in = FormatTest.class.getResourceAsStream("/rendering/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
