package io.github.rfiarchiver.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.Article;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectorResolverTest {
  private final List<MalformedException> failures = new ArrayList<>();
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2024-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private TestArchive files;
  private ArticleFileName first;
  private ArticleFileName revision;
  private ArticleFileName other;

  @BeforeEach
  void fill() throws Exception {
    files = new TestArchive(folder);
    first = files.add("2023-10-28T09:45:02Z", "国际/", "a", "<p>一</p>");
    revision = files.revise(first, "2023-10-29T00:00:00Z", "国际/", "a", "<p>一一</p>");
    other = files.add("2023-10-30T00:00:00Z", "", "b", "<p>二</p>");
  }

  @Test
  void finds_the_newest_text_of_an_article_by_key_prefix_and_url() throws Exception {
    assertFound(List.of(revision), first.key());
    assertFound(List.of(revision), first.key().substring(0, 6).toUpperCase(Locale.ROOT));
    assertFound(List.of(revision), "http://www.rfi.fr//cn/国际/a?utm_source=x");
  }

  @Test
  void finds_the_exact_text_of_a_path() throws Exception {
    assertFound(List.of(first), first.toString());
    assertFound(List.of(first), "2023/10/" + first);
    assertFound(List.of(first), files.archive().path(first).toString());
  }

  @Test
  void finds_all_articles_of_a_day_or_a_month() throws Exception {
    assertFound(List.of(revision), "2023-10-28");
    assertFound(List.of(revision, other), "2023-10");
  }

  @Test
  void finds_the_articles_of_a_year_and_of_a_day_in_the_zone_of_the_user() throws Exception {
    assertFound(List.of(revision, other), "2023");
    assertFound(List.of(other), "2023-10-30");
    Clock newYork =
        Clock.fixed(Instant.parse("2023-10-30T03:00:00Z"), ZoneId.of("America/New_York"));
    for (String day : List.of("2023-10-29", "2023/10/29", "today")) {
      assertEquals(
          List.of(other),
          SelectorResolver.find(
              files.archive(), ArticleFilter.ALL, List.of(day), newYork, failures::add));
    }
  }

  @Test
  void finds_the_articles_of_a_folder_of_the_archive_by_its_days_in_UTC() throws Exception {
    ArticleFileName november = files.add("2023-11-01T00:00:00Z", "", "c", "<p>三</p>");
    Clock shanghai = Clock.fixed(Instant.EPOCH, ZoneId.of("Asia/Shanghai"));
    for (String month : List.of(folder + "/2023/11/", folder + "/2023/11", "2023/11/")) {
      assertEquals(
          List.of(november),
          SelectorResolver.find(
              files.archive(), ArticleFilter.ALL, List.of(month), shanghai, failures::add));
    }
    assertFound(List.of(revision, other, november), folder + "/2023");
    assertFound(List.of(revision, other, november), "2023/");
    assertFound(List.of(revision, other, november), folder.toString());
    assertFailure(folder + "/2022/11", "no article of that date");
    assertFailure(folder + "/raw", "is not a path, key, URL or date");
    assertFailure(folder + "/2023/13", "is not a path, key, URL or date");
    assertFailure("/elsewhere/2023/11/", "is not a path, key, URL or date");
    assertFailure("", "is not a path, key, URL or date");
    assertFailure(".", "is not a path, key, URL or date");
  }

  @Test
  void finds_files_and_folders_of_the_archive_through_symbolic_links(@TempDir Path elsewhere)
      throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("news"), folder);
    assertFound(List.of(first), link + "/2023/10/" + first);
    assertFound(List.of(revision, other), link + "/2023/10");
    assertFound(List.of(revision, other), link.toString());
    Archive linked = new Archive(link);
    for (String place : List.of(folder + "/2023/10/", link + "/2023/10", folder.toString())) {
      assertEquals(
          List.of(revision, other),
          SelectorResolver.find(linked, ArticleFilter.ALL, List.of(place), NOW, failures::add));
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void takes_four_digits_for_a_key_where_no_article_is_of_that_year() throws Exception {
    ArticleFileName digits = null;
    for (int i = 0; digits == null; i++) {
      ArticleFileName next = files.add("2023-11-01T00:00:00Z", "", "x" + i, "<p>文</p>");
      digits = next.key().matches("[3-9]\\d{3}.*") ? next : null;
    }
    assertFound(List.of(digits), digits.key().substring(0, 4));
    assertFailure("1999", "no article of that date is in the archive " + folder);
    assertFailure("7d", "no article with this key is in the archive " + folder);
    assertFailure("7d", "from now: 90m, 36h, 7d, 2w, 3mo, 1y (for --since and --until only)");
    assertFailure("2023-02-30", ", 1y (for --since and --until only)");
    assertFailure("20231028", "a date is 2023-10-28");
  }

  @Test
  void keeps_the_order_of_the_selectors() throws Exception {
    assertFound(List.of(other, revision), other.key(), first.key());
  }

  @Test
  void gives_all_texts_with_all_revisions() throws Exception {
    ArticleFilter all = ArticleFilterTest.selection("", "", "", "", false, true);
    assertEquals(
        List.of(first, revision),
        SelectorResolver.find(files.archive(), all, List.of(first.key()), NOW, failures::add));
  }

  @Test
  void gives_all_texts_of_an_article_in_reverse() throws Exception {
    ArticleFilter reversed = ArticleFilterTest.selection("", "", "", "", true, true);
    String url = "https://www.rfi.fr/cn/国际/a";
    for (String selector : List.of(first.key(), url, "2023-10-28")) {
      assertEquals(
          List.of(revision, first),
          SelectorResolver.find(files.archive(), reversed, List.of(selector), NOW, failures::add),
          selector);
    }
  }

  @Test
  void reports_each_wrong_selector_and_finds_the_others() throws Exception {
    assertFailure("0000000000", "no article with this key");
    assertFailure("2023-13", "a date is 2023-10-28");
    assertFailure("2022-01", "no article of that date");
    assertFailure("https://www.rfi.fr/cn/none", "is not in the archive");
    assertFailure("/elsewhere/" + first, "is not a file of the archive");
    assertFailure("nonsense!", "is not a path, key, URL or date");
  }

  @Test
  void lists_the_candidates_of_an_ambiguous_prefix() throws Exception {
    String prefix = "";
    for (int i = 0; i < 40 && prefix.isEmpty(); i++) {
      ArticleFileName next = files.add("2023-11-01T00:00:00Z", "", "x" + i, "<p>文</p>");
      prefix = next.key().charAt(0) == other.key().charAt(0) ? next.key().substring(0, 1) : "";
    }
    List<ArticleFileName> found = found(prefix);
    String message = String.valueOf(failures.get(0).getMessage());
    assertTrue(
        message.contains("more than one key") && message.contains(other.key() + " (2023-10-30)"),
        message);
    assertEquals(List.of(), found);
  }

  @Test
  void names_eight_candidates_and_counts_the_others() throws Exception {
    String start = first.key().substring(0, 1);
    for (int i = 0, shared = other.key().startsWith(start) ? 2 : 1; shared < 9; i++) {
      Article next = TestArchive.article("2023-11-01T00:00:00Z", "", "y" + i, "<p>文</p>");
      if (next.url().key().startsWith(start)) {
        files.add("2023-11-01T00:00:00Z", "", "y" + i, "<p>文</p>");
        shared++;
      }
    }
    found(start);
    String message = String.valueOf(failures.get(0).getMessage());
    assertTrue(message.endsWith(" and 1 other"), message);
    assertEquals(8, message.split("\\(2023-1").length - 1, message);
  }

  @Test
  void distinguishes_articles_with_the_same_key() throws Exception {
    ArticleFileName twin = files.addTwin(first, "2023-10-28T09:45:02Z", "国际/", "c", "<p>三</p>");
    assertEquals(16, twin.key().length());
    assertFound(List.of(revision), first.key());
    assertFound(List.of(twin), twin.key());
    assertFound(List.of(twin), twin.key().substring(0, 12).toUpperCase(Locale.ROOT));
    assertFound(List.of(twin), twin.toString());
    assertFailure(first.key().substring(0, 9), "more than one key");
    assertEquals(3, ArticleFilter.ALL.names(files.archive()).count());
  }

  private void assertFound(List<ArticleFileName> names, String... selectors) throws Exception {
    assertEquals(names, found(selectors));
    assertEquals(List.of(), failures);
  }

  private List<ArticleFileName> found(String... selectors) throws Exception {
    failures.clear();
    return SelectorResolver.find(
        files.archive(), ArticleFilter.ALL, List.of(selectors), NOW, failures::add);
  }

  private void assertFailure(String selector, String reason) throws Exception {
    assertEquals(List.of(revision), found(selector, first.key()));
    assertEquals(1, failures.size());
    String message = String.valueOf(failures.get(0).getMessage());
    assertTrue(message.startsWith(selector + ": ") && message.contains(reason), message);
  }
}
