package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArticleFilterTest {
  @TempDir private Path folder;
  private TestArchive files;
  private ArticleFileName september;
  private ArticleFileName october;
  private ArticleFileName revision;
  private ArticleFileName november;

  @BeforeEach
  void fill() throws Exception {
    files = new TestArchive(folder);
    september = files.add("2023-09-30T23:59:59Z", "国际/", "a", "<p>一</p>");
    october = files.add("2023-10-01T00:00:00Z", "专栏检索/法国世界报/", "b", "<p>二</p>");
    revision = files.revise(october, "2023-10-02T00:00:00Z", "专栏检索/法国世界报/", "b", "<p>二二</p>");
    november = files.add("2023-11-05T08:00:00Z", "", "c", "<p>三</p>");
  }

  @Test
  void gives_the_newest_text_of_each_article_in_date_order() throws Exception {
    assertEquals(List.of(september, revision, november), names(ArticleFilter.ALL));
  }

  @Test
  void gives_every_text_with_all_revisions() throws Exception {
    assertEquals(
        List.of(september, october, revision, november),
        names(selection("", "", "", "", false, true)));
  }

  @Test
  void since_includes_and_until_excludes() throws Exception {
    String first = "2023-10-01T00:00:00Z";
    assertEquals(List.of(revision, november), names(selection(first, "", "", "", false, false)));
    assertEquals(List.of(september), names(selection("", first, "", "", false, false)));
    assertEquals(List.of(), names(selection(first, first, "", "", false, false)));
  }

  @Test
  void does_not_read_folders_of_months_out_of_bounds() throws Exception {
    Path month = folder.resolve("2023/09");
    Files.move(month, folder.resolve("aside"));
    Files.createSymbolicLink(folder.resolve("2023/08"), folder.resolve("aside"));
    assertEquals(
        List.of(revision, november),
        names(selection("2023-10-01T00:00:00Z", "", "", "", false, false)));
  }

  @Test
  void gives_the_latest_first_where_reversed() throws Exception {
    assertEquals(
        List.of(november, revision, september), names(selection("", "", "", "", true, false)));
  }

  @Test
  void matches_headlines_and_sections() throws Exception {
    assertEquals(List.of(revision), names(selection("", "", "^b", "", false, false)));
    assertEquals(List.of(september), names(selection("", "", "", "国际", false, false)));
    assertEquals(List.of(revision), names(selection("", "", "", "法国世界报", false, false)));
    assertEquals(List.of(revision), names(selection("", "", "", "专栏检索/法国世界报", false, false)));
    assertEquals(List.of(), names(selection("", "", "", "法国", false, false)));
  }

  @Test
  void includes_damaged_files() throws Exception {
    files.damage(september);
    List<SavedText> texts =
        ArticleFilter.ALL
            .texts(files.archive(), ArticleFilter.ALL.names(files.archive()), text -> text)
            .toList();
    assertEquals(
        List.of(september, revision, november), texts.stream().map(SavedText::name).toList());
    assertTrue(
        texts.get(0) instanceof SavedText.Damaged damaged
            && damaged.reason().contains("seed format"));
  }

  @Test
  void keeps_the_order_of_many_articles() throws Exception {
    for (int i = 0; i < 120; i++) {
      files.add(
          Instant.parse("2024-01-01T00:00:00Z").plusSeconds(i * 60L).toString(),
          "",
          "n" + i,
          "<p>文</p>");
    }
    List<ArticleFileName> names = names(ArticleFilter.ALL);
    assertEquals(123, names.size());
    assertEquals(names.stream().sorted().toList(), names);
  }

  private List<ArticleFileName> names(ArticleFilter selection) throws Exception {
    return selection
        .texts(files.archive(), selection.names(files.archive()), SavedText::name)
        .toList();
  }

  static ArticleFilter selection(
      String since, String until, String headline, String section, boolean reverse, boolean all) {
    return new ArticleFilter(
        moment(since),
        moment(until),
        headline.isEmpty() ? null : pattern(headline),
        section.isEmpty() ? null : section,
        reverse,
        all);
  }

  private static @Nullable Instant moment(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }

  private static SearchPattern pattern(String regex) {
    try {
      return SearchPattern.regex(regex, false);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
