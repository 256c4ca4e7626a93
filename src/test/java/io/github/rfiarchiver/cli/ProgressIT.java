package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in a pseudo-terminal, made by script(1), at a slow site. */
@Timeout(60)
class ProgressIT {
  private static final Path PROGRAM = Path.of(System.getProperty("rfi-archiver.executable"));
  private static final Instant DATE = Instant.parse("2023-10-28T09:00:00Z");
  private static final int PAGES = 9;
  private static final long DELAY_MILLIS = 300;

  @TempDir Path folder;
  private final LoopbackServer site = new LoopbackServer();

  @BeforeEach
  void list_pages() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
    List<String> items = new ArrayList<>();
    for (int i = 0; i < PAGES; i++) {
      String path = "/cn/20231028-" + i;
      items.add(Fixtures.summary(site.url(path), "标题" + i, DATE.plusSeconds(i)));
      site.at(path, late(Fixtures.page(site.url(path), "标题" + i, DATE.plusSeconds(i), "正文。")));
    }
    site.at("/feed", late(Fixtures.feed(items)));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static LoopbackServer.Answer late(String body) {
    return (request, out) -> {
      Thread.sleep(DELAY_MILLIS);
      reply(200, body).write(request, out);
    };
  }

  private Process start(String redirection) throws Exception {
    String command =
        "'" + PROGRAM + "' --archive '" + folder + "/a' fetch --parallel 2 " + site.url("/feed");
    ProcessBuilder terminal =
        new ProcessBuilder("/usr/bin/script", "-qec", command + redirection, "/dev/null");
    terminal.environment().put("TZ", "Asia/Shanghai");
    return terminal.redirectErrorStream(true).start();
  }

  private static String read(InputStream terminal) throws Exception {
    return new String(terminal.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** The numbers before " of N UNIT", in their order. */
  private static List<Integer> counts(String recorded, String all) {
    Matcher count = Pattern.compile("(\\d+) of " + all + ", ").matcher(recorded);
    return count.results().map(found -> Integer.valueOf(found.group(1))).toList();
  }

  /** What is on the screen at the end: a line that is cleared is gone. */
  private static List<String> screen(String recorded) {
    return Stream.of(recorded.split("\n"))
        .map(line -> line.replaceAll(".*\r\033\\[K", ""))
        .toList();
  }

  private void assertRises(String recorded) {
    assertEquals(0, counts(recorded, "1 feed").get(0), recorded);
    List<Integer> pages = counts(recorded, PAGES + " pages");
    assertEquals(0, pages.get(0), recorded);
    assertEquals(PAGES, pages.get(pages.size() - 1), recorded);
    assertEquals(pages.stream().sorted().toList(), pages, recorded);
    assertTrue(pages.stream().distinct().count() >= 4, recorded);
    assertTrue(recorded.contains("of 1 feed, waiting for 127.0.0.1, 0:0"), recorded);
    assertTrue(recorded.contains("of 9 pages, waiting for 127.0.0.1, 0:0"), recorded);
  }

  @Test
  void the_progress_of_a_fetch_rises_from_0_to_all_pages_and_is_gone_at_the_end() throws Exception {
    Process run = start("");
    String recorded = read(run.getInputStream());
    assertEquals(0, run.waitFor(), recorded);
    assertRises(recorded);
    List<String> screen = screen(recorded);
    assertEquals(PAGES + 1, screen.size(), recorded);
    assertTrue(screen.subList(0, PAGES).stream().allMatch(line -> line.endsWith(".txt")), recorded);
    assertEquals("rfi-archiver: fetch: 9 new, 0 revised, 0 known", screen.get(PAGES));
    // The line stands again below each path.
    assertTrue(recorded.contains(".txt\n\r\033[K"), recorded);
    assertTrue(!recorded.contains(".txt\n/"), recorded);
  }

  @Test
  void it_is_shown_too_where_standard_output_is_a_file() throws Exception {
    Path out = folder.resolve("out");
    Process run = start(" >'" + out + "'");
    String recorded = read(run.getInputStream());
    assertEquals(0, run.waitFor(), recorded);
    assertRises(recorded);
    assertEquals(List.of("rfi-archiver: fetch: 9 new, 0 revised, 0 known"), screen(recorded));
    assertEquals(PAGES, Files.readAllLines(out).size());
  }

  @Test
  void a_time_in_a_message_is_in_the_zone_of_the_user() throws Exception {
    site.at("/feed", reply(429, "", "Retry-After: 3600"));
    Process run = start("");
    String recorded = read(run.getInputStream());
    assertEquals(69, run.waitFor(), recorded);
    assertTrue(
        recorded.matches("(?s).*until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d\\+08:00;.*"), recorded);
  }

  @Test
  void an_interrupt_ends_the_line_and_says_what_is_saved() throws Exception {
    Process run = start("");
    StringBuilder recorded = new StringBuilder();
    InputStream terminal = run.getInputStream();
    while (!recorded.toString().contains(".txt")) {
      recorded.append((char) terminal.read());
    }
    run.getOutputStream().write(3); // Ctrl-C
    run.getOutputStream().flush();
    recorded.append(read(terminal));
    assertEquals(130, run.waitFor(), recorded.toString());
    List<String> screen = screen(recorded.toString());
    Matcher message =
        Pattern.compile(
                "rfi-archiver: fetch: interrupted; (\\d+) new texts? (is|are) saved;"
                    + " the same command does the rest")
            .matcher(screen.get(screen.size() - 1));
    assertTrue(message.matches(), recorded.toString());
    assertTrue(recorded.toString().endsWith("does the rest\n"), recorded.toString());
    int saved = Integer.parseInt(message.group(1));
    assertTrue(saved > 0 && saved < PAGES, recorded.toString());
    try (Stream<Path> files = Files.walk(folder.resolve("a/2023"))) {
      assertTrue(files.filter(file -> file.toString().endsWith(".txt")).count() >= saved);
    }
  }
}
