package io.github.rfiarchiver.article.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Headline;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.CleaningRules;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

/** An independent CommonMark parser reads the article's text back from its markdown. */
class MarkdownRoundTripTest {
  private static final ArticleCleaner CLEANER = new ArticleCleaner(CleaningRules.builtIn());
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private static final HtmlRenderer HTML =
      HtmlRenderer.builder().extensions(List.of(TablesExtension.create())).build();

  private static final String[] WORDS = {
    "港口",
    "“罢工”",
    "工人",
    "（图）",
    "3.",
    "1)",
    "*",
    "**",
    "_",
    "__",
    "#",
    "##",
    "-",
    "--",
    "+",
    ">",
    "<b>",
    "&amp;amp;",
    "&amp;",
    "`",
    "```",
    "[",
    "]",
    "](http://a.cn)",
    "!",
    "\\",
    "~~",
    "|",
    "a|b",
    ":--",
    "===",
    "---",
    "http://a.cn/b_c_d",
    "x_y",
    "!",
    "。",
    "，",
    "12.",
    "&amp;#35;",
    "&lt;br&gt;",
    "€",
    "’s",
    "A",
    "7",
    "$",
    "^"
  };

  private static final String[] INLINE = {"strong", "em", "b", "i", "u", "s", "sub", "sup"};

  private final Random random = new Random(20231028);

  @Test
  void round_trips_random_text() {
    for (int i = 0; i < 2000; i++) {
      assertRoundTrip(paragraphs(1 + random.nextInt(3)));
    }
  }

  @Test
  void keeps_emphasis_links_and_pictures() {
    for (int i = 0; i < 700; i++) {
      String body = cleaned(paragraphs(1));
      Document before = Jsoup.parse(body);
      before.select("audio").forEach(audio -> audio.replaceWith(new TextNode(said(audio))));
      Document after = Jsoup.parse(rendered(body));
      assertEquals(wordsIn(before, "strong, b"), wordsIn(after, "strong, b"), body);
      assertEquals(wordsIn(before, "em, i"), wordsIn(after, "em, i"), body);
      assertEquals(
          before.select("a[title]").eachAttr("href"), after.select("a[title]").eachAttr("href"));
      assertEquals(
          before.select("a[title]").eachAttr("title"), after.select("a[title]").eachAttr("title"));
      assertEquals(before.select("img").eachAttr("src"), after.select("img").eachAttr("src"));
      assertEquals(before.select("img").eachAttr("alt"), after.select("img").eachAttr("alt"));
    }
  }

  @Test
  void escapes_what_other_readers_take_for_mathematics_and_superscripts() {
    String markdown = MarkdownRenderer.render(article("题", "<p>票价从$50元涨到60$元，2^3^</p>"));
    assertTrue(markdown.endsWith("\n票价从\\$50元涨到60\\$元，2\\^3\\^\n"), markdown);
  }

  @Test
  void keeps_emphasis_and_links_around_lists_quotes_and_tables() {
    String items = "<ul><li>一</li><li><p>二</p><ol><li>三</li></ol></li></ul>";
    String quote = "<blockquote><p>四</p></blockquote>";
    String table = "<table><tbody><tr><td>五</td><td>%s</td></tr></tbody></table>";
    String body = "<a href=\"http://b.cn/\"><strong>" + items + quote + table + "</strong></a>";
    for (String cell : List.of("", "<p>六</p><p>七</p>")) { // the second table is a layout table
      Document after = Jsoup.parse(rendered(body.formatted(cell)));
      String words = "一二三四五" + cell.replaceAll("<[^>]*>", "");
      assertEquals(words, wordsIn(after, "strong"));
      assertEquals(List.of(words.split("")), after.select("a[href]").eachText());
    }
  }

  @Test
  void keeps_links_and_pictures_of_preformatted_text() {
    String pre =
        "<pre>一  <a href=\"http://b.cn/\">二</a>&#10;&#10;  三&lt;<img src=\"http://b.cn/1.jpg\">"
            + "<audio src=\"http://b.cn/1.mp3\"></audio></pre>";
    String body = pre + "<blockquote>" + pre + "</blockquote><ul><li>" + pre + "</li></ul>";
    Document after = Jsoup.parse(rendered(body));
    assertEquals(3, after.select("a[href=http://b.cn/]").size());
    assertEquals(3, after.select("img[src=http://b.cn/1.jpg]").size());
    String words = "一  二\n\n  三<音频：http://b.cn/1.mp3";
    assertEquals(
        List.of(words, words, words),
        after.select("pre").stream().map(Element::wholeText).toList());
  }

  private static String said(Element audio) {
    return InlineRenderer.SOUND + InlineRenderer.safeUrl(audio.attr("src"));
  }

