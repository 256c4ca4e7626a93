package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.archive.ArticleFileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        small.archive().path(second) + ": says the same as " + small.archive().path(first) + "\n",
        ran.out());
    assertTrue(ran.err().endsWith("1 that say the same as another\n"), ran.err());
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
