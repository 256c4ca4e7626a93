package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArticleCleanerTest {
  private final ArticleCleaner cleaner = new ArticleCleaner(CleaningRules.builtIn());

  static List<GoldenPair> pairs() {
    return GoldenPair.ofTheCleaner();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void cleans_the_markup_to_the_expected_output(GoldenPair pair) throws Exception {
    assertEquals(pair.expected(), cleaner.clean(pair.html(), GoldenPair.BASE));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void does_not_change_clean_markup(GoldenPair pair) throws Exception {
    assertEquals(pair.expected(), cleaner.clean(pair.expected(), GoldenPair.BASE));
  }

  @Test
  void cleans_empty_markup_to_nothing() throws Exception {
    assertEquals("", cleaner.clean("", GoldenPair.BASE));
    assertEquals("", cleaner.clean("<div> <p>\u3000</p><br></div>", GoldenPair.BASE));
  }

  @Test
  void drops_a_table_with_a_caption_inside_an_element_that_is_dropped() throws Exception {
    for (String dropped : List.of("template", "noscript", "audio")) {
      String html =
          "<p>桥。</p><"
              + dropped
              + "><table><caption>题</caption><tr><td>词</table></"
              + dropped
              + ">";
      assertEquals("<p>桥。</p>", cleaner.clean(html, GoldenPair.BASE), dropped);
    }
  }

  @Test
  void adds_the_sounds_and_the_author_of_the_entry() throws Exception {
    List<String> audio = List.of("https://a.example/x.mp3");
    String complete = "<p>桥。</p><audio src=\"https://a.example/x.mp3\"></audio><div>作者：林小雨</div>";
    assertEquals(complete, cleaner.complete("<p>桥。</p>", "林小雨", audio));
    assertEquals(complete, cleaner.complete("<p>桥。</p>", " 作者： 林小雨 ", audio));
    assertEquals(complete, cleaner.complete(complete, "王小明", audio));
    assertEquals(
        "<p>桥。</p><p>作者：林小雨</p>", cleaner.complete("<p>桥。</p><p>作者：林小雨</p>", "林小雨", List.of()));
    assertEquals("<p>桥。</p>", cleaner.complete("<p>桥。</p>", null, List.of()));
    assertEquals("<p>桥。</p>", cleaner.complete("<p>桥。</p>", "名".repeat(61), List.of("ftp://a/b")));
  }
}
