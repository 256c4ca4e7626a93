package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryBodyTest {
  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource({
    "true,  a printed date in front, <div>01/03/2026 - 08:15</div><p>桥</p>",
    "true,  two paragraphs, <p>桥</p><p>河</p>",
    "true,  two paragraphs beyond a lede, <p><strong>导语</strong></p><p>桥</p><p>河</p>",
    "true,  a fused tag around them, <divdata-x=\"y\"><p>桥</p><p>河</p></div>",
    "false, one paragraph beyond a lede, <p><strong>导语</strong></p><p>桥</p>",
    "false, a second paragraph of blanks, <p>桥</p><p> &nbsp;\u3000</p>",
    "false, a lede, <p><strong>导语</strong></p>",
    "false, plain text, 新桥今天通车。",
    "false, nothing, ''",
    "false, a printed date elsewhere, <p>桥</p><div>01/03/2026 - 08:15</div>"
  })
  void carries_the_article_or_a_summary(boolean article, String because, String description) {
    assertEquals(article, EntryBody.carriesArticle(description), because);
  }
}
