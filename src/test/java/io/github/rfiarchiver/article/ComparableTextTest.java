package io.github.rfiarchiver.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.clean.GoldenPair;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparableTextTest {
  private static final String BODY =
      "<div>01/03/2026 - 08:15</div><img src=\"https://s.rfi.fr/a.jpg\"><p><strong>导语。</strong></p>"
          + "<div><p>桥长一公里。</p><p>桥宽十米。</p></div><div>作者：<a href=\"https://www.rfi.fr/a\">林小雨</a></div>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // another printed date, and none
        "<div>02/03/2026 - 09:00</div><p><strong>导语。</strong></p><p>桥长一公里。</p><p>桥宽十米。</p>",
        "<p><strong>导语。</strong></p><p>桥长一公里。</p><p>桥宽十米。</p>",
        // a lead picture with a caption
        "<figure><img src=\"https://s.rfi.fr/b.jpg\"><figcaption>桥</figcaption></figure><p><strong>导语。"
            + "</strong></p><p>桥长一公里。</p><p>桥宽十米。</p>",
        // a picture with a caption in the middle
        "<p><strong>导语。</strong></p><p>桥长一公里。</p><figure><img src=\"https://s.rfi.fr/b.jpg\">"
            + "<figcaption>桥 © 甲</figcaption></figure><p>桥宽十米。</p>",
        // another author line, other markup, other whitespace
        "<p><strong>导语。</strong></p><p>桥长一公里。</p><p>桥宽十米。</p><div>作者：王小明</div>",
        "<p>导语。<br>桥<em>长</em> 一公里。</p><h2>桥宽\u3000十米。</h2>"
      })
  void ignores_date_pictures_captions_author_and_markup(String body) {
    assertEquals(wording("新桥", BODY), wording("新 桥", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p><strong>导语！</strong></p><p>桥长一公里。</p><p>桥宽十米。</p>",
        "<p><strong>导语。</strong></p><p>桥长二公里。</p><p>桥宽十米。</p>",
        "<p><strong>导语。</strong></p><p>桥宽十米。</p><p>桥长一公里。</p>"
      })
  void an_edited_text_differs(String body) {
    assertFalse(wording("新桥", body).isBeginningOf(wording("新桥", BODY)));
    assertFalse(wording("新桥", BODY).isBeginningOf(wording("新桥", body)));
  }

  @Test
  void an_edited_headline_differs() {
    assertFalse(wording("旧桥", BODY).isBeginningOf(wording("新桥", BODY)));
  }

  @Test
  void a_beginning_is_one_and_a_longer_text_is_not() {
    ComparableText beginning = wording("新桥", "<p><strong>导语。</strong></p><p>桥长一公里。</p>");
    assertTrue(beginning.isBeginningOf(wording("新桥", BODY)));
    assertFalse(wording("新桥", BODY).isBeginningOf(beginning));
  }

  private static ComparableText wording(String headline, String body) {
    return ComparableText.of(
        new Article(headline, GoldenPair.BASE, Instant.parse("2026-03-01T07:15:00Z"), body));
  }
}
