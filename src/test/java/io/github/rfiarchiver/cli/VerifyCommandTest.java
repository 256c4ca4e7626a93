package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.ArticleFileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path folder;

  private Path root() {
    return folder.resolve("archive");
  }

  private Program.Ran verify(Object... options) {
    Object[] all = new Object[options.length + 3];
    System.arraycopy(new Object[] {"--archive", root(), "verify"}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    return new Program().run(all);
  }

  @Test
  void one_file_is_no_files() throws Exception {
    new SmallArchive(root()).add("2023-07-04T10:20:00Z", "x", "甲", "<p>一。</p>");
    assertEquals("rfi-archiver: verify: 1 file, nothing wrong\n", verify().err());
  }

  @Test
  void finds_nothing_in_a_clean_archive() throws Exception {
    SmallArchive.filled(root());
    assertEquals(
        new Program.Ran(0, "", "rfi-archiver: verify: 5 files, nothing wrong\n"),
        verify("--clean"));
  }

  @Test
  void names_files_that_hold_junk_when_asked_alone() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    ArticleFileName name =
        small.add(
            "2023-10-28T10:00:00Z", "x", "甲", "<p>一。</p><div data-selfpromo-app></div><p>二。</p>");
    assertEquals(0, verify().status());
    Program.Ran ran = verify("--clean");
    assertEquals(1, ran.status());
    assertEquals(
        small.archive().path(name) + ": holds junk: cleaned it would be 30 characters shorter\n",
        ran.out());
    assertEquals("rfi-archiver: verify: 6 files, 0 damaged, 1 not clean\n", ran.err());
  }

  @Test
  void takes_rules_of_ones_own_and_cleans_by_them() throws Exception {
    SmallArchive.filled(root());
    Path rules = Files.writeString(folder.resolve("my.rules"), "em | not wanted\n");
    Program.Ran ran = verify("--rules", rules);
    assertEquals(1, ran.status());
    assertEquals(1, ran.lines().size(), ran.out());
    Files.writeString(rules, "p[ | broken\n");
    assertEquals(2, verify("--rules", rules).status());
  }

  @Test
  void names_articles_under_other_keys_that_say_the_same() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    String body = "<p>同一篇报道，两个地址。</p>";
    ArticleFileName first = small.add("2023-10-01T10:00:00Z", "a", "甲", body);
    ArticleFileName second = small.add("2023-10-02T10:00:00Z", "b", "乙", body);
    assertEquals(0, verify().status());
    Program.Ran ran = verify("--clean");
    assertEquals(1, ran.status());
    assertEquals(
        small.archive().path(second)
            + ": has the same text as "
            + small.archive().path(first)
            + "\n",
        ran.out());
    assertTrue(ran.err().endsWith("1 with the text of another\n"), ran.err());
  }

  @Test
  void names_damaged_files_once_and_looks_for_no_junk_in_them() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    Path cut =
        small.cutOff(small.add("2023-10-28T10:00:00Z", "x", "甲", "<p>一。</p><script>1</script>"));
    for (List<String> options : List.of(List.<String>of(), List.of("--clean"))) {
      Program.Ran ran = verify(options.toArray());
      assertEquals(1, ran.status());
      assertEquals(1, ran.lines().size(), ran.out());
      assertTrue(ran.out().startsWith(cut + ": "), ran.out());
    }
  }

  @Test
  void names_the_revisions_of_a_first_text_that_is_missing() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    ArticleFileName first = small.add("2023-10-28T10:00:00Z", "x", "甲", "<p>一。</p>");
    Path revision = path(small, first.revisedAt(Instant.parse("2023-10-29T10:00:00Z")));
    Files.copy(path(small, first), revision);
    assertEquals(0, verify().status());
    Files.delete(path(small, first));
    Program.Ran ran = verify();
    assertEquals(revision + ": is a revision whose first text is missing\n", ran.out());
    assertEquals(1, ran.status());
  }

  @Test
  void names_both_files_where_an_article_has_two_first_texts() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    ArticleFileName first = small.add("2023-07-04T10:20:00Z", "x", "甲", "<p>一。</p>");
    ArticleFileName later = small.add("2023-11-07T06:40:00Z", "x", "甲", "<p>二。</p>");
    Program.Ran ran = verify();
    assertEquals(1, ran.status());
    assertEquals(
        path(small, later)
            + ": is a second first text of the article in "
            + path(small, first)
            + "; verify --repair makes it a revision\n",
        ran.out());
    assertEquals("rfi-archiver: verify: 7 files, 1 damaged\n", ran.err());
  }

  @Test
  void repair_makes_the_second_first_text_a_revision_and_says_so() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    ArticleFileName first = small.add("2023-07-04T10:20:00Z", "x", "甲", "<p>一。</p>");
    ArticleFileName later = small.add("2023-11-07T06:40:00Z", "x", "甲", "<p>二。</p>");
    Program.Ran ran = verify("--repair");
    String revision = path(small, first).toString().replace(".txt", ".r20231107T064000Z.txt");
    assertEquals(
        path(small, later)
            + ": is now a revision of "
            + path(small, first)
            + ": "
            + revision
            + "\n",
        ran.out());
    assertEquals("rfi-archiver: verify: 7 files, nothing wrong, 1 repaired\n", ran.err());
    assertEquals(0, ran.status());
    assertTrue(Files.readString(Path.of(revision)).endsWith("<p>二。</p>\n"));
    assertFalse(Files.exists(path(small, later)));
    assertEquals(
        new Program.Ran(0, "", "rfi-archiver: verify: 7 files, nothing wrong\n"),
        verify("--repair"));
  }

  @Test
  void prints_each_finding_as_an_object_in_json() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    ArticleFileName first = small.add("2023-07-04T10:20:00Z", "x", "甲", "<p>一。</p>");
    ArticleFileName later = small.add("2023-11-07T06:40:00Z", "x", "甲", "<p>二。</p>");
    ArticleFileName same = small.add("2023-11-08T06:40:00Z", "y", "乙", "<p>一。</p>");
    ArticleFileName junk =
        small.add("2023-11-09T06:40:00Z", "z", "丙", "<p>三。</p><div data-selfpromo-app></div>");
    Path cut = small.cutOff(small.add("2023-11-10T10:00:00Z", "c", "丁", "<p>四。</p>"));
    Program.Ran ran = verify("--clean", "--format", "json");
    assertEquals(1, ran.status());
    List<JsonObject> findings = new ArrayList<>();
    for (String line : ran.lines()) {
      findings.add(JsonParser.object().from(line));
    }
    String original = path(small, first).toString();
    assertEquals(
        List.of(
            List.of(path(small, junk).toString(), "junk", "zh-Hans", "-"),
            List.of(cut.toString(), "damage", "-", "-"),
            List.of(path(small, later).toString(), "split", "zh-Hans", original),
            List.of(path(small, same).toString(), "duplicate", "zh-Hans", original)),
        findings.stream().map(VerifyCommandTest::known).toList());
    assertTrue(findings.stream().allMatch(finding -> finding.has("reason")), ran.out());
    JsonObject repaired =
        JsonParser.object().from(verify("--repair", "--format", "json").lines().get(0));
    assertEquals(
        List.of(
            path(small, later).toString(),
            "repaired",
            "zh-Hans",
            original.replace(".txt", ".r20231107T064000Z.txt")),
        known(repaired));
  }

  private static List<String> known(JsonObject finding) {
    return Stream.of("path", "finding", "language", "other")
        .map(member -> finding.getString(member, "-"))
        .toList();
  }

  @Test
  void repair_changes_nothing_else() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    Path cut = small.cutOff(small.add("2023-08-01T10:00:00Z", "x", "甲", "<p>一。</p>"));
    small.add("2023-08-02T10:00:00Z", "y", "甲", "<p>一。</p>");
    Path state = root().resolve(".rfi-archiver");
    Files.delete(state.resolve("lock"));
    Files.delete(state.resolve("tmp"));
    Files.delete(state);
    List<String> before = files();
    Program.Ran ran = verify("--repair");
    assertEquals(1, ran.status());
    assertTrue(ran.out().startsWith(cut + ": "), ran.out());
    assertEquals(1, ran.lines().size());
    assertEquals(before, files());
  }

  @Test
  void what_cannot_be_repaired_stays_reported() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    small.add("2023-07-04T10:20:00Z", "x", "甲", "<p>一。</p>");
    ArticleFileName later = small.add("2023-11-07T06:40:00Z", "x", "甲", "<p>二。</p>");
    String text = Files.readString(path(small, later)).replace("\n", "\r\n");
    Files.writeString(path(small, later), text);
    Program.Ran ran = verify("--repair");
    assertEquals(1, ran.status());
    assertTrue(ran.out().contains("; not repaired, since it or one of its revisions"), ran.out());
    assertEquals(text, Files.readString(path(small, later)));
  }

  @Test
  void repair_leaves_an_archive_alone_that_another_run_holds() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    small.add("2023-07-04T10:20:00Z", "x", "甲", "<p>一。</p>");
    small.add("2023-11-07T06:40:00Z", "x", "甲", "<p>二。</p>");
    List<String> before = files();
    try (ArchiveWriter holder = ArchiveWriter.open(small.archive())) {
      assertEquals(75, verify("--repair").status());
      assertEquals(1, verify().status());
      holder.sync();
    }
    assertEquals(before, files());
  }

  private static Path path(SmallArchive small, ArticleFileName name) {
    return small.archive().path(name);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void says_no_more_when_its_reader_has_gone() throws Exception {
    SmallArchive small = SmallArchive.filled(root());
    small.cutOff(small.add("2023-08-01T10:00:00Z", "x", "甲", "<p>一。</p>"));
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(1, new Program().run(gone, err, "--archive", root(), "verify", "--clean"));
    assertEquals(0, err.size());
  }
}
