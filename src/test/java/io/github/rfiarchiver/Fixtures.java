package io.github.rfiarchiver;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Feeds and pages in RFI's structure, with text of our own. */
public final class Fixtures {
  private static final DateTimeFormatter RFC_822 =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private Fixtures() {}

  /** An RSS 2.0 feed of such items. */
  public static String feed(String... items) {
    return feed(Arrays.asList(items));
  }

  public static String feed(List<String> items) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>法广</title>"
        + "<link>https://www.rfi.fr/cn/</link><description>测试</description>"
        + items.stream().collect(Collectors.joining())
        + "</channel></rss>";
  }

  /** An item of the mirror's kind, with its article. */
  public static String item(String link, String headline, Instant date, String... paragraphs) {
    return "<item><title><![CDATA["
        + headline
        + "]]></title><link>"
        + link
        + "</link><guid>"
        + link
        + "</guid><pubDate>"
        + RFC_822.format(date)
        + "</pubDate><description><![CDATA["
        + body(paragraphs)
        + "]]></description></item>";
  }

  /** A body of the mirror's kind, junk and all. */
  public static String body(String... paragraphs) {
    return "<div>28/10/2023 - 11:22</div><img src=\"https://s.rfi.fr/media/a.jpg\"><p><strong>导语在此。    </strong></p><div>"
        + paragraphs(paragraphs)
        + "<div data-selfpromo-newsletter></div><div data-selfpromo-app></div></div>";
  }

  /** An item of the site's kind, with a summary alone. */
  public static String summary(String link, String headline, Instant date) {
    return "<item><title>"
        + headline
        + "</title><link>"
        + link
        + "</link><description>导语在此。</description><pubDate>"
        + RFC_822.format(date)
        + "</pubDate></item>";
  }

  /** A page in the site's template. */
  public static String page(String canonical, String headline, Instant date, String... paragraphs) {
    return "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>"
        + headline
        + " - RFI</title><link rel=\"canonical\" href=\""
        + canonical
        + "\"><meta property=\"article:published_time\" content=\""
        + date
        + "\"></head><body><header><a href=\"/cn/\">首页</a></header><main><article data-article-content>"
        + "<h1 class=\"t-content__title\">"
        + headline
        + "</h1><div class=\"t-content__dates\"><p class=\"m-pub-dates\"><span class=\"m-pub-dates__date\">发表时间："
        + "<time datetime=\""
        + date
        + "\">28/10/2023 - 11:22</time></span></p></div>"
        + "<div class=\"t-content__main-media\"><figure><picture><img src=\"data:image/gif;base64,R0\" srcset=\"https://s.rfi.fr/media/a.jpg 1280w\"></picture>"
        + "<figcaption><span class=\"a-media-legend\">只有页面才有的图说</span></figcaption></figure></div>"
        + "<p class=\"t-content__chapo\">导语在此。</p><div class=\"t-content__body u-clearfix\">"
        + paragraphs(paragraphs)
        + "</div><div class=\"t-content__tags\"><ul><li>关键词</li></ul></div></article></main></body></html>";
  }

  private static String paragraphs(String... texts) {
    return Arrays.stream(texts).map(text -> "<p>" + text + "</p>").collect(Collectors.joining());
  }
}