  /** The text inside such elements, nested or not, without whitespace. */
  private static String wordsIn(Document document, String selector) {
    StringBuilder words = new StringBuilder();
    for (Element element : document.select(selector)) {
      if (element.parents().is(selector)) {
        continue;
      }
      words.append(Whitespace.removed(element.wholeText()));
    }
    return words.toString();
  }

  @Test
  void round_trips_quotes_lists_tables_and_preformatted_text() {
    for (int i = 0; i < 1000; i++) {
      assertRoundTrip(blocks(3));
    }
  }

  @Test
  void round_trips_the_headline() {
    for (int i = 0; i < 2000; i++) {
      String headline =
          org.jsoup.parser.Parser.unescapeEntities(phrase().replaceAll("<br>", " "), false);
      headline = Headline.clean(headline.replaceAll("</?\\w+[^>]*>", ""));
      String html =
          HTML.render(PARSER.parse(MarkdownRenderer.render(article(headline, "<p>文</p>"))));
      assertEquals(headline, Jsoup.parse(html).select("h1").text().strip(), headline);
    }
  }

  private static void assertRoundTrip(String html) {
    String body = cleaned(html);
    assertEquals(text(body), text(rendered(body)), body);
  }

  private static String cleaned(String html) {
    try {
      return CLEANER.clean(html, article("", "").url());
    } catch (io.github.rfiarchiver.MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /** The HTML of the body's markdown. */
  private static String rendered(String body) {
    return HTML.render(PARSER.parse(MarkdownRenderer.render(article("题", body))))
        .replaceFirst("(?s)^<h1>题</h1>\\s*<p>.*?</p>", "");
  }

  private static Article article(String headline, String body) {
    try {
      return new Article(
          headline, ArticleUrl.of("https://www.rfi.fr/cn/a?b=1&copy;=2"), Instant.EPOCH, body);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String paragraphs(int count) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < count; i++) {
      html.append("<p>").append(phrase()).append("</p>");
    }
    return html.toString();
  }

  private String phrase() {
    StringBuilder html = new StringBuilder();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      html.append(random.nextInt(3) == 0 ? " " : "");
      String word = WORDS[random.nextInt(WORDS.length)].replace("<b>", "&lt;b&gt;");
      switch (random.nextInt(9)) {
        case 0 -> {
          String name = INLINE[random.nextInt(INLINE.length)];
          html.append(
              "<" + name + ">" + (random.nextBoolean() ? word : phrase()) + "</" + name + ">");
        }
        case 1 ->
            html.append(
                "<a href=\"http://b.cn/(1)?a=1&amp;lt;=%7C*_x_\" title='一 \"二\" *'>"
                    + word
                    + "</a>");
        case 2 -> html.append(word + "<br>" + word);
        case 3 -> html.append(word + "<img src=\"http://b.cn/1_2*.jpg\" alt=\"图 [*]\">");
        case 4 -> html.append(word + "<audio src=\"http://b.cn/1_2*.mp3?a&amp;amp;b\"></audio>");
        default -> html.append(word);
      }
    }
    return html.toString();
  }

  private String blocks(int depth) {
    StringBuilder html = new StringBuilder();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      switch (depth == 0 ? 0 : random.nextInt(10)) {
        case 1 -> html.append("<blockquote>" + blocks(depth - 1) + "</blockquote>");
        case 2, 3 -> {
          String name = random.nextBoolean() ? "ul" : "ol start=" + random.nextInt(30);
          html.append("<" + name + ">");
          int items = 1 + random.nextInt(3);
          for (int item = 0; item < items; item++) {
            html.append("<li>" + (random.nextBoolean() ? phrase() : blocks(depth - 1)) + "</li>");
          }
          html.append("</" + name.substring(0, 2) + ">");
        }
        case 4, 5 -> {
          html.append("<table>");
          int rows = 1 + random.nextInt(3);
          String first = random.nextBoolean() ? "th" : "td";
          for (int row = 0; row < rows; row++) {
            String name = row == 0 ? first : "td";
            html.append("<tr><" + name + ">" + phrase() + "</" + name + ">");
            html.append("<" + name + " colspan=2>" + phrase() + "</" + name + "></tr>");
          }
          html.append("</table>");
        }
        case 6 -> html.append("<pre>" + phrase().replaceAll("<[^>]*>", "\n") + "\n  x</pre>");
        case 7 -> html.append("<h" + (1 + random.nextInt(6)) + ">" + phrase() + "</h1>");
        case 8 -> html.append("<hr>");
        case 9 ->
            html.append(
                "<a href=\"http://c.cn/\"><figure><img src=\"http://c.cn/1.jpg\"><figcaption>"
                    + phrase()
                    + "</figcaption></figure></a>");
        default -> html.append("<p>" + phrase() + "</p>");
      }
    }
    return html.toString();
  }

  private static String text(String body) {
    return TextRenderer.text(Html.body(body).childNodes());
  }
}
