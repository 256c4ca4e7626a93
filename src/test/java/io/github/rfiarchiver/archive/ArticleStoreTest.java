package io.github.rfiarchiver.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.rfiarchiver.article.Article;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleStoreTest {
  private static final Instant NOW = Instant.parse("2023-10-29T05:00:00.9Z");
  private static final List<Instant> DATES = List.of(Samples.PUBLISHED);
  private static final String BODY =
      "<div>28/10/2023 - 11:22</div><img src=\"https://s.rfi.fr/a.jpg\"><p><strong>石桥修好了。</strong></p>"
          + "<p>工匠用了两年。</p><p>居民在桥上走。</p>";

  @TempDir Path root;
  private Archive archive;
  private ArchiveWriter writer;
  private ArticleStore store;

  @BeforeEach
  void opens_an_archive() throws ArchiveException {
    archive = new Archive(root);
    writer = ArchiveWriter.open(archive);
    store = new ArticleStore(archive, writer, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void closes_it() throws ArchiveException {
    writer.close();
  }

  @Test
  void an_article_is_new_once_and_known_afterwards() throws Exception {
    Article article = article(BODY);
    SaveResult.Saved kept = save(article);
    assertEquals(new SaveResult.Added(text("2023/10/" + ArticleFile.name(article), article)), kept);
    assertEquals(new SaveResult.Unchanged(kept.text()), save(article));
    assertEquals(1, texts().size());
  }

  private SavedText.Whole text(String path, Article article) {
    ArticleFileName name = ArticleFileName.parse(path.replaceFirst(".*/", "")).orElseThrow();
    return new SavedText.Whole(name, root.resolve(path), article);
  }

  @Test
  void an_edit_is_a_revision_with_the_first_date_to_the_millisecond() throws Exception {
    SaveResult.Saved first = save(article(BODY));
    Article edited =
        article(BODY.replace("两年", "三年")).publishedAt(Samples.PUBLISHED.plusSeconds(86400));
    SaveResult.Saved kept = save(edited);
    assertEquals(
        new SaveResult.Revised(
            text(
                "2023/10/"
                    + ArticleFile.name(article(BODY))
                        .toString()
                        .replace(".txt", ".r20231029T050000Z.txt"),
                edited.publishedAt(Samples.PUBLISHED))),
        kept);
    assertEquals(ArticleFile.text(article(BODY)), Files.readString(first.text().path()));
    assertEquals(Optional.empty(), new Archive(root).problem(kept.text().path()));
  }

  @Test
  void another_headline_is_an_edit() throws Exception {
    save(article(BODY));
    Article renamed = new Article("石桥终于修好", Samples.address("a"), Samples.PUBLISHED, BODY);
    assertInstanceOf(SaveResult.Revised.class, save(renamed));
  }

  @Test
  void a_longer_text_is_an_edit_and_a_shorter_beginning_is_not() throws Exception {
    String beginning = BODY.replace("<p>居民在桥上走。</p>", "");
    save(article(beginning));
    assertInstanceOf(SaveResult.Revised.class, save(article(BODY)));
    assertInstanceOf(SaveResult.Unchanged.class, save(article(beginning)));
    assertInstanceOf(SaveResult.Unchanged.class, save(article(BODY)));
    assertInstanceOf(SaveResult.Unchanged.class, save(article(BODY.replace("在桥上走。", "在桥"))));
    assertEquals(2, texts().size());
  }

  @Test
  void two_alternating_texts_are_saved_once_each() throws Exception {
    Article one = article(BODY);
    Article other = article(BODY.replace("工匠", "石匠"));
    for (int i = 0; i < 3; i++) {
      save(one);
      save(other);
    }
    assertEquals(2, texts().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>29/10/2023 - 00:01</div><img src=\"https://s.rfi.fr/a.jpg\"><p><strong>石桥修好了。</strong></p><p>工匠用了两年。</p><p>居民在桥上走。</p>",
        "<p><strong>石桥修好了。</strong></p><p>工匠用了两年。</p><p>居民在桥上走。</p>",
        "<div>28/10/2023 - 11:22</div><figure><img src=\"https://s.rfi.fr/b.jpg\"><figcaption>新桥 © 甲</figcaption></figure><p><strong>石桥修好了。</strong></p><p>工匠用了两年。</p><p>居民在桥上走。</p>",
        "<div>28/10/2023 - 11:22</div><p>石桥修好了。</p><div><p>工匠 用了<em>两年</em>。</p><p> 居民在桥上走。 </p></div>",
        "<div>28/10/2023 - 11:22</div><p><strong>石桥修好了。</strong></p><p>工匠用了两年。</p><p>居民在桥上走。</p><div>作者：<a href=\"https://www.rfi.fr/cn/x\">艾娃</a></div>"
      })
  void changes_of_markup_whitespace_picture_author_and_printed_date_are_not_edits(String same)
      throws Exception {
    save(article(BODY));
    assertInstanceOf(SaveResult.Unchanged.class, save(article(same)));
  }

  @Test
  void whitespace_in_the_headline_is_not_an_edit() throws Exception {
    save(article(BODY));
    Article same = new Article("河口小镇 重修\u00a0石桥", Samples.address("a"), Samples.PUBLISHED, BODY);
    assertInstanceOf(SaveResult.Unchanged.class, save(same));
  }

  @Test
  void revisions_of_one_second_get_a_second_each() throws Exception {
    save(article(BODY));
    for (String years : List.of("三年", "四年", "五年")) {
      save(article(BODY.replace("两年", years)));
    }
    assertEquals(
        List.of("", "2023-10-29T05:00:00Z", "2023-10-29T05:00:01Z", "2023-10-29T05:00:02Z"),
        texts().stream()
            .map(text -> text.name().isRevision() ? String.valueOf(text.name().revised()) : "")
            .toList());
  }

  @Test
  void an_imported_revision_keeps_its_own_time() throws Exception {
    save(article(BODY));
    Instant once = Instant.parse("2023-10-28T12:00:00Z");
    save(store, new NewArticle(article(BODY.replace("两年", "三年")), DATES, once, null));
    assertEquals(once, texts().get(1).name().revised());
  }

  @Test
  void an_article_known_under_another_date_is_found_by_any_date_it_shows() throws Exception {
    save(article(BODY));
    Instant later = Instant.parse("2024-06-01T00:00:00Z");
    Article again = article(BODY).publishedAt(later);
    assertInstanceOf(
        SaveResult.Unchanged.class,
        save(store, Samples.offer(again, List.of(later, Samples.PUBLISHED))));
    assertInstanceOf(SaveResult.Unchanged.class, save(store, Samples.offer(again, List.of())));
  }

  @Test
  void an_article_whose_date_has_moved_by_years_is_known_or_a_revision() throws Exception {
    SaveResult.Saved first = save(article(BODY));
    Instant later = Instant.parse("2026-06-01T00:00:00Z");
    Article moved = article(BODY).publishedAt(later);
    assertEquals(
        new SaveResult.Unchanged(first.text()), save(store, Samples.offer(moved, List.of(later))));
    Article edited = article(BODY.replace("两年", "三年")).publishedAt(later);
    SaveResult.Saved kept = save(store, Samples.offer(edited, List.of(later)));
    assertInstanceOf(SaveResult.Revised.class, kept);
    assertEquals(first.text().path().getParent(), kept.text().path().getParent());
    assertEquals(2, texts().size());
  }

  @Test
  void an_article_just_saved_in_another_month_is_known() throws Exception {
    Instant later = Instant.parse("2026-06-01T00:00:00Z");
    Article moved = article(BODY).publishedAt(later);
    assertInstanceOf(
        SaveResult.Added.class, save(Samples.article("b", BODY))); // all months are read now
    assertInstanceOf(SaveResult.Added.class, save(store, Samples.offer(moved, List.of(later))));
    assertInstanceOf(SaveResult.Unchanged.class, save(article(BODY)));
  }

  @Test
  void two_URLs_with_one_key_in_one_second_are_two_articles() throws Exception {
    Article article = article(BODY);
    Path taken = takeKey(ArticleFile.name(article));
    String before = Files.readString(taken);
    SaveResult.Saved kept = save(article);
    String name = ArticleFile.name(article).toString();
    String longName = name.replace(article.url().key(), article.url().longKey());
    assertEquals(new SaveResult.Added(text("2023/10/" + longName, article)), kept);
    assertEquals(16, article.url().longKey().length());
    assertEquals(Optional.empty(), new Archive(root).problem(kept.text().path()));
    assertEquals(before, Files.readString(taken));
    assertInstanceOf(SaveResult.Unchanged.class, save(article));
    SaveResult.Saved revised = save(article(BODY.replace("两年", "三年")));
    assertEquals(
        longName.replace(".txt", ".r20231029T050000Z.txt"),
        revised.text().path().getFileName().toString());
    assertEquals(Optional.empty(), new Archive(root).problem(revised.text().path()));
    assertEquals(2, texts().size());
  }

  @Test
  void an_article_whose_name_is_a_folder_is_saved_under_another_name() throws Exception {
    Article article = article(BODY);
    Files.createDirectories(root.resolve("2023/10/" + ArticleFile.name(article)));
    assertInstanceOf(SaveResult.Revised.class, save(article));
    assertInstanceOf(SaveResult.Unchanged.class, save(article));
  }

  @Test
  void a_key_is_taken_whatever_month_the_other_article_is_in() throws Exception {
    Article article = article(BODY);
    takeKey(new ArticleFileName(Instant.parse("2019-01-02T03:04:05Z"), article.url().key()));
    SaveResult.Saved kept = save(article);
    assertInstanceOf(SaveResult.Added.class, kept);
    assertEquals(Optional.of(article.url().longKey()), key(kept));
    Instant later = Instant.parse("2026-06-01T00:00:00Z");
    assertInstanceOf(
        SaveResult.Unchanged.class,
        save(store, Samples.offer(article.publishedAt(later), List.of(later))));
  }

  @Test
  void an_article_is_saved_even_if_both_of_its_keys_are_taken() throws Exception {
    Article article = article(BODY);
    ArticleFileName name = ArticleFile.name(article);
    takeKey(name);
    takeKey(new ArticleFileName(name.published(), article.url().longKey()));
    SaveResult.Saved kept = save(article);
    assertInstanceOf(SaveResult.Revised.class, kept);
    assertEquals(article.body(), new Archive(root).read(parsed(kept)).body());
    assertInstanceOf(SaveResult.Unchanged.class, save(article));
  }

  /** Saves another article under this name, as if its URL had the same key. */
  private Path takeKey(ArticleFileName name) throws Exception {
    Path path = new Archive(root).path(name);
    Files.createDirectories(path.getParent());
    Article other = Samples.article("other", BODY).publishedAt(name.published());
    return Files.writeString(path, ArticleFile.text(other));
  }

  private static Optional<String> key(SaveResult.Saved kept) {
    return Optional.of(parsed(kept).key());
  }

  private static ArticleFileName parsed(SaveResult.Saved kept) {
    return ArticleFileName.parse(kept.text().path().getFileName().toString()).orElseThrow();
  }

  @Test
  void an_article_with_a_damaged_file_is_saved_beside_it_once() throws Exception {
    SaveResult.Saved first = save(article(BODY));
    Files.writeString(first.text().path(), "半");
    store = new ArticleStore(archive, writer, Clock.fixed(NOW, ZoneOffset.UTC));
    SaveResult.Saved kept = save(article(BODY));
    assertInstanceOf(SaveResult.Revised.class, kept);
    assertEquals("半", Files.readString(first.text().path()));
    assertEquals(Optional.empty(), new Archive(root).problem(kept.text().path()));
    assertInstanceOf(SaveResult.Unchanged.class, save(article(BODY)));
  }

  @Test
  void a_dry_run_returns_what_it_would_save_and_writes_nothing(@TempDir Path folder)
      throws Exception {
    Path none = folder.resolve("none");
    ArticleStore dry = new ArticleStore(new Archive(none), null, Clock.fixed(NOW, ZoneOffset.UTC));
    SaveResult.Saved kept = save(dry, Samples.offer(article(BODY), DATES));
    assertEquals(none.resolve("2023/10/" + ArticleFile.name(article(BODY))), kept.text().path());
    assertFalse(Files.exists(none));
  }

  @Test
  void a_dry_run_compares_an_article_with_those_that_it_would_have_saved() throws Exception {
    ArticleStore dry = new ArticleStore(archive, null, Clock.fixed(NOW, ZoneOffset.UTC));
    List<NewArticle> offers = new ArrayList<>();
    for (String years : List.of("两年", "两年", "三年", "四年")) {
      offers.add(Samples.offer(article(BODY.replace("两年", years)), DATES));
    }
    List<SaveResult> kept = new ArrayList<>(Samples.save(dry, offers));
    kept.addAll(Samples.save(dry, offers.subList(2, 3)));
    assertEquals(
        List.of("Added", "Unchanged", "Revised", "Revised", "Unchanged"),
        kept.stream().map(one -> one.getClass().getSimpleName()).toList());
    assertEquals(
        Instant.parse("2023-10-29T05:00:01Z"), Samples.saved(kept.get(3)).text().name().revised());
    assertEquals(List.of(), texts());
  }

  @Test
  void a_dry_run_over_an_archive_leaves_it_as_it_is() throws Exception {
    save(article(BODY));
    List<String> before = Samples.tree(root);
    ArticleStore dry = new ArticleStore(new Archive(root), null, Clock.fixed(NOW, ZoneOffset.UTC));
    assertInstanceOf(SaveResult.Unchanged.class, save(dry, Samples.offer(article(BODY), DATES)));
    assertInstanceOf(
        SaveResult.Revised.class,
        save(dry, Samples.offer(article(BODY.replace("两年", "三年")), DATES)));
    assertEquals(before, Samples.tree(root));
  }

  @Test
  void parallel_threads_save_the_same_article_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<SaveResult.Saved>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Article article = Samples.article("a" + i / 4, BODY);
        tasks.add(() -> save(article));
      }
      int added = 0;
      for (var kept : threads.invokeAll(tasks)) {
        added += kept.get() instanceof SaveResult.Added ? 1 : 0;
      }
      assertEquals(10, added);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void articles_saved_together_are_decided_one_after_the_other() throws Exception {
    List<NewArticle> offers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      offers.add(Samples.offer(Samples.article("b" + i, BODY), DATES));
    }
    offers.add(Samples.offer(article(BODY), DATES));
    offers.add(Samples.offer(article(BODY), DATES));
    offers.add(Samples.offer(article(BODY.replace("两年", "三年")), DATES));
    offers.add(Samples.offer(article(BODY.replace("两年", "四年")), DATES));
    List<SaveResult.Saved> kept = new ArrayList<>();
    for (SaveResult result : Samples.save(store, offers)) {
      kept.add(Samples.saved(result));
    }
    assertEquals(
        List.of("Added", "Added", "Unchanged", "Revised", "Revised"),
        kept.subList(149, 154).stream().map(one -> one.getClass().getSimpleName()).toList());
    for (SaveResult.Saved one : kept) {
      assertEquals(ArticleFile.text(one.text().article()), Files.readString(one.text().path()));
    }
    assertEquals(3, texts().size());
  }

  @Test
  void an_article_that_cannot_be_saved_does_not_affect_others() throws Exception {
    Article first = Samples.article("b", BODY);
    Article broken = article(BODY).publishedAt(Instant.parse("2023-12-01T00:00:00Z"));
    Files.createDirectories(root.resolve("2023"));
    Files.writeString(root.resolve("2023/12"), "not a folder");
    Article last = Samples.article("c", BODY);
    List<SaveResult> results =
        Samples.save(
            store, Stream.of(first, broken, last).map(a -> Samples.offer(a, DATES)).toList());
    assertThrows(ArchiveException.class, () -> Samples.saved(results.get(1)));
    for (Article whole : List.of(first, last)) {
      Path written = root.resolve("2023/10/" + ArticleFile.name(whole));
      assertEquals(ArticleFile.text(whole), Files.readString(written));
    }
  }

  private SaveResult.Saved save(Article article) throws ArchiveException {
    return save(store, Samples.offer(article, DATES));
  }

  private static SaveResult.Saved save(ArticleStore store, NewArticle article)
      throws ArchiveException {
    return Samples.saved(Samples.save(store, List.of(article)).get(0));
  }

  private static Article article(String body) {
    return Samples.article("a", body);
  }

  private List<SavedText> texts() throws ArchiveException {
    return new Archive(root).find(Samples.address("a"), List.of());
  }
}
