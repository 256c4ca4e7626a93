package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static io.github.rfiarchiver.LoopbackServer.head;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.RawStore;
import io.github.rfiarchiver.archive.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, killed, starved and crowded. */
@Timeout(120)
class CrashIT {
  private static final Path PROGRAM = Path.of(System.getProperty("rfi-archiver.executable"));
  private static final int ENTRIES = 1500;
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");

  @TempDir Path folder;
  private Path archive;
  private Path err;

  @BeforeEach
  void nameFiles() {
    archive = folder.resolve("archive");
    err = folder.resolve("err");
  }

  private Path largeFeed() throws IOException {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      items.add(item("https://www.rfi.fr/cn/" + i, "第" + i, DATE.plusSeconds(i), "一。", "二。"));
    }
    return Files.writeString(folder.resolve("feed.xml"), feed(items));
  }

  private Process start(Object... args) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.exists(Path.of("/usr/bin/env"))) {
      // A build in the background ignores SIGINT, and its children would too.
      command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
    }
    command.addAll(List.of(PROGRAM.toString(), "--archive", archive.toString()));
    Stream.of(args).map(String::valueOf).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err.toFile())
        .start();
  }

  private List<ArticleFileName> names() throws Exception {
    return new Archive(archive).names().toList();
  }

  private void waitForMoreThan(int files, Process process) throws Exception {
    while (process.isAlive() && names().size() <= files) {
      Thread.sleep(5);
    }
  }

  private void assertAllWhole() throws Exception {
    for (Path file : new Archive(archive).contents().toList()) {
      assertTrue(Verifier.problem(file, Files.readAllBytes(file)).isEmpty(), file.toString());
    }
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Test
  void killed_again_and_again_it_leaves_nothing_half_written_and_loses_nothing() throws Exception {
    Path feed = largeFeed();
    int before = 0;
    for (int i = 0; i < 5; i++) {
      Process run = start("fetch", feed);
      waitForMoreThan(before + 50, run);
      run.destroyForcibly().waitFor();
      assertAllWhole();
      before = names().size();
    }
    assertTrue(before > 0 && before < ENTRIES, before + " files");
    assertEquals(0, start("fetch", feed).waitFor(), () -> read(err));
    assertEquals(ENTRIES, names().size());
    try (Stream<Path> left = Files.list(archive.resolve(".rfi-archiver/tmp"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void killed_at_random_moments_it_leaves_whole_raw_captures_or_none() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String path = "/cn/" + i;
        String headline = "第" + i;
        items.add(summary(site.url(path), headline, DATE.plusSeconds(i)));
        site.at(path, reply(200, page(site.url(path), headline, DATE, "正文。", headline)));
      }
      site.at("/feed", reply(200, feed(items)));
      Random random = new Random(18);
      int before = 0;
      for (int i = 0; i < 6; i++) {
        Process run = start("fetch", "--raw", site.url("/feed"));
        int captured = RawStore.files(new Archive(archive)).size();
        while (run.isAlive() && RawStore.files(new Archive(archive)).size() <= captured) {
          Thread.sleep(1 + random.nextInt(20));
        }
        run.destroyForcibly().waitFor();
        for (Path capture : RawStore.files(new Archive(archive))) {
          assertEquals(Optional.empty(), RawStore.problem(capture), capture.toString());
        }
        assertAllWhole();
        before = Math.max(before, RawStore.files(new Archive(archive)).size());
      }
      assertTrue(before > 0);
      assertEquals(0, start("fetch", "--raw", site.url("/feed")).waitFor(), () -> read(err));
      assertEquals(200, names().size());
      Path copy = folder.resolve("copy");
      Files.move(archive, copy);
      archive = folder.resolve("derived");
      assertEquals(0, start("import", copy.resolve("raw")).waitFor(), () -> read(err));
      assertEquals(new Archive(copy).names().toList(), names());
    }
  }

  @Test
  void a_second_run_is_turned_away_while_the_first_works() throws Exception {
    Path feed = largeFeed();
    Process first = start("fetch", feed);
    waitForMoreThan(0, first);
    signal("STOP", first);
    assertEquals(75, start("import", feed).waitFor());
    assertTrue(read(err).contains("another run holds the archive"), read(err));
    signal("CONT", first);
    assertEquals(0, first.waitFor());
    assertEquals(ENTRIES, names().size());
  }

  @Test
  void a_fetch_waits_for_the_run_that_holds_the_archive() throws Exception {
    Path feed = largeFeed();
    Process first = start("fetch", feed);
    waitForMoreThan(0, first);
    signal("STOP", first);
    Process second = start("fetch", feed);
    while (second.isAlive() && !read(err).contains("another run holds the archive; waiting")) {
      Thread.sleep(10);
    }
    signal("CONT", first);
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor(), () -> read(err));
    assertTrue(read(err).contains("fetch: 0 new, 0 revised, 1500 known"), read(err));
  }

  @Test
  void SIGTERM_and_SIGINT_end_it_within_a_second() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.otherwise(
          (request, out) -> {
            out.write(head(200, "Content-Length: 1000"));
            out.flush();
            Thread.sleep(60_000);
          });
      for (String name : List.of("TERM", "INT")) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) { // a busy machine may take its time once
          String path = "/" + name + i;
          Process run = start("fetch", site.url(path));
          while (site.requests(path).isEmpty()) {
            Thread.sleep(10);
          }
          long start = System.nanoTime();
          signal(name, run);
          assertTrue(run.waitFor(20, TimeUnit.SECONDS));
          fastest = Math.min(fastest, Duration.ofNanos(System.nanoTime() - start).toMillis());
          assertEquals(name.equals("TERM") ? 143 : 130, run.exitValue());
          assertEquals("", read(err));
        }
        assertTrue(fastest < 1000, name + " took " + fastest + " ms");
      }
    }
  }

  @Test
  void a_full_disk_leaves_no_part_of_a_file_and_the_next_run_writes_it() throws Exception {
    String large = "满".repeat(100_000);
    Path feed =
        Files.writeString(
            folder.resolve("one.xml"), feed(item("https://www.rfi.fr/cn/a", "甲", DATE, large)));
    Process starved =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 128; exec \"$@\"",
                "-",
                PROGRAM.toString(),
                "--archive",
                archive.toString(),
                "fetch",
                feed.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertEquals(74, starved.waitFor());
    assertTrue(read(err).startsWith("rfi-archiver: " + archive), read(err));
    assertEquals(List.of(), names());
    assertEquals(0, start("fetch", feed).waitFor(), () -> read(err));
    assertEquals(1, names().size());
  }

  @Test
  void an_archive_that_is_removed_while_it_is_written_is_an_error_and_no_trace() throws Exception {
    Path feed = largeFeed();
    Process run = start("fetch", feed);
    waitForMoreThan(10, run);
    Files.move(archive, folder.resolve("moved"));
    int status = run.waitFor();
    assertTrue(status == 74 || status == 0, status + read(err));
    assertFalse(read(err).contains("\tat "), read(err));
    assertEquals(0, start("fetch", feed).waitFor(), () -> read(err));
    assertEquals(ENTRIES, names().size());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
