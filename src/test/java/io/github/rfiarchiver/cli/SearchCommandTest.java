package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SearchCommandTest {
  @TempDir Path folder;

  static List<Transcript> transcripts() {
    return Transcript.of("search");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void prints_what_the_transcripts_show(Transcript transcript) throws Exception {
    transcript.assertHolds(SmallArchive.filled(folder).archive().root());
  }

  private Program.Ran search(Object... options) {
    return search(new Program(), options);
  }

  private Program.Ran search(Program program, Object... options) {
    Object[] all = new Object[options.length + 3];
    System.arraycopy(new Object[] {"--archive", folder, "search"}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    return program.run(all);
  }

  @Test
  void exits_1_without_a_match() throws Exception {
    SmallArchive.filled(folder);
    assertEquals(new Program.Ran(1, "", ""), search("绝无此文"));
    assertEquals(new Program.Ran(1, "0\n", ""), search("绝无此文", "--count"));
    assertEquals(new Program.Ran(1, "", ""), search("石桥", "--until", "2023" + "-08"));
    assertEquals(0, search("石桥").status());
  }

  @Test
  void says_how_to_find_words_that_stand_apart() throws Exception {
    SmallArchive.filled(folder);
    String message =
        "rfi-archiver: %s: has no match as a phrase; to search for its words separately:"
            + " rfi-archiver --archive "
            + folder
            + " search --regex '%s'\n";
    String regex = "小镇.*石桥|石桥.*小镇";
    assertEquals(new Program.Ran(1, "", message.formatted("小镇 石桥", regex)), search("小镇 石桥"));
    assertEquals(0, search("--regex", regex).status());
    assertEquals(
        new Program.Ran(1, "0\n", message.formatted("a.b c　d", "a\\.b|c|d")),
        search("a.b c　d", "--count"));
    assertEquals(new Program.Ran(1, "", ""), search("小镇 石桥", "--regex"));
    assertEquals(new Program.Ran(1, "", ""), search(" a|b "));
  }

  @Test
  void takes_words_as_they_stand_unless_told_otherwise() throws Exception {
    SmallArchive.filled(folder);
    assertEquals("0\n", search("石.", "--count").out());
    assertEquals("3\n", search("石.", "--regex", "--count").out());
    assertEquals("0\n", search("eu_nato", "--count").out());
    assertEquals("1\n", search("eu_nato", "-i", "--count").out());
  }

  @Test
  void counts_and_prints_no_more_than_the_filters_leave() throws Exception {
    SmallArchive.filled(folder);
    assertEquals("1\n", search("石桥", "--since", "2023-10-27", "--count").out());
    assertEquals("2\n", search("石桥", "--limit", "2", "--count").out());
    assertEquals("1\n", search("石桥", "--section", "国际", "--count").out());
    assertEquals("4\n", search("石桥", "--all-revisions", "--count").out());
    assertTrue(search("石桥", "--reverse").out().startsWith("2023-10-28T09:45:02Z\t"));
  }

  @Test
  void finds_across_markup_and_marks_a_headline_where_nothing_else_matches() throws Exception {
    SmallArchive.filled(folder);
    assertTrue(search("从石桥头").out().endsWith("\t渔民说，【从石桥头】就望得见。\n"));
    assertTrue(search("首航").out().endsWith("\tEU_NATO *观察*员参加北方铁路【首航】\n"));
  }

  @Test
  void fits_every_width_of_a_terminal_in_colour_and_without() throws Exception {
    SmallArchive.filled(folder);
    for (int columns = 40; columns <= 120; columns++) {
      for (String plain : List.of("", "1")) {
        for (String pattern : List.of("石桥", "[^。]+", "植物学家.*")) {
          Program terminal =
              new Program()
                  .onTerminal()
                  .with("COLUMNS", String.valueOf(columns))
                  .with("NO_COLOR", plain);
          Program.Ran ran = search(terminal, "--regex", pattern);
          assertEquals(0, ran.status(), ran.err());
          Transcript.assertFits(ran.out(), columns);
        }
      }
    }
  }

  @Test
  void cuts_a_headline_once_where_its_match_is_behind_the_end_of_the_line() throws Exception {
    SmallArchive.filled(folder);
    for (int columns = 40; columns <= 120; columns++) {
      Program terminal =
          new Program().onTerminal().with("COLUMNS", String.valueOf(columns)).with("NO_COLOR", "1");
      assertFalse(search(terminal, "首航").out().contains("……"), columns + " columns");
    }
  }

  @Test
  void colours_a_pipe_where_that_is_asked_for() throws Exception {
    SmallArchive.filled(folder);
    String plain = search("从石桥头").out();
    String always = search("从石桥头", "--color", "always").out();
    assertTrue(always.endsWith("\t渔民说，\u001b[1;31m【从石桥头】\u001b[0m就望得见。\n"), always);
    assertEquals(plain, always.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void shows_where_a_pattern_goes_wrong() throws Exception {
    SmallArchive.filled(folder);
    Program.Ran ran = search("石桥(", "--regex");
    assertEquals(2, ran.status());
    assertEquals(
        List.of(
            "rfi-archiver: 石桥(: is not a valid regular expression: Unclosed group",
            "  石桥(",
            "       ^"),
        ran.err().lines().toList());
    assertRefused("PATTERN: holds nothing to search for", " ");
    assertRefused("'': is empty; write search PATTERN", "", "--regex");
  }

  @Test
  void refuses_what_does_not_go_together() throws Exception {
    SmallArchive.filled(folder);
    assertRefused("--format: seed is not one of text, json", "甲", "--format", "seed");
    assertRefused("--count: prints a number", "甲", "--count", "--format", "json");
    assertRefused("--paths: prints paths only", "甲", "--paths", "--count");
    assertRefused("search: missing PATTERN");
  }

  private void assertRefused(String message, Object... options) {
    Program.Ran ran = search(options);
    assertEquals(2, ran.status(), ran.err());
    assertEquals("", ran.out());
    assertTrue(ran.err().startsWith("rfi-archiver: " + message), ran.err());
  }

  @Test
  void names_damaged_files_and_searches_the_others() throws Exception {
    SmallArchive small = SmallArchive.filled(folder);
    Path cut = small.cutOff(small.add("2023-10-01T10:00:00Z", "x", "石桥", "<p>一。</p>"));
    Program.Ran ran = search("石桥");
    assertEquals(1, ran.status());
    assertEquals(3, ran.lines().size());
    assertTrue(ran.err().startsWith("rfi-archiver: " + cut + ": "), ran.err());
  }
}
