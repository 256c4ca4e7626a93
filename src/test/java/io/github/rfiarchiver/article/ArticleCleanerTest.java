package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleCleanerTest {
  private final ArticleCleaner cleaner = new ArticleCleaner(CleaningRules.builtIn());

  static List<GoldenPair> pairs() {
    return GoldenPair.ofTheCleaner();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void cleans_the_markup_to_what_is_expected(GoldenPair pair) {
    assertEquals(pair.expected(), cleaner.clean(pair.html(), GoldenPair.BASE));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void leaves_what_is_clean_as_it_is(GoldenPair pair) {
    assertEquals(pair.expected(), cleaner.clean(pair.expected(), GoldenPair.BASE));
  }

  @Test
  void leaves_nothing_of_nothing() {
    assertEquals("", cleaner.clean("", GoldenPair.BASE));
    assertEquals("", cleaner.clean("<div> <p>\u3000</p><br></div>", GoldenPair.BASE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"div", "span", "em", "blockquote", "section", "font"})
  void survives_elements_nested_five_thousand_deep(String name) {
    String html =
        "<p>前</p>" + ("<" + name + ">").repeat(5000) + "深" + "</" + name + ">".repeat(5000);
    String cleaned =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> cleaner.clean(html, GoldenPair.BASE));
    assertTrue(cleaned.startsWith("<p>前</p>"), "the paragraph in front");
    assertTrue(cleaned.contains("深"), "the text inside");
  }
}
