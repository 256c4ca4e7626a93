package io.github.rfiarchiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitArticleTest {
  private static final String JULY = "2023-07-04T10:20:00.250Z";
  private static final String NOVEMBER = "2023-11-07T06:40:00Z";

  @TempDir Path root;

  @Test
  void an_article_in_two_months_is_split() throws Exception {
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    put("b", JULY, "<p>一。</p>");
    assertEquals(List.of(new SplitArticle(first, List.of(later))), split());
  }

  @Test
  void revisions_and_other_URLs_with_the_same_key_are_not_split_articles() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    put(first.revisedAt(Instant.parse(NOVEMBER)), article("a", JULY, "<p>二。</p>"));
    Article other = article("b", NOVEMBER, "<p>三。</p>");
    put(new ArticleFileName(other.published(), first.key()), other);
    assertEquals(List.of(), split());
  }

  @Test
  void keys_of_10_and_16_digits_of_one_URL_are_one_article() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    Article article = article("a", JULY, "<p>二。</p>");
    ArticleFileName later = new ArticleFileName(article.published(), article.url().longKey());
    put(later, article);
    assertEquals(List.of(new SplitArticle(first, List.of(later))), split());
  }

  @Test
  void a_later_first_text_becomes_a_revision_at_its_own_date() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    byte[] before = Files.readAllBytes(path(first));
    ArticleFileName revision = first.revisedAt(Instant.parse(NOVEMBER));
    assertEquals(List.of(new SplitArticle.Renamed(later, revision)), repair());
    assertEquals(List.of(first, revision), names());
    assertEquals(article("a", JULY, "<p>二。</p>"), new Archive(root).read(revision));
    assertEquals(List.of(), problems());
    assertEquals(new String(before, "UTF-8"), Files.readString(path(first)));
    assertEquals(List.of(), split());
  }

  @Test
  void its_revisions_are_renamed_with_it_and_keep_their_times() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    ArticleFileName edited = later.revisedAt(Instant.parse("2023-11-09T00:00:00Z"));
    put(edited, article("a", NOVEMBER, "<p>三。</p>"));
    ArticleFileName last = put("a", "2024-05-01T00:00:00Z", "<p>四。</p>");
    repair();
    assertEquals(
        List.of(
            first,
            first.revisedAt(later.published()),
            first.revisedAt(edited.revised()),
            first.revisedAt(last.published())),
        names());
    assertEquals(List.of("<p>一。</p>", "<p>二。</p>", "<p>三。</p>", "<p>四。</p>"), bodies());
    assertEquals(List.of(), problems());
  }

  @Test
  void a_name_that_is_taken_is_never_replaced() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    ArticleFileName taken = first.revisedAt(Instant.parse(NOVEMBER));
    put(taken, article("a", JULY, "<p>二。</p>"));
    put("a", NOVEMBER, "<p>三。</p>");
    repair();
    assertEquals(
        List.of(first, taken, first.revisedAt(Instant.parse("2023-11-07T06:40:01Z"))), names());
    assertEquals(List.of("<p>一。</p>", "<p>二。</p>", "<p>三。</p>"), bodies());
  }

  @Test
  void a_damaged_file_is_never_replaced_either() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    ArticleFileName taken = first.revisedAt(later.published());
    Files.writeString(path(taken), "半");
    repair();
    assertEquals("半", Files.readString(path(taken)));
    assertEquals("<p>二。</p>", new Archive(root).read(taken.oneSecondLater()).body());
  }

  @Test
  void a_text_and_its_revision_of_the_same_second_are_both_kept() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    put(later.revisedAt(later.published()), article("a", NOVEMBER, "<p>三。</p>"));
    repair();
    ArticleFileName revision = first.revisedAt(later.published());
    assertEquals(List.of(first, revision, revision.oneSecondLater()), names());
    assertEquals(List.of("<p>一。</p>", "<p>二。</p>", "<p>三。</p>"), bodies());
  }

  @Test
  void a_text_is_left_as_it_is_if_another_article_with_its_key_has_its_revision() throws Exception {
    ArticleFileName first = put("47066", JULY, "<p>一。</p>");
    ArticleFileName later = put("47066", NOVEMBER, "<p>二。</p>");
    Article other = article("175873", NOVEMBER, "<p>三。</p>");
    assertEquals(first.key(), other.url().key());
    put(later.revisedAt(later.published()), other);
    assertEquals(List.of(), repair());
  }

  @Test
  void a_damaged_first_text_is_none_of_a_split_article() throws Exception {
    Files.writeString(path(put("a", JULY, "<p>一。</p>")), "半");
    ArticleFileName first = put("a", NOVEMBER, "<p>二。</p>");
    assertEquals(List.of(), split());
    ArticleFileName later = put("a", "2024-05-01T00:00:00Z", "<p>三。</p>");
    assertEquals(List.of(new SplitArticle(first, List.of(later))), split());
  }

  @Test
  void a_copy_with_a_wrong_date_in_its_name_is_never_the_first_text() throws Exception {
    ArticleFileName whole = put("a", NOVEMBER, "<p>一。</p>");
    ArticleFileName copy = new ArticleFileName(Instant.parse(JULY), whole.key());
    put(copy, article("a", NOVEMBER, "<p>一。</p>"));
    assertEquals(List.of(new SplitArticle(whole, List.of(copy))), split());
    assertEquals(List.of(), repair());
    assertEquals(List.of(copy, whole), names());
  }

  @Test
  void equal_texts_are_both_kept() throws Exception {
    put("a", JULY, "<p>一。</p>");
    put("a", NOVEMBER, "<p>一。</p>");
    repair();
    assertEquals(List.of("<p>一。</p>", "<p>一。</p>"), bodies());
    assertEquals(List.of(), split());
  }

  @Test
  void a_repair_that_was_killed_before_it_deleted_the_old_name_is_completed() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    put("a", NOVEMBER, "<p>二。</p>");
    ArticleFileName revision = first.revisedAt(Instant.parse(NOVEMBER));
    put(revision, article("a", JULY, "<p>二。</p>"));
    repair();
    assertEquals(List.of(first, revision), names());
  }

  @Test
  void a_text_is_left_as_it_is_if_it_or_its_revision_is_damaged() throws Exception {
    put("a", JULY, "<p>一。</p>");
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    ArticleFileName edited = later.revisedAt(Instant.parse("2023-11-09T00:00:00Z"));
    put(edited, article("a", NOVEMBER, "<p>三。</p>"));
    ArticleFileName whole = put("a", "2024-05-01T00:00:00Z", "<p>四。</p>");
    Files.writeString(path(edited), "半");
    assertEquals(List.of(whole), repair().stream().map(SplitArticle.Renamed::from).toList());
    assertEquals("半", Files.readString(path(edited)));
    assertEquals(List.of(later), split().get(0).later());
    Files.delete(path(edited));
    Files.writeString(path(later), Files.readString(path(later)).replace("\n", "\r\n"));
    assertEquals(List.of(), repair());
    assertEquals(List.of(later), split().get(0).later());
  }

  @Test
  void no_text_is_deleted_if_its_copy_cannot_be_written() throws Exception {
    ArticleFileName first = put("a", JULY, "<p>一。</p>");
    ArticleFileName later = put("a", NOVEMBER, "<p>二。</p>");
    Archive archive = new Archive(root);
    SplitArticle split = SplitArticle.in(archive).get(0);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      archive.find(Samples.address("a"), List.of()); // reads the names of the month
      // Another program creates it in the meantime.
      Files.writeString(path(first.revisedAt(later.published())), "x");
      assertThrows(ArchiveException.class, () -> split.repair(archive, writer));
    }
    assertEquals("<p>二。</p>", new Archive(root).read(later).body());
  }

  private List<SplitArticle> split() throws ArchiveException {
    return SplitArticle.in(new Archive(root));
  }

  private List<SplitArticle.Renamed> repair() throws ArchiveException {
    Archive archive = new Archive(root);
    try (ArchiveWriter writer = ArchiveWriter.open(archive)) {
      return SplitArticle.in(archive).get(0).repair(archive, writer);
    }
  }

  private List<ArticleFileName> names() throws ArchiveException {
    return new Archive(root).names().toList();
  }

  private List<String> bodies() throws Exception {
    List<String> bodies = new java.util.ArrayList<>();
    for (ArticleFileName name : names()) {
      bodies.add(new Archive(root).read(name).body());
    }
    return bodies;
  }

  private List<String> problems() throws ArchiveException {
    Archive archive = new Archive(root);
    return archive.contents().flatMap(path -> archive.problem(path).stream()).toList();
  }

  private ArticleFileName put(String slug, String date, String body) throws Exception {
    Article article = article(slug, date, body);
    return put(ArticleFile.name(article), article);
  }

  private ArticleFileName put(ArticleFileName name, Article article) throws Exception {
    Files.createDirectories(path(name).getParent());
    Files.writeString(path(name), ArticleFile.text(article));
    return name;
  }

  private static Article article(String slug, String date, String body) {
    return Samples.article(slug, body).publishedAt(Instant.parse(date));
  }

  private Path path(ArticleFileName name) {
    return new Archive(root).path(name);
  }
}
