package io.github.rfiarchiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveWriterTest {
  private static final Article ARTICLE = Samples.article("a", "<p>工匠用了两年。</p>");
  private static final ArticleFileName NAME = ArticleFile.name(ARTICLE);

  @TempDir Path folder;
  private Path root;
  private Archive archive;

  @BeforeEach
  void opens_an_archive_that_does_not_exist_yet() {
    root = folder.resolve("news");
    archive = new Archive(root);
  }

  @Test
  void saves_articles_by_year_and_month_of_their_date() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Path path = write(writer, ARTICLE);
      writer.sync();
      assertEquals(root.resolve("2023/10/" + NAME), path);
      assertEquals(ArticleFile.text(ARTICLE), Files.readString(path));
      assertEquals(FileTime.from(Samples.PUBLISHED), Files.getLastModifiedTime(path));
      assertEquals(List.of(), temporaries());
    }
    assertEquals(
        List.of(
            ".rfi-archiver",
            ".rfi-archiver/lock",
            ".rfi-archiver/tmp",
            "2023",
            "2023/10",
            "2023/10/" + NAME),
        Samples.tree(root));
  }

  @Test
  void a_second_writer_is_refused_and_the_archive_is_the_subject() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      ArchiveException e = assertThrows(ArchiveLockedException.class, this::open);
      assertTrue(e.getMessage().startsWith(root + ": another run holds the archive"));
      writer.sync();
    }
    open().close();
  }

  @Test
  void the_lock_of_another_process_is_released_when_it_ends() throws Exception {
    Process other = LockHolder.start(root);
    try {
      Path left = Files.writeString(root.resolve(".rfi-archiver/tmp/half.tmp"), "半");
      assertThrows(ArchiveLockedException.class, this::open);
      assertTrue(Files.exists(left), "swept without the lock");
    } finally {
      other.destroyForcibly().waitFor();
    }
    open().close();
    assertFalse(Files.exists(root.resolve(".rfi-archiver/tmp/half.tmp")));
  }

  @Test
  void a_state_folder_that_is_removed_lets_no_second_run_write_beside_the_first() throws Exception {
    Process first = LockHolder.start(root);
    try {
      assertEquals("saved", LockHolder.save(first, "a"));
      for (Path path : List.of("tmp", "lock", "").stream().map(archive::statePath).toList()) {
        try (Stream<Path> all = Files.walk(path)) {
          for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
      try (ArchiveWriter second = open()) {
        String said = LockHolder.save(first, "b");
        assertTrue(said.startsWith(archive.statePath("tmp").toString()), said);
        assertTrue(said.endsWith(": does not exist"), said);
        assertEquals("failed", LockHolder.saveState(first));
        write(second, Samples.article("c", "<p>一。</p>"));
      }
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertEquals(2, new Archive(root).names().count());
    assertEquals(Optional.empty(), archive.state("state"));
  }

  @Test
  void a_lock_file_that_is_removed_lets_no_second_run_write_beside_the_first() throws Exception {
    Process first = LockHolder.start(root);
    try {
      Files.delete(archive.statePath("lock"));
      open().close();
      assertTrue(LockHolder.save(first, "a").endsWith(": does not exist"));
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertEquals(0, new Archive(root).names().count());
  }

  @Test
  void waits_for_another_run_and_reports_it_once() throws Exception {
    List<Duration> slept = new ArrayList<>();
    List<String> said = new ArrayList<>();
    ArchiveWriter first = open();
    Sleeper untilThird =
        time -> {
          slept.add(time);
          if (slept.size() == 3) {
            try {
              first.close();
            } catch (ArchiveException e) {
              throw new AssertionError(e);
            }
          }
        };
    new LockWait(Duration.ofMinutes(1), untilThird, () -> said.add("waiting"))
        .open(new Archive(root))
        .close();
    assertEquals(3, slept.size());
    assertEquals(List.of("waiting"), said);
  }

  @Test
  void waits_no_longer_than_it_may() throws Exception {
    List<Duration> slept = new ArrayList<>();
    ArchiveWriter first = open();
    LockWait minute = new LockWait(Duration.ofMinutes(1), slept::add, () -> {});
    assertThrows(ArchiveLockedException.class, () -> minute.open(new Archive(root)));
    assertEquals(Duration.ofMinutes(1), slept.stream().reduce(Duration.ZERO, Duration::plus));
    first.close();
  }

  @Test
  void a_lock_file_that_a_dead_process_left_does_not_block() throws Exception {
    Files.createDirectories(root.resolve(".rfi-archiver"));
    Files.writeString(root.resolve(".rfi-archiver/lock"), "4711");
    open().close();
  }

  @Test
  void a_name_that_is_taken_is_never_replaced() throws Exception {
    Article other = Samples.article("a", "<p>别的字句。</p>");
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Path path = write(writer, ARTICLE);
      ArchiveException e = assertThrows(ArchiveException.class, () -> write(writer, other));
      assertEquals(path.toString(), e.subject());
      assertEquals(ArticleFile.text(ARTICLE), Files.readString(path));
      assertEquals(List.of(), temporaries());
    }
  }

  @Test
  void one_failure_among_many_articles_leaves_only_whole_files() throws Exception {
    Map<ArticleFileName, Article> articles = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      Article article = Samples.article("b" + i, ARTICLE.body());
      articles.put(ArticleFile.name(article), article);
    }
    ArticleFileName taken = List.copyOf(articles.keySet()).get(150);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Files.createDirectories(archive.path(taken));
      Map<ArticleFileName, ArchiveException> failures = writer.write(articles);
      assertEquals(Set.of(taken), failures.keySet());
      assertEquals(archive.path(taken).toString(), failures.get(taken).subject());
      assertEquals(List.of(), temporaries());
    }
    Files.delete(archive.path(taken));
    List<Path> written = new Archive(root).contents().toList();
    assertEquals(199, written.size());
    for (Path path : written) {
      assertEquals(Optional.empty(), new Archive(root).problem(path));
    }
  }

  @Test
  void a_dangling_link_in_an_article_s_place_is_not_replaced() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Files.createDirectories(root.resolve("2023/10"));
      Files.createSymbolicLink(archive.path(NAME), folder.resolve("nowhere"));
      assertThrows(ArchiveException.class, () -> write(writer, ARTICLE));
      assertFalse(Files.exists(folder.resolve("nowhere")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023", "2023/10"})
  void a_file_in_the_place_of_a_folder_is_an_error_with_its_path(String place) throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Files.createDirectories(root.resolve(place).getParent());
      Path file = Files.writeString(root.resolve(place), "x");
      List<String> before = Samples.tree(root);
      ArchiveException e = assertThrows(ArchiveException.class, () -> write(writer, ARTICLE));
      assertEquals(file + ": is not a folder", e.getMessage());
      assertEquals(before, Samples.tree(root));
    }
  }

  @Test
  void a_write_that_fails_leaves_nothing() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Path tmp = root.resolve(".rfi-archiver/tmp");
      Files.delete(only(tmp));
      Files.delete(tmp);
      Files.writeString(tmp, "x");
      assertThrows(ArchiveException.class, () -> write(writer, ARTICLE));
      assertThrows(ArchiveException.class, () -> writer.writeState("pending", "x"));
      assertFalse(Files.exists(root.resolve("2023")));
      assertEquals(Optional.empty(), archive.state("pending"));
      assertEquals(List.of(), archive.find(ARTICLE.url(), List.of()));
    }
  }

  @Test
  void names_the_file_that_failed_where_the_archive_s_own_path_is_relative() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(root);
    try (ArchiveWriter writer = ArchiveWriter.open(new Archive(relative))) {
      Path tmp = only(relative.resolve(".rfi-archiver/tmp"));
      Files.delete(tmp);
      Files.writeString(tmp, "x");
      ArchiveException e =
          assertThrows(ArchiveException.class, () -> writer.writeState("pending", "x"));
      assertEquals(tmp.resolve("pending.tmp").toString(), e.subject());
    }
  }

  @Test
  void a_move_that_fails_leaves_no_temporary_file() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Files.createDirectories(archive.statePath("pending").resolve("x"));
      assertThrows(ArchiveException.class, () -> writer.writeState("pending", "六"));
      assertEquals(List.of(), temporaries());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".rfi-archiver", ".rfi-archiver/tmp", ".rfi-archiver/lock"})
  void refuses_state_that_is_a_symbolic_link(String place) throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path target =
        place.endsWith("lock") ? Files.writeString(elsewhere.resolve("x"), "x") : elsewhere;
    Files.createDirectories(root.resolve(place).getParent());
    Files.createSymbolicLink(root.resolve(place), target);
    List<String> before = Samples.tree(elsewhere);
    ArchiveException e = assertThrows(ArchiveException.class, this::open);
    assertEquals(
        root.resolve(place) + ": is a symbolic link; an archive follows none", e.getMessage());
    assertEquals(before, Samples.tree(elsewhere));
  }

  @Test
  void writes_no_state_through_a_symbolic_link_without_the_lock_either() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve(".rfi-archiver"), elsewhere);
    Archive archive = new Archive(root);
    assertThrows(
        ArchiveException.class, () -> ArchiveWriter.replaceState(archive, "completeness.json", ""));
    assertEquals(List.of(), Samples.tree(elsewhere));
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void refuses_state_that_is_a_pipe_and_never_waits_for_its_other_end() throws Exception {
    Path state = root.resolve(".rfi-archiver");
    Files.createDirectories(state);
    makePipe(state.resolve("lock"));
    ArchiveException lock = assertThrows(ArchiveException.class, this::open);
    assertEquals(state.resolve("lock") + ": is not a file", lock.getMessage());
    Files.delete(state.resolve("lock"));
    Files.delete(state.resolve("tmp"));
    Files.delete(state);
    makePipe(state);
    ArchiveException names = assertThrows(ArchiveException.class, () -> archive.stateNames(".*"));
    assertEquals(state + ": is not a folder", names.getMessage());
  }

  private static void makePipe(Path path) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
  }

  @Test
  void refuses_a_folder_in_the_place_of_the_lock() throws Exception {
    Path lock = Files.createDirectories(root.resolve(".rfi-archiver/lock"));
    ArchiveException e = assertThrows(ArchiveException.class, this::open);
    assertEquals(lock + ": is not a file", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023", "2023/10"})
  void never_writes_through_a_symbolic_link(String place) throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Files.createDirectories(root.resolve(place).getParent());
      Path link = Files.createSymbolicLink(root.resolve(place), elsewhere);
      ArchiveException e = assertThrows(ArchiveException.class, () -> write(writer, ARTICLE));
      assertEquals(link + ": is a symbolic link; an archive follows none", e.getMessage());
      assertEquals(List.of(), Samples.tree(elsewhere));
    }
  }

  @Test
  void the_archive_itself_may_be_a_symbolic_link() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Files.createSymbolicLink(root, disk);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      write(writer, ARTICLE);
      assertThrows(
          ArchiveLockedException.class, () -> ArchiveWriter.open(new Archive(disk)).close());
    }
    assertEquals(List.of(NAME), new Archive(disk).names().toList());
  }

  @Test
  void a_state_file_is_replaced_as_a_whole() throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      writer.writeState("pending", "一二三四五");
      Object first = Files.getAttribute(archive.statePath("pending"), "unix:ino");
      writer.writeState("pending", "六");
      assertEquals(Optional.of("六"), archive.state("pending"));
      // If it were overwritten in place, a crash would leave half of it.
      assertFalse(first.equals(Files.getAttribute(archive.statePath("pending"), "unix:ino")));
    }
    assertEquals(List.of(), temporaries());
  }

  @Test
  void a_state_file_that_is_a_symbolic_link_is_replaced_and_its_target_unchanged()
      throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "别动");
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Files.createSymbolicLink(archive.statePath("pending"), target);
      writer.writeState("pending", "六");
    }
    assertEquals("别动", Files.readString(target));
    assertEquals(Optional.of("六"), archive.state("pending"));
  }

  @Test
  void an_archive_in_the_place_of_a_file_is_refused() throws Exception {
    Files.writeString(root, "x");
    ArchiveException e = assertThrows(ArchiveException.class, this::open);
    assertEquals(root + ": is not a folder", e.getMessage());
  }

  private static Path only(Path folder) throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findFirst().orElseThrow();
    }
  }

  /** The temporary files of all writers. */
  private List<String> temporaries() {
    return Samples.tree(root.resolve(".rfi-archiver/tmp")).stream()
        .filter(path -> path.contains("/"))
        .toList();
  }

  private Path write(ArchiveWriter writer, Article article) throws ArchiveException {
    for (ArchiveException failure :
        writer.write(Map.of(ArticleFile.name(article), article)).values()) {
      throw failure;
    }
    return archive.path(ArticleFile.name(article));
  }

  private ArchiveWriter open() throws ArchiveException {
    return ArchiveWriter.open(new Archive(root));
  }
}
