package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.summary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.disk.FaultyDisk;
import io.github.rfiarchiver.disk.FaultyDisk.Operation;
import io.github.rfiarchiver.feed.FeedSource;
import io.github.rfiarchiver.http.HttpRequest;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.state.RunState;
import io.github.rfiarchiver.state.Validators;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on a disk that fails: nothing is lost, and what is saved is reported. */
@Timeout(60)
class FetchOnFaultyDiskTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final String FEED = "https://www.rfi.fr/cn/rss";
  private static final Validators ETAG = new Validators("\"1\"", null);

  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private TestRun test;
  private String document = feed();
  private FetchReport report;

  @BeforeEach
  void begin() {
    test = new TestRun(folder).into(disk.path(folder)).fetching(this::answer);
  }

  @AfterEach
  void end() {
    test.close();
  }

  /** A server that answers a validator that it gave with 304, and has no pages. */
  private HttpResult answer(HttpRequest request) {
    if (request.kind() == HttpRequest.Kind.PAGE) {
      return new HttpResult.Failure(HttpResult.Kind.SERVER, "answered 500");
    }
    return request.validators().equals(ETAG)
        ? new HttpResult.Unchanged(Duration.ZERO)
        : HttpResult.Document.of(
            document.getBytes(StandardCharsets.UTF_8), null, request.url(), ETAG);
  }

  private void run() throws Exception {
    report = test.run(List.of(FeedSource.named(FEED)));
    if (report.failure() != null) {
      throw report.failure();
    }
  }

  private static String items(int number) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      items.add(item("https://www.rfi.fr/cn/" + i, "第" + i, DATE.plusSeconds(i), "一。"));
    }
    return feed(items);
  }

  /** The files of the articles; each of them is whole. */
  private Set<String> files() throws Exception {
    Archive archive = new Archive(folder);
    Set<String> files = new TreeSet<>();
    for (ArticleFileName name : archive.names().toList()) {
      assertEquals(Optional.empty(), archive.problem(archive.path(name)));
      files.add(archive.path(name).toString());
    }
    return files;
  }

  private Set<String> reported() {
    Set<String> reported = new TreeSet<>();
    test.said.saved.stream()
        .filter(SaveResult.Saved::isNew)
        .forEach(kept -> reported.add(kept.text().path().toString()));
    return reported;
  }

  @ParameterizedTest
  @EnumSource(names = {"STAT", "OPEN", "READ"})
  void pending_entries_that_cannot_be_read_fail_the_run_and_stay(Operation fails) throws Exception {
    document = feed(summary("https://www.rfi.fr/cn/a", "甲", DATE));
    run();
    Path pending = folder.resolve(".rfi-archiver/pending.json");
    String before = Files.readString(pending);
    assertTrue(before.contains("https://www.rfi.fr/cn/a"), before);
    disk.failing(fails, path -> path.endsWith("pending.json"));
    ArchiveException e = assertThrows(ArchiveException.class, this::run);
    assertEquals(pending.toString(), e.subject());
    assertEquals(before, Files.readString(pending));
  }

  @ParameterizedTest
  @EnumSource(names = {"STAT", "LIST"})
  void a_month_that_cannot_be_listed_fails_the_run_and_stores_no_validators(Operation fails)
      throws Exception {
    document = items(3);
    run();
    Files.delete(only("feed-"));
    disk.failing(fails, path -> path.endsWith("2023/10"));
    assertThrows(ArchiveException.class, this::run);
    assertEquals(3, files().size());
    assertThrows(AssertionError.class, () -> only("feed-"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "READ"})
  void an_article_file_that_cannot_be_read_costs_no_other_article(Operation fails)
      throws Exception {
    document = items(1);
    run();
    String unreadable = files().iterator().next();
    document = items(3);
    disk.failing(fails, path -> path.toString().equals(unreadable));
    for (int i = 0; i < 2; i++) {
      Files.delete(only("feed-")); // read in full, not answered by 304
      run();
    }
    assertEquals(3, report.known());
    assertEquals(4, files().size(), "the unreadable one is saved again, once");
  }

  private Path only(String prefix) throws Exception {
    try (var files = Files.list(folder.resolve(".rfi-archiver"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow(AssertionError::new);
    }
  }

  /** The next run finds them known, and gets 304 from then on. */
  @Test
  void articles_of_a_run_killed_before_it_forced_their_folder_survive_a_power_cut_after_the_next()
      throws Exception {
    document = items(3);
    disk.killedAt(Operation.FORCE, path -> path.endsWith("2023/10"));
    assertThrows(ArchiveException.class, this::run);
    disk.repaired();
    run();
    assertEquals(3, report.known());
    disk.powerCut();
    run();
    assertEquals(3, files().size());
  }

  @Test
  void a_power_cut_behind_a_run_takes_nothing() throws Exception {
    document =
        feed(
            items(1).replaceAll("(?s).*?(<item>.*</item>).*", "$1"),
            summary("https://www.rfi.fr/cn/b", "乙", DATE));
    run();
    disk.powerCut();
    assertEquals(1, files().size());
    assertEquals(1, test.pending().size());
    assertEquals(
        ETAG,
        new RunState(new Archive(folder)).feed(FeedSource.named(FEED), Instant.MAX).validators());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 37, 300})
  void on_a_full_disk_all_that_is_saved_is_reported_and_the_rest_comes_with_the_next_run(int room)
      throws Exception {
    document = items(400);
    int[] left = {room};
    disk.with(
        (operation, path) -> {
          if (operation == Operation.WRITE && --left[0] < 0) {
            throw new FileSystemException(path.toString(), null, "No space left on device");
          }
        });
    assertThrows(ArchiveException.class, this::run);
    assertEquals(room, files().size());
    assertEquals(files(), reported());
    assertEquals(room, report.added());
    assertTrue(
        test.said.anyHas("fetch: " + (400 - room) + " entries are left for the next run"),
        test.said.lines.toString());
    disk.repaired();
    run();
    assertEquals(400, files().size());
    assertEquals(400 - room, report.added());
  }

  /** The feed may list neither in the next run. */
  @ParameterizedTest
  @EnumSource(names = {"OPEN", "FORCE"})
  void an_article_that_cannot_be_saved_and_a_page_that_fails_beside_it_stay_pending(Operation fails)
      throws Exception {
    String saved = item("https://www.rfi.fr/cn/b", "乙", DATE.plusSeconds(60), "一。");
    document =
        feed(
            item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"),
            saved,
            summary("https://www.rfi.fr/cn/c", "丙", DATE));
    disk.failing(fails, path -> path.toString().contains("T094502Z"));
    assertThrows(ArchiveException.class, this::run);
    assertEquals(1, files().size());
    assertEquals(2, report.pending());
    assertEquals(
        List.of("https://www.rfi.fr/cn/a", "https://www.rfi.fr/cn/c"),
        test.pending().stream().map(entry -> entry.url().toString()).sorted().toList());
    assertThrows(AssertionError.class, () -> only("feed-"));
  }

  @Test
  void what_cannot_be_stored_as_pending_is_not_counted_as_such() throws Exception {
    document = feed(summary("https://www.rfi.fr/cn/a", "甲", DATE));
    disk.failing(Operation.OPEN, path -> path.toString().contains("pending.json"));
    assertThrows(ArchiveException.class, this::run);
    assertEquals(0, report.pending());
  }

  @Test
  void what_was_saved_behind_an_article_that_failed_is_reported_too() throws Exception {
    String[] items = new String[41];
    String[] paragraphs = new String[5000]; // it takes longer to clean than all others
    Arrays.fill(paragraphs, "长。");
    items[0] = item("https://www.rfi.fr/cn/long", "长", DATE.minusSeconds(60), paragraphs);
    for (int i = 1; i < items.length; i++) {
      items[i] = item("https://www.rfi.fr/cn/" + i, "第" + i, DATE.plusSeconds(i), "一。");
    }
    document = feed(items);
    disk.failing(Operation.OPEN, path -> path.toString().contains("T094402Z"));
    assertThrows(ArchiveException.class, this::run);
    assertTrue(!files().isEmpty());
    assertEquals(files(), reported());
    assertEquals(files().size(), report.added());
  }

  @Test
  void an_article_whose_folder_cannot_be_forced_is_reported_and_fails_the_run() throws Exception {
    document = items(3);
    disk.failing(Operation.FORCE, path -> path.endsWith("2023/10"));
    ArchiveException e = assertThrows(ArchiveException.class, this::run);
    assertEquals(folder.resolve("2023/10").toString(), e.subject());
    assertEquals(files(), reported());
    assertEquals(3, report.added());
    assertThrows(AssertionError.class, () -> only("feed-"));
  }

  @Test
  void a_close_that_fails_in_a_way_that_is_not_declared_ends_the_run() throws Exception {
    document = items(3);
    disk.with(
        (operation, path) -> {
          if (operation == Operation.SET_TIME) {
            throw new Exception("close() failed");
          }
        });
    assertThrows(ArchiveException.class, this::run);
  }
}
