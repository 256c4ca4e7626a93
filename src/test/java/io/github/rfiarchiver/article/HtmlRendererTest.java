package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.clean.GoldenPair;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HtmlRendererTest {
  private static final Article SIMPLIFIED = article("https://www.rfi.fr/cn/国际/20260301-桥");
  private static final Article TRADITIONAL = article("https://www.rfi.fr/tw/國際/20260301-橋");

  @Test
  void declares_the_language_of_each_edition() {
    assertTrue(HtmlRenderer.opening(SIMPLIFIED).contains("<html lang=\"zh-Hans\">"));
    assertTrue(HtmlRenderer.opening(TRADITIONAL).contains("<html lang=\"zh-Hant\">"));
    assertTrue(HtmlRenderer.article(TRADITIONAL).startsWith("<article lang=\"zh-Hant\">"));
    assertFalse(HtmlRenderer.article(SIMPLIFIED).contains("lang="));
  }

  private static Article article(String url) {
    return new Article("桥", GoldenPair.address(url), Instant.EPOCH, "<p>桥</p>");
  }
}
