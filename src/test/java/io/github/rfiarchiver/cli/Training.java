package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.cached;

import io.github.rfiarchiver.LoopbackServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * Typical runs, one of each kind, for the build: the classes that they load are those that the
 * class-data archive holds. The argument is the folder of an archive to make.
 */
final class Training {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  private Training() {}

  public static void main(String[] args) throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      String page = site.url("/cn/a");
      String feed =
          feed(item("https://www.rfi.fr/cn/b", "乙", DATE, "一。", "二。"), summary(page, "甲", DATE));
      String type = "Content-Type: text/html; charset=UTF-8";
      site.at(
              "/feed",
              LoopbackServer.zipped(feed.getBytes(StandardCharsets.UTF_8), "ETag: \"1\"", type))
          .at("/cn/a", cached(page(page, "甲", DATE, "一。", "二。"), "\"2\"", type));
      String[][] runs = {
        {"--version"},
        {"--help"},
        {"fetch", "sample"},
        {"fetch", site.url("/feed")},
        {"fetch", site.url("/feed"), "--print", "json"},
        {"add", page, "--print", "text"},
        {"list"},
        {"cat"},
        {"cat", "--format", "markdown"},
        {"search", "样本"},
        {"verify"},
        {"status"}
      };
      for (String[] run : runs) {
        Main.run(surroundings(args[0]), run);
      }
    }
    System.exit(0);
  }

  private static Surroundings surroundings(String archive) {
    return new Surroundings(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        Map.of("RFI_ARCHIVE", archive),
        "/nonexistent",
        Clock.systemUTC(),
        false,
        false);
  }
}
