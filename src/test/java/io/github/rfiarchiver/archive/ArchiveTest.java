package io.github.rfiarchiver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final ArticleUrl ADDRESS = Samples.address("a");
  private static final YearMonth OCTOBER = YearMonth.of(2023, 10);

  @TempDir Path root;

  @Test
  void a_folder_that_does_not_exist_is_an_empty_archive() throws ArchiveException {
    Archive archive = new Archive(root.resolve("none"));
    assertFalse(archive.exists());
    assertEquals(List.of(), found(archive, ADDRESS, List.of()));
    assertEquals(List.of(), archive.names().toList());
    assertEquals(List.of(), archive.contents().toList());
    assertEquals(Optional.empty(), archive.state("pending"));
    assertEquals(List.of(), archive.stateNames(".*"));
  }

  @Test
  void finds_an_article_in_and_beside_its_months() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    for (YearMonth near : List.of(OCTOBER.minusMonths(1), OCTOBER, OCTOBER.plusMonths(1))) {
      assertEquals(List.of(name), found(new Archive(root), ADDRESS, List.of(near)));
    }
  }

  @Test
  void finds_an_article_in_any_month_if_it_is_not_near() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    put("b", Instant.parse("2020-02-01T00:00:00Z"));
    for (int months : List.of(2, -2, 400, -1200)) {
      assertEquals(
          List.of(name), found(new Archive(root), ADDRESS, List.of(OCTOBER.plusMonths(months))));
    }
  }

  @Test
  void does_not_read_other_months_if_an_article_is_near() throws Exception {
    ArticleFileName near = put("a", Samples.PUBLISHED);
    put("a", Instant.parse("2020-02-01T00:00:00Z"));
    assertEquals(List.of(near), found(new Archive(root), ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void reads_the_names_of_all_months_once() throws Exception {
    put("b", Instant.parse("2020-02-01T00:00:00Z"));
    Archive archive = new Archive(root);
    assertEquals(List.of(), found(archive, ADDRESS, List.of(OCTOBER)));
    put("a", Instant.parse("2020-02-02T00:00:00Z"));
    put("a", Instant.parse("2021-02-02T00:00:00Z"));
    assertEquals(List.of(), found(archive, ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void a_file_larger_than_any_article_is_not_read_and_still_counts_as_saved() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Samples.stretch(path(name), 900L << 20);
    Archive archive = new Archive(root);
    assertEquals(List.of(name), found(archive, ADDRESS, List.of(OCTOBER)));
    assertEquals(Optional.of(ArticleFile.TOO_LARGE), archive.problem(path(name)));
    Samples.stretch(path(name), ArticleFile.LARGEST + 1L);
    assertEquals(Optional.of(ArticleFile.TOO_LARGE), archive.problem(path(name)));
    Samples.stretch(path(name), ArticleFile.LARGEST);
    assertEquals(
        Optional.of("does not end in a line feed: it may be cut off"), archive.problem(path(name)));
  }

  @Test
  void an_article_whose_file_is_cut_off_behind_its_header_is_not_held() throws Exception {
    Path file = path(put("a", Samples.PUBLISHED));
    byte[] whole = Files.readAllBytes(file);
    assertTrue(new Archive(root).holds(ADDRESS));
    int head = new String(whole, UTF_8).replaceFirst("(?s)<p>.*", "").getBytes(UTF_8).length;
    for (int length = head; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertFalse(new Archive(root).holds(ADDRESS), "cut to " + length + " bytes");
    }
  }

  @Test
  void finds_an_article_across_the_end_of_a_year() throws Exception {
    ArticleFileName name = put("a", Instant.parse("2022-12-31T23:00:00Z"));
    assertEquals(List.of(name), found(new Archive(root), ADDRESS, List.of(YearMonth.of(2023, 1))));
  }

  @Test
  void finds_an_article_in_all_months_where_none_is_named() throws Exception {
    ArticleFileName name = put("a", Instant.parse("1999-02-03T04:05:06Z"));
    put("b", Samples.PUBLISHED);
    assertEquals(List.of(name), found(new Archive(root), ADDRESS, List.of()));
  }

  @Test
  void finds_the_first_text_before_its_revisions() throws Exception {
    ArticleFileName first = put("a", Samples.PUBLISHED);
    ArticleFileName later = first.revisedAt(Instant.parse("2023-11-02T00:00:00Z"));
    ArticleFileName late = first.revisedAt(Instant.parse("2023-11-01T00:00:00Z"));
    Files.copy(path(first), path(later));
    Files.copy(path(first), path(late));
    assertEquals(List.of(first, late, later), found(new Archive(root), ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void a_file_with_the_same_key_and_another_URL_is_another_article() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Article other = Samples.article("b", "<p>另一篇</p>");
    Files.writeString(path(name), ArticleFile.text(other));
    assertEquals(List.of(), found(new Archive(root), ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void a_damaged_file_still_counts_as_saved() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Files.writeString(path(name), "");
    assertEquals(List.of(name), found(new Archive(root), ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void a_file_in_the_wrong_folder_is_not_found_but_is_among_the_contents() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Path astray = Files.createDirectories(root.resolve("2023/11")).resolve(name.toString());
    Files.move(path(name), astray);
    Archive archive = new Archive(root);
    assertEquals(List.of(), found(archive, ADDRESS, List.of(OCTOBER)));
    assertEquals(List.of(), archive.names().toList());
    assertEquals(List.of(astray), archive.contents().toList());
    assertEquals(
        Optional.of("is not in the folder of its month, 2023/10"), archive.problem(astray));
  }

  @Test
  void lists_names_by_date_through_months_and_years() throws Exception {
    ArticleFileName newest = put("d", Instant.parse("2024-01-01T00:00:00Z"));
    ArticleFileName second = put("b", Samples.PUBLISHED);
    ArticleFileName third = put("c", Samples.PUBLISHED.plus(Duration.ofDays(10)));
    ArticleFileName oldest = put("a", Instant.parse("0999-05-05T00:00:00Z"));
    assertEquals(List.of(oldest, second, third, newest), new Archive(root).names().toList());
  }

  @Test
  void ignores_files_that_are_not_article_files() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    for (String folder : List.of(".git/10", "2023/13", "2023/1", "20231/10", "２０２３/10", "x")) {
      Files.copy(
          path(name), Files.createDirectories(root.resolve(folder)).resolve(name.toString()));
    }
    Files.writeString(root.resolve("2023/10/notes.txt"), "x");
    assertEquals(List.of(name), new Archive(root).names().toList());
    assertEquals(1, new Archive(root).find(Samples.address("a"), List.of()).size());
    assertEquals(List.of(OCTOBER), new Archive(root).months());
  }

  @Test
  void files_in_the_place_of_folders_are_skipped_and_reported() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Path year = Files.writeString(root.resolve("2022"), "x");
    Path month = Files.writeString(root.resolve("2023/11"), "x");
    Archive archive = new Archive(root);
    assertEquals(List.of(name), archive.names().toList());
    assertEquals(List.of(name), found(archive, ADDRESS, List.of()));
    assertEquals(List.of(year, path(name), month), archive.contents().toList());
    assertEquals(Optional.of("is in the place of a folder"), archive.problem(year));
    assertEquals(Optional.of("is in the place of a folder"), archive.problem(month));
    assertEquals(Optional.empty(), archive.problem(path(name)));
  }

  @Test
  void what_is_beside_the_months_of_a_year_is_among_the_contents() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Path nested = Files.createDirectories(root.resolve("2023/2023/10")).resolveSibling("");
    Path stray = Files.copy(path(name), root.resolve("2023").resolve(name.toString()));
    Archive archive = new Archive(root);
    assertEquals(List.of(name), archive.names().toList());
    assertEquals(List.of(path(name), nested, stray), archive.contents().toList());
    assertEquals(Optional.of("is not a file"), archive.problem(nested));
    assertEquals(Optional.of("is not in the folder of its month, 2023/10"), archive.problem(stray));
    assertEquals(List.of(), archive.misplaced());
  }

  @Test
  void never_follows_a_symbolic_link_to_a_year_or_a_month(@TempDir Path elsewhere)
      throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    for (String place : List.of("2023", "2023/10")) {
      Path target = elsewhere.resolve(place.replace('/', '-'));
      Files.move(root.resolve(place), target);
      Path link = Files.createSymbolicLink(root.resolve(place), target);
      Archive archive = new Archive(root);
      assertEquals(List.of(), archive.names().toList());
      assertEquals(List.of(), found(archive, ADDRESS, List.of(OCTOBER)));
      assertEquals(List.of(link), archive.contents().toList());
      assertEquals(
          Optional.of("is a symbolic link; an archive follows none"), archive.problem(link));
      Files.delete(link);
      Files.move(target, root.resolve(place));
    }
    assertEquals(List.of(name), found(new Archive(root), ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void refuses_an_article_file_that_is_a_symbolic_link(@TempDir Path elsewhere) throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Path target = Files.move(path(name), elsewhere.resolve("x"));
    Files.createSymbolicLink(path(name), target);
    Archive archive = new Archive(root);
    var e = assertThrows(MalformedException.class, () -> archive.read(name));
    assertEquals(path(name) + ": is a symbolic link; an archive follows none", e.getMessage());
    assertEquals(List.of(name), found(archive, ADDRESS, List.of(OCTOBER)));
    assertEquals(Optional.of(e.reason()), archive.problem(path(name)));
  }

  @Test
  void refuses_an_article_file_that_is_a_folder() throws Exception {
    ArticleFileName name = put("a", Samples.PUBLISHED);
    Files.delete(path(name));
    Files.createDirectory(path(name));
    assertEquals(Optional.of("is not a file"), new Archive(root).problem(path(name)));
    assertEquals(List.of(name), found(new Archive(root), ADDRESS, List.of(OCTOBER)));
  }

  @Test
  void refuses_state_behind_a_symbolic_link(@TempDir Path elsewhere) throws Exception {
    Files.writeString(elsewhere.resolve("pending"), "x");
    Files.createSymbolicLink(root.resolve(".rfi-archiver"), elsewhere);
    assertThrows(ArchiveException.class, () -> new Archive(root).state("pending"));
    assertThrows(ArchiveException.class, () -> new Archive(root).stateNames(".*"));
  }

  @Test
  void reads_state_files_and_lists_their_names() throws Exception {
    Path state = Files.createDirectories(root.resolve(".rfi-archiver"));
    Files.writeString(state.resolve("feed-b.json"), "乙");
    Files.writeString(state.resolve("feed-a.json"), "甲");
    Files.write(state.resolve("broken"), new byte[] {(byte) 0xff});
    Archive archive = new Archive(root);
    assertEquals(Optional.of("甲"), archive.state("feed-a.json"));
    assertEquals(List.of("feed-a.json", "feed-b.json"), archive.stateNames("feed-.*\\.json"));
    ArchiveException e = assertThrows(ArchiveException.class, () -> archive.state("broken"));
    assertEquals("is not UTF-8; repair it, or move it away", e.reason());
  }

  @Test
  void an_archive_that_is_a_file_cannot_be_read() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "x");
    ArchiveException e = assertThrows(ArchiveException.class, () -> new Archive(file).months());
    assertEquals(file + ": is not a folder", e.getMessage());
    assertThrows(ArchiveException.class, () -> new Archive(file).contents());
  }

  @Test
  void finds_at_once_what_its_writer_adds() throws Exception {
    Archive archive = new Archive(root);
    assertEquals(List.of(), found(archive, ADDRESS, List.of(OCTOBER)));
    Article article = Samples.article("a", "<p>工匠</p>");
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      writer.write(Map.of(ArticleFile.name(article), article));
    }
    assertEquals(List.of(ArticleFile.name(article)), found(archive, ADDRESS, List.of(OCTOBER)));
    YearMonth far = OCTOBER.plusYears(3);
    assertEquals(List.of(ArticleFile.name(article)), found(archive, ADDRESS, List.of(far)));
    try (Stream<ArticleFileName> names = archive.names()) {
      assertTrue(names.toList().contains(ArticleFile.name(article)));
    }
  }

  private ArticleFileName put(String slug, Instant published) throws IOException {
    Article article = Samples.article(slug, "<p>工匠用了两年。</p>").publishedAt(published);
    ArticleFileName name = ArticleFile.name(article);
    Files.createDirectories(path(name).getParent());
    Files.writeString(path(name), ArticleFile.text(article));
    return name;
  }

  private Path path(ArticleFileName name) {
    return new Archive(root).path(name);
  }

  private static List<ArticleFileName> found(
      Archive archive, ArticleUrl address, Collection<YearMonth> months) throws ArchiveException {
    List<Instant> dates =
        months.stream().map(m -> m.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()).toList();
    return archive.find(address, dates).stream().map(SavedText::name).toList();
  }
}
