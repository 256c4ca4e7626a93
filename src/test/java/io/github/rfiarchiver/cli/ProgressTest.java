package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.StandInSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The progress of each long command, where standard error alone is a terminal. */
@Timeout(60)
class ProgressTest {
  @TempDir Path folder;

  /** A slow reader of standard output: the line appears meanwhile. */
  private static final class SlowPipe extends OutputStream {
    private boolean isSlow = true;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        Thread.sleep(isSlow ? 300 : 0);
        isSlow = false;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** What a command writes to the terminal. */
  private String err(Program program, Object... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<Object> all = new ArrayList<>(List.of("--archive", folder.resolve("archive")));
    all.addAll(Arrays.asList(words));
    program.run(new SlowPipe(), err, all.toArray());
    return err.toString(StandardCharsets.UTF_8);
  }

  private String assertShows(String progress, Object... words) {
    String err = err(new Program().onErrTerminal(), words);
    assertTrue(err.contains(progress + ", 0:0"), err.replace("\033", "ESC"));
    assertTrue(err.matches("(?s).*\r\033\\[K(?:rfi-archiver: [^\033]*)?"), "is left: " + err);
    return err;
  }

  private void archiveSample() throws Exception {
    new Program().run("--archive", folder.resolve("archive"), "-q", "fetch", "sample");
  }

  private Path damaged() throws Exception {
    archiveSample();
    Path month = Files.createDirectories(folder.resolve("archive/2023/09"));
    return Files.writeString(month.resolve("20230901T000000Z-0123456789.txt"), "cut");
  }

  @Test
  void fetch_counts_articles() throws Exception {
    assertShows("5 of 5 articles", "fetch", "sample");
  }

  @Test
  void add_counts_pages() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      String url = site.url("/cn/20231028-a");
      site.at(
          "/cn/20231028-a",
          LoopbackServer.reply(
              200, Fixtures.page(url, "甲", Instant.parse("2023-10-28T09:00:00Z"), "一。")));
      assertShows("1 of 1 page", "add", url);
    }
  }

  @Test
  void backfill_counts_pages() throws Exception {
    try (StandInSite site = new StandInSite(Clock.systemUTC())) {
      List<String> pages = List.of("/cn/a/20231026-a", "/cn/a/20231028-b");
      site.robots("", "/sitemap.xml").list("/sitemap.xml", pages);
      for (String path : pages) {
        String page =
            Fixtures.page(site.url(path), "甲", Instant.parse("2023-10-28T09:00:00Z"), "一。");
        site.at(
            path,
            (request, out) -> {
              Thread.sleep(250); // the line is drawn each 100 ms
              LoopbackServer.reply(200, page).write(request, out);
            });
      }
      String err =
          assertShows("2 of 2 pages", "backfill", "--site", site.url("/"), "--since", "3d");
      assertTrue(err.contains("1 of 2 pages"), err);
    }
  }

  @Test
  void import_counts_files() throws Exception {
    archiveSample();
    Files.move(folder.resolve("archive"), folder.resolve("other"));
    String err = assertShows("5 of 5 files", "import", folder.resolve("other"));
    assertTrue(err.contains("0 of 5 files, 0:0"), err);
    assertTrue(err.endsWith("0 failed\n"), err); // nothing is drawn below the last message
  }

  @Test
  void verify_counts_files() throws Exception {
    damaged();
    assertShows("6 of 6 files", "verify");
  }

  @Test
  void search_counts_files() throws Exception {
    damaged();
    assertShows("6 of 6 files", "search", "。");
  }

  @Test
  void nothing_is_drawn_over_what_is_typed() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      String path = "/cn/20231028-a";
      String page = Fixtures.page(site.url(path), "甲", Instant.parse("2023-10-28T09:00:00Z"), "一。");
      site.at(
          path,
          (request, out) -> {
            Thread.sleep(250); // the line is drawn each 100 ms
            LoopbackServer.reply(200, page).write(request, out);
          });
      Program typing = new Program().onErrTerminal().onInTerminal().reading(site.url(path) + "\n");
      String err = err(typing, "add", "-");
      assertTrue(
          err.matches("(?s).*standard input: waiting for input[^\033]*"), err.replace('\033', '^'));
    }
  }

  @Test
  void nothing_is_shown_where_standard_error_is_no_terminal_and_with_quiet() throws Exception {
    archiveSample();
    assertFalse(err(new Program(), "search", "。").contains("of"));
    assertEquals("", err(new Program().onErrTerminal(), "-q", "search", "。"));
    assertEquals("", err(new Program().onErrTerminal().with("TERM", "dumb"), "search", "。"));
  }
}
