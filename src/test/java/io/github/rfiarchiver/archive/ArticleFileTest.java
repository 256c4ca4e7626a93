package io.github.rfiarchiver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleFileTest {
  private static final String WHOLE =
      "<!--1698486302000-->\n[石桥](https://www.rfi.fr/cn/a)\n------\n\n<p>工匠</p>\n";

  @Test
  void writes_the_seed_format() throws Exception {
    Article article =
        new Article(
            "石桥",
            ArticleUrl.of("https://www.rfi.fr/cn/a"),
            Instant.ofEpochMilli(1698486302000L),
            "<p>工匠</p>");
    assertEquals(WHOLE, ArticleFile.text(article));
  }

  @Test
  void generated_articles_survive_a_round_trip() throws Exception {
    Random random = new Random(20231028);
    List<String> pieces =
        List.of(
            "[",
            "]",
            "](http",
            "](https://x/)",
            "-->",
            "<!--",
            "\"",
            "'",
            "&",
            "(",
            ")",
            "桥",
            " ",
            "------",
            "𠮷",
            "\\");
    for (int i = 0; i < 2000; i++) {
      Article article =
          new Article(
              some(random, pieces),
              ArticleUrl.of(
                  "https://www.rfi.fr/cn/"
                      + some(random, List.of("(", ")", "a", "河", "/", "%", "?q="))),
              Instant.ofEpochMilli(random.nextLong(-62135596800000L, 253402300799999L)),
              ("<p>" + some(random, pieces) + "</p>"));
      byte[] bytes = ArticleFile.text(article).getBytes(UTF_8);
      Article read = ArticleFile.parse("file", bytes);
      assertEquals(article, read);
      assertEquals(article.url().toString(), read.url().toString());
    }
  }

  @Test
  void splits_headline_and_URL_at_the_last_bracket_before_http() throws Exception {
    Article article = ArticleFile.parse("file", WHOLE.replace("石桥", "见[旧闻](http://x/y)续"));
    assertEquals("见[旧闻](http://x/y)续", article.headline());
    assertEquals("https://www.rfi.fr/cn/a", article.url().toString());
  }

  @Test
  void reads_more_than_it_writes() throws Exception {
    Article expected = ArticleFile.parse("file", WHOLE);
    assertEquals(expected, ArticleFile.parse("file", "\uFEFF" + WHOLE));
    assertEquals(expected, ArticleFile.parse("file", WHOLE.replace("\n", "\r\n")));
    assertEquals(expected, ArticleFile.parse("file", WHOLE.strip()));
    assertEquals(expected, ArticleFile.parse("file", WHOLE + "\n\n"));
    assertEquals("<p>工匠</p> <p>石匠</p>", ArticleFile.parse("file", WHOLE + "<p>石匠</p>\n").body());
  }

  @Test
  void two_articles_in_one_file_are_refused_and_not_taken_for_one() {
    for (String end : List.of("", "\n", "\n\n")) {
      String two = WHOLE + end + WHOLE.replace("1698", "-9");
      var e = assertThrows(MalformedException.class, () -> ArticleFile.parse("file", two));
      assertTrue(e.reason().startsWith("holds more than one article"), e.reason());
    }
  }

  @Test
  void a_body_may_contain_the_first_lines_of_the_format() throws Exception {
    String body = "<p>工匠 [x](http://y)</p>\n------\n\n<p>石匠</p>";
    assertEquals("石桥", ArticleFile.parse("file", WHOLE.replace("<p>工匠</p>", body)).headline());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "石桥",
        "<!---->\n[石桥](https://x/a)\n------\n\n<p>工匠</p>\n",
        "<!--168-->\n[石桥](ftp://x/a)\n------\n\n<p>工匠</p>\n",
        "<!--168-->\n[石桥]\n------\n\n<p>工匠</p>\n",
        "<!--168-->\n[石\n桥](https://x/a)\n------\n\n<p>工匠</p>\n",
        "<!--168-->\n[石桥](https://x/a)\n\n<p>工匠</p>\n",
        "<!--168-->\n[石桥](https://x/a)\n------\n<p>工匠</p>\n",
        "<!--168-->[石桥](https://x/a)\n------\n\n<p>工匠</p>\n",
        "<!--168-->\n[石桥](https://)\n------\n\n<p>工匠</p>\n",
        "<!--999999999999999-->\n[石桥](https://x/a)\n------\n\n<p>工匠</p>\n",
        "x<!--168-->\n[石桥](https://x/a)\n------\n\n<p>工匠</p>\n"
      })
  void refuses_what_is_not_in_the_seed_format(String text) {
    MalformedException e =
        assertThrows(MalformedException.class, () -> ArticleFile.parse("a.txt", text));
    assertEquals("a.txt", e.subject());
    assertEquals("a.txt: " + e.reason(), e.getMessage());
  }

  @Test
  void an_empty_file_is_reported_as_empty() {
    assertEquals("is empty", reason(new byte[0]));
  }

  @Test
  void bytes_that_are_not_UTF_8_are_refused() {
    byte[] bytes = WHOLE.getBytes(UTF_8);
    bytes[bytes.length - 7] = (byte) 0xff;
    assertEquals("is not UTF-8", reason(bytes));
  }

  @Test
  void distinguishes_the_seed_format_from_a_page_that_begins_with_a_comment() {
    assertTrue(ArticleFile.beginsLikeSeedFormat(WHOLE));
    assertTrue(ArticleFile.beginsLikeSeedFormat("\uFEFF<!---1-->"));
    assertFalse(ArticleFile.beginsLikeSeedFormat("<!-- 第一版 --><html></html>"));
    assertFalse(ArticleFile.beginsLikeSeedFormat("<p>工匠</p>"));
  }

  private static String reason(byte[] bytes) {
    return assertThrows(MalformedException.class, () -> ArticleFile.parse("a.txt", bytes)).reason();
  }

  private static String some(Random random, List<String> pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }
}
