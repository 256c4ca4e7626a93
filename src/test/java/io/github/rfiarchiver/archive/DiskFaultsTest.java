package io.github.rfiarchiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.archive.raw.RawExchange;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.disk.FaultyDisk;
import io.github.rfiarchiver.disk.FaultyDisk.Operation;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives on disks that fail, or that other programs write to. */
@Timeout(60)
class DiskFaultsTest {
  private static final Instant NOW = Instant.parse("2023-10-29T05:00:00Z");
  private static final String BODY = "<p>工匠用了两年。</p>";
  private static final List<Instant> OCTOBER = List.of(Samples.PUBLISHED);

  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private Path root;

  @BeforeEach
  void names_an_archive() {
    root = folder.resolve("news");
  }

  private Archive archive() {
    return new Archive(disk.path(root));
  }

  /** Saves articles in a run of its own. */
  private List<SaveResult> save(Article... articles) throws ArchiveException {
    Archive archive = archive();
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      List<SaveResult> results = Samples.save(store(archive, writer), offers(List.of(articles)));
      writer.sync();
      return results;
    }
  }

  private static ArticleStore store(Archive archive, ArchiveWriter writer) {
    return new ArticleStore(archive, writer, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static List<NewArticle> offers(List<Article> articles) {
    return articles.stream().map(a -> Samples.offer(a, List.of(a.published()))).toList();
  }

  private static List<Article> articles(int number) {
    return IntStream.range(0, number).mapToObj(i -> Samples.article("a" + i, BODY)).toList();
  }

  private static List<String> kinds(List<SaveResult> results) {
    return results.stream()
        .map(
            result ->
                result instanceof SaveResult.Saved saved
                    ? saved.getClass().getSimpleName()
                    : "Failed")
        .toList();
  }

  /** The slugs of the articles in whole files; there are no other files. */
  private Set<String> whole() throws Exception {
    Archive archive = new Archive(root);
    for (Path path : archive.contents().toList()) {
      assertEquals(Optional.empty(), archive.problem(path), path.toString());
    }
    List<String> slugs = new ArrayList<>();
    for (ArticleFileName name : archive.names().toList()) {
      slugs.add(archive.read(name).url().toString().replaceFirst(".*/", ""));
    }
    return Set.copyOf(slugs);
  }

  private static Set<String> slugs(List<SaveResult> results) {
    return results.stream()
        .filter(SaveResult.Saved.class::isInstance)
        .map(result -> ((SaveResult.Saved) result).text().article().url().toString())
        .map(address -> address.replaceFirst(".*/", ""))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({
    "STAT, news",
    "STAT, 2023",
    "STAT, 10",
    "LIST, news",
    "LIST, 2023",
    "LIST, 10",
  })
  void a_folder_that_cannot_be_read_is_an_error_and_not_empty(Operation fails, String name)
      throws Exception {
    save(Samples.article("a", BODY));
    disk.failing(fails, path -> path.endsWith(name));
    List<Throwable> said = new ArrayList<>();
    if (name.equals("news") && fails == Operation.STAT) {
      said.add(assertThrows(ArchiveException.class, () -> archive().exists()));
    } else {
      said.add(
          assertThrows(Exception.class, () -> archive().find(Samples.address("a"), List.of())));
      said.add(assertThrows(Exception.class, () -> archive().names().toList()));
      said.add(assertThrows(Exception.class, () -> archive().contents().toList()));
    }
    if (name.equals("10")) {
      said.add(assertThrows(Exception.class, () -> archive().names(YearMonth.of(2023, 10))));
      said.add(
          assertThrows(
              ArchiveException.class, () -> archive().find(Samples.address("a"), OCTOBER)));
    }
    for (Throwable e : said) {
      assertTrue(e instanceof ArchiveException || e instanceof UncheckedIOException, e.toString());
    }
  }

  @Test
  void a_folder_that_fails_while_it_is_listed_is_an_error_and_not_truncated() throws Exception {
    save(Samples.article("a", BODY));
    int[] calls = {0};
    disk.failing(Operation.LIST, path -> path.endsWith("10") && ++calls[0] == 2);
    assertThrows(ArchiveException.class, () -> archive().find(Samples.address("a"), OCTOBER));
  }

  @Test
  void a_folder_that_fails_with_what_the_JDK_does_not_declare_is_named() throws Exception {
    save(Samples.article("a", BODY));
    disk.with(
        (operation, path) -> {
          if (operation == Operation.LIST) {
            throw new Exception("close() failed");
          }
        });
    ArchiveException failure =
        assertThrows(ArchiveException.class, () -> archive().find(Samples.address("a"), OCTOBER));
    assertEquals(root.resolve("2023/10") + ": close() failed", failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = {"STAT", "OPEN", "READ"})
  void a_state_file_that_cannot_be_read_is_an_error_and_not_absent(Operation fails)
      throws Exception {
    try (ArchiveWriter writer = ArchiveWriter.open(archive())) {
      writer.writeState("pending.json", "[]");
    }
    disk.failing(fails, path -> path.endsWith("pending.json"));
    ArchiveException e =
        assertThrows(ArchiveException.class, () -> archive().state("pending.json"));
    assertEquals(root.resolve(".rfi-archiver/pending.json").toString(), e.subject());
  }

  @ParameterizedTest
  @EnumSource(names = {"STAT", "LIST"})
  void state_whose_attributes_cannot_be_read_is_an_error_and_not_absent(Operation fails)
      throws Exception {
    save(Samples.article("a", BODY));
    disk.failing(fails, path -> path.endsWith(".rfi-archiver"));
    assertThrows(ArchiveException.class, () -> archive().stateNames(".*"));
  }

  @Test
  void raw_captures_whose_folder_cannot_be_read_are_an_error_and_not_absent() throws Exception {
    Files.createDirectories(root.resolve("raw/2023/10"));
    disk.failing(Operation.STAT, path -> path.endsWith("raw"));
    assertThrows(ArchiveException.class, () -> RawStore.files(archive()));
  }

  @Test
  void of_raw_captures_the_folder_that_cannot_be_read_is_named_with_the_reason() throws Exception {
    Path month = Files.createDirectories(root.resolve("raw/2023/10"));
    disk.failing(Operation.LIST, path -> path.endsWith("10"));
    ArchiveException e = assertThrows(ArchiveException.class, () -> RawStore.files(archive()));
    assertEquals(month.toString(), e.subject());
    assertEquals("Input/output error", e.reason());
  }

  @Test
  void raw_captures_that_cannot_be_opened_are_a_problem_of_their_file() throws Exception {
    Path file = Files.createFile(folder.resolve("x.warc.gz"));
    disk.failing(Operation.OPEN, path -> path.endsWith("x.warc.gz"));
    assertEquals(Optional.of("Input/output error"), RawStore.problem(disk.path(file)));
  }

  @Test
  void an_archive_that_cannot_be_opened_is_not_locked_afterwards() throws Exception {
    save(Samples.article("a", BODY));
    disk.failing(Operation.MAKE_FOLDER, path -> path.getParent().endsWith("tmp"));
    assertThrows(ArchiveException.class, () -> save(Samples.article("b", BODY)));
    disk.repaired();
    assertEquals(List.of("Added"), kinds(save(Samples.article("b", BODY))));
  }

  @Test
  void a_year_whose_folder_cannot_be_made_costs_no_article_of_another_year() throws Exception {
    disk.failing(Operation.MAKE_FOLDER, path -> path.endsWith("2022"));
    Article earlier = Samples.article("a", BODY).publishedAt(Instant.parse("2022-10-29T05:00:00Z"));
    assertEquals(List.of("Failed", "Added"), kinds(save(earlier, Samples.article("b", BODY))));
  }

  @Test
  void only_a_parent_that_may_not_be_opened_need_not_be_forced() throws Exception {
    Files.createDirectory(root);
    disk.failing(Operation.OPEN, path -> path.endsWith(folder.getFileName()));
    assertThrows(ArchiveException.class, () -> save(Samples.article("a", BODY)));
    disk.repaired()
        .with(
            (operation, path) -> {
              if (operation == Operation.OPEN && path.endsWith(folder.getFileName())) {
                throw new AccessDeniedException(path.toString());
              }
            });
    assertEquals(List.of("Added"), kinds(save(Samples.article("a", BODY))));
  }

  @Test
  void state_whose_temporary_file_cannot_be_made_is_an_error() throws Exception {
    disk.failing(Operation.OPEN, path -> path.toString().contains("unlocked-"));
    assertThrows(
        ArchiveException.class, () -> ArchiveWriter.replaceState(archive(), "x.json", "{}"));
  }

  @Test
  void a_file_whose_attributes_cannot_be_read_is_not_empty() throws Exception {
    Article article = Samples.article("a", BODY);
    save(article);
    ArticleFileName name = ArticleFile.name(article);
    disk.failing(Operation.STAT, path -> path.endsWith(name.toString()));
    assertThrows(UncheckedIOException.class, () -> archive().size(archive().path(name)));
    assertEquals(Optional.of("Input/output error"), archive().problem(archive().path(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"news", ".rfi-archiver", "tmp", "lock"})
  void an_archive_whose_attributes_cannot_be_read_is_not_opened(String name) throws Exception {
    save(Samples.article("a", BODY));
    disk.failing(Operation.STAT, path -> path.endsWith(name))
        .failing(Operation.OPEN, path -> path.endsWith(name));
    assertThrows(ArchiveException.class, () -> save(Samples.article("b", BODY)));
    disk.repaired();
    save(Samples.article("b", BODY));
    assertEquals(Set.of("a", "b"), whole());
  }

  @Test
  void saved_articles_survive_a_power_cut() throws Exception {
    assertEquals(List.of("Added", "Added"), kinds(save(articles(2).toArray(Article[]::new))));
    disk.powerCut();
    assertEquals(Set.of("a0", "a1"), whole());
  }

  @Test
  void raw_captures_are_on_disk_before_the_articles_are() throws Exception {
    Archive archive = archive();
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      RawStore raw = writer.keepRaw("x/1", "sha256:00", Clock.fixed(NOW, ZoneOffset.UTC));
      String page = "https://www.rfi.fr/cn/a0";
      List<HttpHeader> none = List.of();
      raw.keep(
          page,
          List.of(new RawExchange(NOW, page, none, "http/1.1", 200, "OK", none, new byte[9])));
      Samples.save(store(archive, writer), offers(articles(1)));
      disk.powerCut();
    }
    Path file = disk.path(root.resolve("raw/2023/10/20231029T050000Z.warc.gz"));
    assertEquals(List.of(file), RawStore.files(archive));
    assertEquals(Optional.empty(), RawStore.problem(file));
  }

  @Test
  void raw_captures_of_an_interrupted_thread_are_kept_and_do_not_fail_the_run() throws Exception {
    Archive archive = new Archive(root);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      RawStore raw = writer.keepRaw("x/1", "sha256:00", Clock.fixed(NOW, ZoneOffset.UTC));
      Thread.currentThread().interrupt();
      raw.keep("https://www.rfi.fr/cn/a0", List.of());
      assertTrue(Thread.interrupted(), "an interrupt is not lost");
      raw.publish(Map.of());
    }
    Path file = root.resolve("raw/2023/10/20231029T050000Z.warc.gz");
    assertEquals(Optional.empty(), RawStore.problem(file));
  }

  @Test
  void articles_of_another_year_in_a_later_batch_survive_a_power_cut() throws Exception {
    Archive archive = archive();
    List<Article> articles = articles(2);
    Article later = articles.get(1).publishedAt(Instant.parse("2024-01-02T00:00:00Z"));
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Samples.save(store(archive, writer), offers(articles.subList(0, 1)));
      writer.sync();
      Samples.save(store(archive, writer), offers(List.of(later)));
      writer.sync();
      disk.powerCut();
    }
    assertEquals(Set.of("a0", "a1"), whole());
  }

  @Test
  void a_state_file_survives_a_power_cut_with_the_articles_before_it() throws Exception {
    Archive archive = archive();
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      Samples.save(store(archive, writer), offers(articles(1)));
      writer.writeState("pending.json", "一");
      disk.powerCut();
      assertEquals(Optional.of("一"), archive.state("pending.json"));
      assertEquals(Set.of("a0"), whole());
    }
  }

  @Test
  void state_that_is_written_without_the_lock_survives_a_power_cut_and_leaves_nothing_else()
      throws Exception {
    Archive archive = archive();
    save(articles(1).toArray(Article[]::new));
    ArchiveWriter.replaceState(archive, "completeness.json", "一");
    assertEquals(List.of(), archive.stateNames("unlocked-.*"));
    disk.powerCut();
    assertEquals(Optional.of("一"), archive.state("completeness.json"));
  }

  @Test
  void what_is_appended_to_a_state_file_survives_a_power_cut() throws Exception {
    Archive archive = archive();
    LockWait wait = new LockWait(Duration.ZERO, time -> {}, () -> {});
    BatchSaver saver = new BatchSaver(archive, () -> wait, Clock.systemUTC());
    try (ArchiveLock alone = saver.alone()) {
      saver.writeState("backfill", "一");
      saver.appendState("backfill", "二");
      disk.powerCut();
      assertEquals(Optional.of("一二"), archive.state("backfill"), () -> "with " + alone);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "WRITE", "FORCE"})
  void what_cannot_be_appended_to_a_state_file_is_an_error_and_leaves_no_part_of_it(Operation fails)
      throws Exception {
    Archive archive = archive();
    ArchiveWriter.replaceState(archive, "backfill", "一");
    disk.failing(fails, path -> path.endsWith("backfill"));
    ArchiveException e =
        assertThrows(
            ArchiveException.class, () -> ArchiveWriter.appendState(archive, "backfill", "二"));
    assertEquals(root.resolve(".rfi-archiver/backfill").toString(), e.subject());
    assertEquals("一", Files.readString(root.resolve(".rfi-archiver/backfill")));
  }

  @Test
  void no_state_is_on_disk_before_the_articles_are() throws Exception {
    Archive archive = archive();
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      writer.writeState("pending.json", "一");
      Samples.save(store(archive, writer), offers(articles(1)));
      disk.failing(Operation.FORCE, path -> path.endsWith("2023/10"));
      assertThrows(ArchiveException.class, () -> writer.writeState("pending.json", "二"));
      assertEquals(Optional.of("一"), archive.state("pending.json"));
    }
  }

  @Test
  void an_article_that_a_killed_run_did_not_force_is_forced_once_it_is_known() throws Exception {
    disk.killedAt(Operation.FORCE, path -> path.endsWith("2023/10"));
    assertThrows(ArchiveException.class, () -> save(articles(1).get(0)));
    disk.repaired();
    assertEquals(List.of("Unchanged"), kinds(save(articles(1).get(0))));
    disk.powerCut();
    assertEquals(Set.of("a0"), whole());
  }

  @Test
  void a_folder_that_cannot_be_forced_is_retried() throws Exception {
    Archive archive = archive();
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      List<SaveResult> results = Samples.save(store(archive, writer), offers(articles(1)));
      assertEquals(List.of("Added"), kinds(results));
      disk.failing(Operation.FORCE, path -> path.endsWith("2023/10"));
      ArchiveException e = assertThrows(ArchiveException.class, writer::sync);
      assertEquals(root.resolve("2023/10").toString(), e.subject());
      disk.repaired();
      writer.sync();
    }
    disk.powerCut();
    assertEquals(Set.of("a0"), whole());
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "WRITE", "FORCE", "CLOSE"})
  void an_article_that_cannot_be_written_does_not_affect_others(Operation fails) throws Exception {
    List<Article> articles = articles(40);
    int[] seen = {0};
    Set<String> third = new HashSet<>();
    disk.failing(
        fails,
        path -> {
          if (path.toString().endsWith(".txt.tmp")) {
            seen[0]++;
            if (seen[0] == 3) {
              third.add(path.toString());
            }
          }
          return third.contains(path.toString());
        });
    List<SaveResult> results = save(articles.toArray(Article[]::new));
    assertEquals(39, slugs(results).size());
    assertEquals(slugs(results), whole());
    assertEquals(List.of(), Samples.tree(root.resolve(".rfi-archiver/tmp")));
  }

  @Test
  void a_disk_on_which_the_time_of_a_file_cannot_be_set_has_the_articles() throws Exception {
    disk.failing(Operation.SET_TIME, path -> true);
    assertEquals(3, slugs(save(articles(3).toArray(Article[]::new))).size());
    assertEquals(3, whole().size());
  }

  @Test
  void a_run_on_a_disk_that_fills_up_reports_exactly_what_it_saved() throws Exception {
    int[] left = {37};
    disk.with(
        (operation, path) -> {
          if (operation == Operation.WRITE && path.toString().endsWith(".txt.tmp")) {
            if (--left[0] < 0) {
              throw new FileSystemException(path.toString(), null, "No space left on device");
            }
          }
        });
    List<SaveResult> results = save(articles(100).toArray(Article[]::new));
    assertEquals(37, slugs(results).size());
    assertEquals(slugs(results), whole());
  }

  @Test
  void a_checked_exception_that_the_JDK_does_not_declare_is_a_failure_without_its_class_name()
      throws Exception {
    disk.with(
        (operation, path) -> {
          if (operation == Operation.SET_TIME) {
            throw new Exception("close() failed");
          }
        });
    SaveResult result = save(articles(1).get(0)).get(0);
    assertEquals(
        "close() failed", assertInstanceOf(SaveResult.Failed.class, result).cause().reason());
  }

  private enum Links {
    WORK,
    NOT_SUPPORTED,
    NOT_PERMITTED
  }

  /** Another program creates a file just before ours is published. */
  private void placing(Links links, Map<Path, String> files) {
    disk.with(
        (operation, path) -> {
          boolean publishes = operation == (links == Links.WORK ? Operation.LINK : Operation.STAT);
          String text = files.get(path);
          if (publishes && text != null && published) {
            Files.createDirectories(path.getParent());
            if (!Files.exists(path)) {
              Files.writeString(path, text);
            }
          }
          published |= operation == Operation.LINK;
          if (operation == Operation.LINK && links == Links.NOT_SUPPORTED) {
            throw new UnsupportedOperationException();
          }
          if (operation == Operation.LINK && links == Links.NOT_PERMITTED) {
            throw new FileSystemException(path.toString(), null, "Operation not permitted");
          }
        });
    published = links == Links.WORK;
  }

  private boolean published;

  @ParameterizedTest
  @EnumSource
  void saves_with_and_without_hard_links(Links links) throws Exception {
    placing(links, Map.of());
    assertEquals(List.of("Added", "Added"), kinds(save(articles(2).toArray(Article[]::new))));
    disk.powerCut();
    assertEquals(Set.of("a0", "a1"), whole());
    assertEquals(List.of(), Samples.tree(root.resolve(".rfi-archiver/tmp")));
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_name_that_is_taken_again_and_again_fails_its_article() throws Exception {
    disk.with(
        (operation, path) -> {
          if (operation == Operation.LINK) {
            throw new FileAlreadyExistsException(path.toString());
          }
        });
    assertEquals(List.of("Failed"), kinds(save(Samples.article("a", BODY))));
  }

  @Test
  void an_article_whose_name_is_free_is_written_once_only_where_that_fails() throws Exception {
    int[] written = {0};
    disk.with(
        (operation, path) -> {
          if (operation == Operation.LINK) {
            written[0]++;
            throw new AccessDeniedException(path.toString());
          }
        });
    assertEquals(List.of("Failed"), kinds(save(Samples.article("a", BODY))));
    assertEquals(1, written[0]);
  }

  @ParameterizedTest
  @EnumSource
  void a_file_that_another_program_places_under_the_name_is_never_replaced(Links links)
      throws Exception {
    Article same = Samples.article("a", BODY);
    Article edited = Samples.article("b", BODY);
    Path samePath = new Archive(root).path(ArticleFile.name(same));
    Path editedPath = new Archive(root).path(ArticleFile.name(edited));
    String theirs = ArticleFile.text(Samples.article("b", "<p>别的字句。</p>"));
    placing(links, Map.of(samePath, ArticleFile.text(same), editedPath, theirs));
    assertEquals(List.of("Unchanged", "Revised"), kinds(save(same, edited)));
    assertEquals(theirs, Files.readString(editedPath));
    assertEquals(Set.of("a", "b"), whole());
    assertEquals(3, new Archive(root).names().count());
  }

  @ParameterizedTest
  @EnumSource
  void a_revision_whose_name_is_taken_gets_the_next_free_second(Links links) throws Exception {
    Article first = Samples.article("a", BODY);
    save(first);
    ArticleFileName taken = ArticleFile.name(first).revisedAt(NOW);
    String theirs = ArticleFile.text(Samples.article("a", "<p>他们的字句。</p>"));
    Path path = new Archive(root).path(taken);
    placing(links, Map.of(path, theirs));
    List<SaveResult> results = save(Samples.article("a", "<p>我们的字句。</p>"));
    assertEquals(List.of("Revised"), kinds(results));
    assertEquals(
        new Archive(root).path(taken.revisedAt(NOW.plusSeconds(1))).toString(),
        Samples.saved(results.get(0)).text().path().toString());
    assertEquals(theirs, Files.readString(path));
    assertEquals(3, new Archive(root).names().count());
  }

  @Test
  void a_temporary_file_that_cannot_be_deleted_does_not_unpublish_the_article() throws Exception {
    disk.failing(Operation.DELETE, path -> path.toString().endsWith(".txt.tmp"));
    Archive archive = archive();
    ArchiveWriter writer = ArchiveWriter.open(archive);
    assertEquals(
        List.of("Added"), kinds(Samples.save(store(archive, writer), offers(articles(1)))));
    writer.close();
    disk.repaired();
    assertEquals(List.of("Unchanged"), kinds(save(articles(1).get(0))));
    assertEquals(Set.of("a0"), whole());
    assertEquals(List.of(), Samples.tree(root.resolve(".rfi-archiver/tmp")));
  }

  /** A kill and a power cut at every single call: nothing that was reported is lost. */
  @Test
  void a_run_killed_anywhere_leaves_whole_files_and_the_next_run_completes_it() throws Exception {
    Article[] articles = articles(3).toArray(Article[]::new);
    for (int call = 1; ; call++) {
      root = folder.resolve("news" + call);
      FaultyDisk killed = new FaultyDisk();
      killed.killedAt(call);
      Archive archive = new Archive(killed.path(root));
      boolean ended = false;
      try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
        Samples.save(store(archive, writer), offers(List.of(articles)));
        writer.writeState("pending.json", "[]");
        ended = true;
      } catch (ArchiveException e) {
        assertInstanceOf(String.class, e.subject());
      }
      assertTrue(Files.notExists(root) || whole().size() <= 3);
      killed.repaired();
      Archive next = new Archive(killed.path(root));
      try (ArchiveWriter writer = ArchiveWriter.open(next)) {
        assertEquals(3, slugs(Samples.save(store(next, writer), offers(List.of(articles)))).size());
        writer.writeState("pending.json", "[]");
      }
      killed.powerCut();
      assertEquals(Set.of("a0", "a1", "a2"), whole(), "killed at call " + call);
      assertEquals(Optional.of("[]"), new Archive(root).state("pending.json"));
      if (ended) {
        return;
      }
    }
  }

  @Test
  void folders_that_cannot_be_read_are_told_once_and_cost_no_others_where_that_is_tolerated()
      throws Exception {
    save(Samples.article("a", BODY));
    Path month = Files.createDirectories(root.resolve("2021/05"));
    Path year = Files.createDirectories(root.resolve("2022"));
    Path raw = Files.createDirectories(root.resolve("raw/2022"));
    Path capture = Files.createFile(Files.createDirectory(root.resolve("raw/2023")).resolve("x"));
    Set<Path> bad = Set.of(month, year, raw);
    disk.failing(Operation.LIST, path -> bad.contains(Path.of(path.toString())));
    List<String> told = new ArrayList<>();
    Archive archive = archive().tolerating(e -> told.add(e.subject()));
    for (int i = 0; i < 2; i++) {
      assertEquals(1, archive.names().count());
      assertEquals(1, archive.contents().count());
      assertEquals(List.of(capture.toString()), strings(RawStore.files(archive)));
      assertEquals(strings(List.of(year, month, raw)), told);
    }
    assertThrows(ArchiveException.class, () -> archive().names());
    assertThrows(ArchiveException.class, () -> RawStore.files(archive()));
  }

  private static List<String> strings(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }
}
