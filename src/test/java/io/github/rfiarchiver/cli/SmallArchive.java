package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A few articles of all kinds, a revision among them, as the tests of the commands read them. */
final class SmallArchive {
  static final String LIGHTHOUSE = "国际/20230802-海湾灯塔重新点亮";

  private final Archive archive;

  /** An empty archive in the folder {@code root}. */
  SmallArchive(Path root) {
    archive = new Archive(root);
  }

  /** The archive that the transcripts show. */
  static SmallArchive filled(Path root) throws Exception {
    SmallArchive small = new SmallArchive(root);
    small.add(
        "2023-08-02T06:30:00Z",
        LIGHTHOUSE,
        "海湾灯塔重新点亮",
        "<div>02/08/2023 - 08:11</div><img src=\"https://s.rfi.fr/a.jpg\" alt=\"灯塔\">"
            + "<p><strong>熄灭了四十年的灯塔星期二晚间重新点亮。</strong></p>"
            + "<div><p>守塔人的孙女按下了开关。</p><p>渔民说，从<em>石桥</em>头就望得见。</p></div>");
    ArticleFileName bridge =
        small.add(
            "2023-10-03T23:45:01Z",
            "中国/20231003-河口小镇重修石桥",
            "[视频] 河口小镇重修石桥，“年内通车”",
            "<div>04/10/2023 - 01:20</div><p><strong>石桥在去年的洪水中塌了一半。</strong></p>"
                + "<div><p>镇长说，新的石桥仍用旧石，石桥两头各立一盏灯。</p></div>");
    small.write(
        bridge.revisedAt(Instant.parse("2023-10-05T05:00:00Z")),
        article(
            "2023-10-03T23:45:01Z",
            "中国/20231003-河口小镇重修石桥",
            "[视频] 河口小镇重修石桥，明年通车",
            "<div>04/10/2023 - 01:20</div><p><strong>石桥在去年的洪水中塌了一半。</strong></p>"
                + "<div><p>镇长说，新的石桥仍用旧石，石桥两头各立一盏灯。</p>"
                + "<p>更正：通车的日子是明年春天。走过石桥的人都说，石桥比从前宽，石桥比从前平。</p></div>"));
    small.add(
        "2023-10-27T16:05:00Z",
        "专栏检索/法国世界报/20231027-读报",
        "一位植物学家与她收集了半个世纪的种子：为什么说最小的标本馆往往保存了最长的记忆 - 法国世界报",
        "<div>27/10/2023 - 17:40</div><p><strong>她的标本馆只有两间屋子。</strong></p>"
            + "<div><p>每一粒种子都有编号、地点与年份；她说，编号比名字可靠。</p></div>"
            + "<div>作者：<a href=\"https://www.rfi.fr/cn/a/\">陆青禾</a></div>");
    small.add(
        "2023-10-28T09:45:02Z",
        "agency-slug",
        "EU_NATO *观察*员参加北方铁路首航",
        "<div>28/10/2023 - 11:22</div><p>一列旧式机车拉着四节车厢，于当地时间清晨六点准时从北方的小站开出，沿途的居民举着灯笼等候，"
            + "nato 与 NATO 的观察员都在车上。随后列车驶过新修的石桥，在下一个小站停了足足一个小时，让人们上车参观。</p>");
    return small;
  }

  /** Adds what is remembered of two feeds, the second of which is in trouble. */
  SmallArchive withFeeds() throws Exception {
    state(
        "feed-0000000001.json",
        "{\"feed\":\"https://feedx.net/rss/rfi.xml\",\"etag\":\"\\\"5f\\\"\","
            + "\"lastRun\":\"2023-10-29T04:30:00Z\",\"lastSuccess\":\"2023-10-29T04:30:00Z\","
            + "\"entries\":30,\"added\":4,\"pending\":2,\"failures\":0,"
            + "\"freshUntil\":\"2023-10-29T05:20:00Z\",\"newest\":[\"b81ed83301\"],"
            + "\"gapFrom\":\"2023-10-26T04:00:00Z\",\"gapTo\":\"2023-10-29T04:30:00Z\"}\n");
    return withFailing(3);
  }

  /** Adds a feed that has failed so many runs in a row. */
  SmallArchive withFailing(int runs) throws Exception {
    state(
        "feed-0000000002.json",
        "{\"feed\":\"https://www.rfi.fr/cn/rss\",\"lastRun\":\"2023-10-29T04:30:00Z\","
            + "\"entries\":0,\"added\":0,\"pending\":0,\"failures\":"
            + runs
            + ",\"newest\":[]}\n");
    return this;
  }

  Archive archive() {
    return archive;
  }

  ArticleFileName add(String date, String path, String headline, String body) throws Exception {
    Article article = article(date, path, headline, body);
    return write(ArticleFile.name(article), article);
  }

  /** Leaves the first half of a file, as a failing disk may. */
  Path cutOff(ArticleFileName name) throws Exception {
    Path file = archive.path(name);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    return file;
  }

  private ArticleFileName write(ArticleFileName name, Article article) throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      writer.write(Map.of(name, article));
      writer.sync();
    }
    return name;
  }

  private void state(String name, String json) throws Exception {
    Path file = archive.statePath(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  private static Article article(String date, String path, String headline, String body)
      throws Exception {
    return new Article(
        headline, ArticleUrl.of("https://www.rfi.fr/cn/" + path), Instant.parse(date), body);
  }
}
