package io.github.rfiarchiver.article.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryBodyTest {
  private static final String SHARES =
      "<div>分享 :</div><ul><li><a href=https://www.facebook.com/dialog/share?x></a></li></ul>";

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource({
    "true,  a printed date in front, <div>01/03/2026 - 08:15</div><p>桥</p>",
    "true,  two paragraphs, <p>桥</p><p>河</p>",
    "true,  two paragraphs beyond a lede, <p><strong>导语</strong></p><p>桥</p><p>河</p>",
    "true,  a fused tag around them, <divdata-x=\"y\"><p>桥</p><p>河</p></div>",
    "true,  two divs, <div>桥</div><div>河</div>",
    "true,  a double line break, 桥<br /> <br>河",
    "true,  line breaks with blanks between them, 桥<br>&nbsp;\u3000<br class=x>河",
    "true,  breaks as end tags, 桥</br></br>河",
    "true,  breaks in spans, <span>桥<br></span><span>&nbsp;<br></span>河",
    "true,  two sections, <section>桥</section><section>河</section>",
    "true,  a long paragraph with two links, <p>桥</p><p>河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船桥河船<a href=\"/x\">河</a><a href=\"/y\">船</a></p>",
    "true,  two links in a paragraph, <p>桥</p><p><a href=\"/x\">河</a>与<a href=\"/y\">船</a>都在</p>",
    "false, where an entry is from, <p>桥</p><p>The post <a href=\"/x\">桥</a> appeared first on <a href=\"/\">报</a>.</p>",
    "false, an empty line in the markup, '桥\n\n河'",
    "false, one line break, 桥<br>河",
    "false, a double line break before a link alone, 桥<br><br><a href=\"/x\">阅读全文</a>",
    "false, a div with a link alone, <div>桥</div><div><a href=\"/x\">阅读全文</a></div>",
    "false, a caption beside a lede, <p>桥</p><div><figure><figcaption>图</figcaption></figure></div>",
    "false, one paragraph beyond a lede, <p><strong>导语</strong></p><p>桥</p>",
    "false, a second paragraph of blanks, <p>桥</p><p> &nbsp;\u3000</p>",
    "false, promotion beyond a summary, <p>桥</p><p>下载法广应用程序跟踪国际时事</p>",
    "false, a share box beyond a summary, '<p>桥</p><div>分享 :</div><div><a href=\"https://bsky.app/intent/compose?text=x\">Bluesky</a></div>'",
    "false, an author beyond a summary, <p>桥</p><p>作者：<a href=\"/x\">林小雨</a></p>",
    "false, a copyright beyond a summary, <p>桥</p><p>© 2026 AFP</p>",
    "false, a link to the text beyond a summary, <p>桥</p><p>阅读全文：<a href=\"/x\">/x</a></p>",
    "true,  a word of promotion in a paragraph, <p>桥</p><p>下载法广应用程序跟踪国际时事的人多了</p>",
    "false, a lede, <p><strong>导语</strong></p>",
    "false, plain text, 新桥今天通车。",
    "false, nothing, ''",
    "false, a printed date elsewhere, <p>桥</p><div>01/03/2026 - 08:15</div>"
  })
  void distinguishes_an_article_from_a_summary(
      boolean article, String because, String description) {
    assertEquals(article, EntryBody.carriesArticle(description), because);
  }

  @Test
  void more_than_400_characters_are_an_article() {
    assertFalse(EntryBody.carriesArticle("<p>" + "桥".repeat(400) + "</p>"));
    assertTrue(EntryBody.carriesArticle("<p>" + "桥".repeat(401) + "</p>"));
  }

  @Test
  void lede_and_media_alone_are_a_summary() {
    String lede = "<p class=\"t-content__chapo\">导语。</p>";
    String media =
        "<div class=\"t-content__main-media\"><figure><img src=/a><figcaption>桥</figcaption></figure></div>";
    for (String body :
        List.of(
            lede + media + "null",
            lede + "undefined",
            lede,
            "undefined" + media + "null",
            lede + media + "<div>\u3000</div>",
            lede + media + SHARES,
            "<div>28/10/2023 - 11:22</div>" + lede + media,
            lede + media + "<div><span>作者：</span><a href=/x>林小雨</a></div><p>© 2026 AFP</p>",
            lede
                + media
                + "<div class=o-self-promo data-selfpromo-app><p class=o-self-promo__text>下载</p></div>",
            lede
                + media
                + "<div class=t-content__related><ul>"
                + "<li><a href=/cn/x>另一座桥的新闻</a></li>".repeat(60)
                + "</ul></div>",
            lede
                + media
                + "<p>电邮新闻</p><p>头条新闻就在您的每日新闻信里</p><a href=https://emailing.rfi.fr/cn/x>订阅</a>",
            "undefined\nundefinednull")) {
      assertTrue(EntryBody.isLedeAlone(body), body);
    }
    for (String body :
        List.of(
            lede + media + "<p>桥。</p>",
            lede + media + SHARES + "桥。",
            lede + media + "<div>阅读全文：" + "桥。".repeat(300) + "</div>",
            "<p>桥。</p>",
            "null",
            lede + "<audio src=/a.mp3></audio>")) {
      assertFalse(EntryBody.isLedeAlone(body), body);
    }
  }
}
