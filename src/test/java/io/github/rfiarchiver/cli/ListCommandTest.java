package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListCommandTest {
  @TempDir Path folder;

  static List<Transcript> transcripts() {
    return Transcript.of("list");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void prints_what_the_transcripts_show(Transcript transcript) throws Exception {
    transcript.assertHolds(SmallArchive.filled(folder).archive().root());
  }

  private Program.Ran list(Object... options) {
    return list(new Program(), options);
  }

  private Program.Ran list(Program program, Object... options) {
    Object[] all = new Object[options.length + 3];
    System.arraycopy(new Object[] {"--archive", folder, "list"}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    return program.run(all);
  }

  @Test
  void filters_by_date_headline_section_and_number() throws Exception {
    SmallArchive.filled(folder);
    assertEquals(2, list("--since", "2023-10-27", "--until", "2023-10-29").lines().size());
    assertEquals(1, list("--since", "36h").lines().size());
    assertEquals(2, list("--match", "灯塔|石桥").lines().size());
    assertEquals(1, list("--section", "法国世界报").lines().size());
    assertEquals(3, list("--limit", "3").lines().size());
    Program.Ran last = list("--reverse", "--limit", "1", "--match", "^[^E]");
    assertTrue(last.out().startsWith("2023-10-27T16:05:00Z\t"), last.out());
    String none = "rfi-archiver: --section: no article is in section 体育\n";
    assertEquals(new Program.Ran(0, "", none), list("--section", "体育"));
  }

  @Test
  void ends_paths_in_NUL_and_takes_their_files_unread() throws Exception {
    SmallArchive small = SmallArchive.filled(folder);
    ArticleFileName cut = small.add("2023-10-28T10:00:00Z", "x", "甲", "<p>一。</p>");
    small.cutOff(cut);
    String[] paths = list("--paths", "-0").out().split("\0");
    assertEquals(5, paths.length);
    for (String path : paths) {
      assertTrue(Files.exists(Path.of(path)), path);
    }
    assertEquals(1, list("--paths", "--limit", "1").lines().size());
  }

  @Test
  void names_damaged_files_and_lists_the_others() throws Exception {
    SmallArchive small = SmallArchive.filled(folder);
    Path cut = small.cutOff(small.add("2023-10-01T10:00:00Z", "x", "甲", "<p>一。</p>"));
    Program.Ran ran = list("--limit", "2");
    assertEquals(1, ran.status());
    assertEquals(2, ran.lines().size());
    assertTrue(ran.err().startsWith("rfi-archiver: " + cut + ": "), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
  }

  @Test
  void hostile_headlines_take_over_no_terminal_and_no_column() throws Exception {
    SmallArchive small = new SmallArchive(folder);
    small.add("2023-10-28T10:00:00Z", "x", "甲\u202e\u001b]0;乙\u0007\t丙\u009b2J", "<p>一。</p>");
    Program terminal = new Program().onTerminal().with("NO_COLOR", "1").with("COLUMNS", "80");
    String shown = list(terminal).out();
    assertEquals(1, shown.lines().count());
    assertTrue(shown.strip().endsWith("  甲]0;乙 丙2J"), shown);
    assertFalse(shown.contains("\u001b"), shown);
    assertEquals(4, list().out().split("\t").length);
  }

  @Test
  void colours_nothing_where_NO_COLOR_is_set_or_the_terminal_is_dumb() throws Exception {
    SmallArchive.filled(folder);
    assertTrue(list(new Program().onTerminal()).out().contains("\u001b[33m"));
    assertFalse(list(new Program().onTerminal().with("NO_COLOR", "1")).out().contains("\u001b"));
    assertFalse(list(new Program().onTerminal().with("TERM", "dumb")).out().contains("\u001b"));
    assertTrue(list(new Program().onTerminal().with("NO_COLOR", "")).out().contains("\u001b"));
  }

  @Test
  void colours_always_or_never_where_that_is_asked_for() throws Exception {
    SmallArchive.filled(folder);
    String plain = list().out();
    String always = list("--color", "always").out();
    assertTrue(always.startsWith("\u001b[2m2023-08-02T06:30:00Z\u001b[0m\t\u001b[33m"), always);
    assertEquals(plain, always.replaceAll("\u001b\\[[0-9]*m", ""));
    assertEquals(always, list(new Program().with("NO_COLOR", "1"), "--color", "always").out());
    assertEquals(plain, list("--color", "auto").out());
    assertEquals(plain, list("--color", "never").out());
    assertFalse(list(new Program().onTerminal(), "--color", "never").out().contains("\u001b"));
    assertTrue(list(new Program().onTerminal(), "--color", "ALWAYS").out().contains("\u001b"));
    assertRefused("--color: sometimes is not one of auto, always, never", "--color", "sometimes");
  }

  @Test
  void the_help_has_colours_as_results_have() throws Exception {
    assertTrue(list("--color", "always", "--help").out().contains("\u001b["));
    assertFalse(list("--color", "never", "--help").out().contains("\u001b["));
  }

  @Test
  void markdown_has_a_heading_a_month_also_in_reverse() throws Exception {
    SmallArchive.filled(folder);
    List<String> lines = list("--format", "markdown", "--reverse").lines();
    assertEquals(
        List.of("## 2023-10", "## 2023-08"),
        lines.stream().filter(line -> line.startsWith("#")).toList());
    assertTrue(lines.get(2).startsWith("- 2023-10-28 ["), lines.toString());
    assertEquals("", lines.get(lines.indexOf("## 2023-08") - 1));
  }

  @Test
  void fits_every_width_of_a_terminal() throws Exception {
    SmallArchive.filled(folder);
    for (int columns = 40; columns <= 140; columns++) {
      Program terminal = new Program().onTerminal().with("COLUMNS", String.valueOf(columns));
      Transcript.assertFits(list(terminal, "--all-revisions").out(), columns);
    }
    Transcript.assertFits(list(new Program().onTerminal().with("COLUMNS", "0")).out(), 80);
    Transcript.assertFits(list(new Program().onTerminal().with("COLUMNS", "?")).out(), 80);
  }

  @Test
  void says_what_is_wrong_with_the_command_line() throws Exception {
    SmallArchive.filled(folder);
    assertRefused("--since: gestern: is not a date; a date is 2023-10-28", "--since", "gestern");
    assertRefused("--until: 2023-02-30: is not a valid date", "--until", "2023-02-30");
    assertRefused(
        "--until: 2022 is before 2023, the --since date", "--since", "2023", "--until", "2022");
    assertRefused("--limit: -1 is below zero", "--limit", "-1");
    assertRefused("--format: html is not one of text, json, markdown", "--format", "html");
    assertRefused("--null: needs --paths", "-0");
    assertRefused("--paths: prints paths only", "--paths", "--format", "json");
    assertRefused("--match: is empty; write --match REGEX", "--match", "");
    assertRefused("--match: 镕[: is not a valid regular expression", "--match", "镕[");
    String shown = list("--match", "镕[").err();
    assertEquals(List.of("  镕[", "    ^"), shown.lines().skip(1).toList());
  }

  @Test
  void a_span_that_ends_where_it_begins_is_empty() throws Exception {
    SmallArchive.filled(folder);
    assertEquals(
        new Program.Ran(0, "", ""), list("--since", "2023-10-28", "--until", "2023-10-28"));
  }

  private void assertRefused(String message, Object... options) {
    Program.Ran ran = list(options);
    assertEquals(2, ran.status(), ran.err());
    assertEquals("", ran.out());
    assertTrue(ran.err().startsWith("rfi-archiver: " + message), ran.err());
  }

  @Test
  void an_archive_without_articles_is_an_empty_list_and_a_missing_one_is_said() {
    assertEquals(new Program.Ran(0, "", ""), list());
    Program.Ran ran = new Program().run("--archive", folder.resolve("none"), "list");
    assertEquals(74, ran.status());
    assertTrue(ran.err().contains("none: does not exist"), ran.err());
  }

  @Test
  void stops_quietly_when_its_reader_has_gone() throws Exception {
    SmallArchive.filled(folder);
    int[] writes = {0};
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes[0]++;
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(0, new Program().run(gone, err, "--archive", folder, "list"));
    assertEquals(0, err.size());
    assertEquals(1, writes[0]);
  }
}
