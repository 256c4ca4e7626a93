package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.cli.output.Environment;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * Typical runs, one of each kind, for the build: the classes that they load are those that the
 * class-data archive holds. {@code RFI_ARCHIVE} is to be the only variable, and names a new folder.
 */
final class Training {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  /** What articles are made of, and what comes with them. */
  private static final String FORMS =
      """
      </p><h2>题</h2><p><a href="/cn/x">链接</a>，<em>强调</em><br>换行&quot;&#039;。
      <ul><li>一</ul><blockquote>引语</blockquote>
      <table><tr><td>格</td></tr></table>
      <figure class="m-item-image"><img src="data:image/gif;base64,R0" srcset="https://s.rfi.fr/a.jpg 1x"
        data-image-dataset='{"url":"https://s.rfi.fr/","filename":"b.jpg"}' alt="图">
      <noscript><img src="https://s.rfi.fr/c.jpg"></noscript><figcaption>图说</figcaption></figure>
      <picture><source srcset="https://s.rfi.fr/d.jpg 2x"><img></picture>
      <script data-media-id="1" type="application/json">{"sources":[{"url":"https://s.rfi.fr/e.mp3"}]}</script>
      <div class="m-interstitial"><span>推广</span></div><button id="b">报告</button>
      <div><div>分享 :</div><div><a href="https://www.facebook.com/dialog/share?a=b"><span></span></a></div></div>
      <hr><div>获取更多RSS：<a href="https://feedx.net">镜</a></div><p>
      """;

  private Training() {}

  public static void main(String[] args) throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      String page = site.url("/cn/a");
      String feed =
          feed(item("https://www.rfi.fr/cn/b", "乙", DATE, "一。", FORMS), summary(page, "甲", DATE));
      String type = "Content-Type: text/html; charset=UTF-8";
      site.at(
              "/feed",
              LoopbackServer.zipped(feed.getBytes(StandardCharsets.UTF_8), "ETag: \"1\"", type))
          .at("/cn/a", cached(page(page, "甲", DATE, "一。", FORMS), "\"2\"", type))
          .at("/cached", cached(feed, "\"3\"", type));
      String[][] runs = {
        {"--version"},
        {"--help"},
        {"fetch", "sample"},
        {"fetch", site.url("/feed")},
        {"fetch", site.url("/feed"), "--print", "json"},
        {"fetch", site.url("/cached")},
        {"fetch", site.url("/cached")},
        {"add", page, "--print", "text"},
        {"list", "--since", "2023"},
        {"cat"},
        {"cat", "--format", "markdown"},
        {"search", "样本"},
        {"verify"},
        {"status"}
      };
      for (String[] run : runs) {
        Main.run(environment(), run);
      }
    }
    System.exit(0);
  }

  private static Environment environment() {
    return new Environment(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        System.getenv(),
        "/dev/null",
        new Main.UserClock(),
        Set.of(),
        Sleeper.REAL);
  }
}
